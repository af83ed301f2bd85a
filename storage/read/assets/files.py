"""The documents and pictures of a release as files: what is held of each, and how they changed. Nothing here writes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, pairwise
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from storage.database import chunks
from storage.edits.edit import Edit
from storage.edits.files.documents import file_edits
from storage.models import AddressRow, AssetRow, CaptureRow, ReadingRow
from storage.read.assets.contents import contents
from storage.records import Release, without_fragment

BROUGHT = ("asset", "replaced", "unchanged")  # verdicts on captures that found a file


class Sight(NamedTuple):
    """A visit that found a file, or that it was still the same: the capture that brought its bytes, and these."""

    at: datetime
    capture: int
    payload: int


class File(NamedTuple):
    """A document or a picture of a version of a release, and the visits that found it, in order of time.

    `url` is the address that the release states, `of` what a reader calls it.
    """

    field: Literal["image", "attachment"]
    url: str
    of: str
    sights: Sequence[Sight]


def files_of(db: Connection, release_id: int, release: Release) -> list[File]:
    """The documents and captioned pictures of a release that are held, in the order of its text."""
    query = select(AssetRow.address_id, AddressRow.url).join(AddressRow, AddressRow.id == AssetRow.address_id)
    ids = {row.url: row.address_id for row in db.execute(query.where(AssetRow.release_id == release_id))}
    if not ids:
        return []
    leads, seen = _redirects(db, ids.values()), sights(db, ids.values())
    stated: dict[tuple[Literal["image", "attachment"], str], str] = {}
    for link in release.links:
        if link.rel == "attachment":
            stated.setdefault(("attachment", link.url), link.text)
    for image in release.images:
        if image.caption:
            stated.setdefault(("image", image.url), image.caption)
    found = []
    for (field, url), of in stated.items():
        # Once, addresses were asked for and kept with their fragments.
        there, passed = ids.get(without_fragment(url), ids.get(url)), set[int]()
        while there in leads and there not in passed:
            passed.add(there)
            there = ids.get(leads[there])
        if there is not None and there in seen:
            found.append(File(field, url, of or url, seen[there]))
    return found


def as_of(files: Iterable[File], end: datetime | None) -> list[tuple[File, Sight]]:
    """The files that a version had at last, where the next one was first seen at `end`, if there is one."""
    within = ((file, [sight for sight in file.sights if end is None or sight.at < end]) for file in files)
    return [(file, seen[-1]) for file, seen in within if seen]


def told(held: Iterable[tuple[File, Sight]]) -> dict[str, object]:
    """The JSON of files that are held, each with the capture that brought its bytes; nothing where there are none."""
    files = [{"url": file.url, "capture": sight.capture, "seen": sight.at.isoformat()} for file, sight in held]
    return {"files": files} if files else {}


def sights(db: Connection, address_ids: Iterable[int]) -> dict[int, list[Sight]]:
    """The visits that found files at addresses, in order of time."""
    found: dict[int, list[Sight]] = {}
    for ids in chunks(address_ids):
        query = select(CaptureRow.address_id, CaptureRow.at, CaptureRow.id, CaptureRow.payload_id)
        query = query.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        query = query.where(CaptureRow.address_id.in_(ids), ReadingRow.verdict.in_(BROUGHT))
        for row in db.execute(query.order_by(CaptureRow.at, CaptureRow.id)):
            before = found.setdefault(row.address_id, [])
            if row.payload_id is not None:
                before.append(Sight(row.at, row.id, row.payload_id))
            elif before:  # 304: the same as before
                before.append(before[-1]._replace(at=row.at))
    return {address_id: seen for address_id, seen in found.items() if seen}


class Replaced(NamedTuple):
    """The edits between sights of files, and whether what was read of one is not what the archive has of it."""

    edits: tuple[Edit, ...] = ()
    is_altered: bool = False


def edits_between(
    db: Connection,
    release_id: int,
    texts: tuple[Release, Release],
    span: tuple[datetime, datetime | None],
    language: str | None,
) -> Replaced:
    """How the files that two versions of a release have in common changed, from when the first was first seen.

    `span` is that time, and when a version after the second was first seen, if there is one.
    """
    first, end = span
    kept = {(file.field, file.url) for file in files_of(db, release_id, texts[0])}
    found: list[Replaced] = []
    for file in files_of(db, release_id, texts[1]):
        within = [sight for sight in file.sights if end is None or sight.at < end]
        if (file.field, file.url) in kept and within:
            start = next((sight for sight in within if sight.at >= first), within[-1])
            found.append(replaced(db, file, start, within[-1], language))
    return Replaced(tuple(chain.from_iterable(one.edits for one in found)), any(one.is_altered for one in found))


def replaced(db: Connection, file: File, before: Sight, after: Sight, language: str | None) -> Replaced:
    """The edits between two sights of a file."""
    if before.payload == after.payload:
        return Replaced()
    held = contents(db, [before.payload, after.payload])
    old, new = held[before.payload], held[after.payload]
    edits = file_edits(file.field, file.url, old.version, new.version, file.of, language)
    return Replaced(edits, old.is_altered or new.is_altered)


def _redirects(db: Connection, address_ids: Iterable[int]) -> dict[int, str]:
    """Where the newest visits to addresses were sent on to."""
    found: dict[int, str] = {}
    for ids in chunks(address_ids):
        query = select(CaptureRow.address_id, ReadingRow.verdict, ReadingRow.message)
        query = query.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(CaptureRow.address_id.in_(ids))
        for row in db.execute(query.order_by(CaptureRow.at, CaptureRow.id)):
            if row.verdict == "redirected" and row.message:
                found[row.address_id] = row.message
            elif row.verdict in BROUGHT:
                found.pop(row.address_id, None)
    return found


def replacements(files: Iterable[File]) -> Iterator[tuple[File, Sight, Sight]]:
    """Each time that a file was another than before: what the last visit found that found the old, and what came."""
    for file in files:
        for before, after in pairwise(file.sights):
            if before.payload != after.payload:
                yield file, before, after
