"""Pages of one release: as it is, as it was, and how that is known."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reader import citations, paths
from reader.rendering import answer, page
from reader.requests import absolute, archives, reading
from storage.errors import ArchiveError, DamageError, NothingNamedError
from storage.export.raw import named_capture
from storage.proof import documents
from storage.proof.prove import prove
from storage.read import history
from storage.read.absences import AbsenceLine, absences_of, absent_at
from storage.read.history import FoundRelease, Version
from storage.read.snapshots import parse_published
from storage.records import Release, day

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, lt=2**63)]
VersionNumber = Annotated[int, Path(ge=1, lt=2**31)]
PROOF = "application/json"


@dataclass(frozen=True, slots=True)
class Shown:
    """A release in one of its versions, and what else its page tells of it."""

    row: FoundRelease
    release: Release
    chosen: Version
    versions: list[Version]
    absences: list[AbsenceLine]

    @property
    def language(self) -> str:
        """The language of its texts."""
        return self.release.language or self.row.source_language

    @property
    def published(self) -> date | datetime | None:
        """Its day by its page, or else by its listing."""
        return self.release.published or parse_published(self.row.listed_published)

    @property
    def is_latest(self) -> bool:
        """Whether no version is newer."""
        return self.chosen.number == len(self.versions)


def shown(db: Connection, number: int, version: int | None = None) -> Shown:
    """A release as it is now, or in a version. Raises NothingNamedError."""
    row = history.find_release(db, str(number))
    versions = history.versions(db, row.id)
    if not versions:
        raise NothingNamedError(f"release {number} was announced, but no page of it has been read yet")
    chosen = history.version(versions, version or len(versions), row.id)
    text = history.release_of(db, history.snapshot_row(db, row.id, chosen.number))
    return Shown(row, text, chosen, versions, absences_of(db, row.id))


@router.get("/releases/{number}/")
def latest(request: Request, number: Number) -> Response:
    """A release as it is now."""
    return _release(request, number, None)


@router.get("/releases/{number}/versions/{version}/")
def version(request: Request, number: Number, version: VersionNumber) -> Response:
    """A release in one of its versions."""
    return _release(request, number, version)


def _release(request: Request, number: int, version: int | None) -> Response:
    with reading(request) as db:
        found = shown(db, number, version)
        absent = absent_at(found.absences, None if found.is_latest else found.chosen.last_seen)
    citation = citations.cite("txt", work(request, found))
    return page(request, "release.html", shown=found, absent=absent, citation=citation)


@router.get("/releases/{number}/as-of/")
def as_of(request: Request, number: Number, on: Annotated[date, Query(alias="day")]) -> Response:
    """The version that a reader saw at the end of a day (UTC)."""
    end = datetime.combine(on, time.max, UTC)
    with reading(request) as db:
        row = history.find_release(db, str(number))
        seen = [one for one in history.versions(db, row.id) if one.first_seen <= end]
    if not seen:
        raise NothingNamedError(f"release {number} is held only since later than {on}; what it said then is not known")
    root = paths.root(request.scope["path"].lstrip("/"))
    return RedirectResponse(root + paths.release(number, seen[-1].number), 303)


@router.get("/releases/{number}/history/")
def of_release(request: Request, number: Number) -> Response:
    """Its versions, captures and absences."""
    with reading(request) as db:
        found = shown(db, number)
        captures = history.captures(db, number)
    return page(request, "history.html", shown=found, captures=captures)


@router.get("/releases/{number}/versions/{version}/proof.json")
def proof(request: Request, number: Number, version: VersionNumber) -> Response:
    """What proves to anybody that the page was so: see docs/proof.md. `communique verify FILE` checks it."""
    with archives(request).archive() as archive, archive.reading() as db:
        capture = named_capture(db, str(number), version)
        try:
            found = prove(db, archive.payloads, capture)
        except DamageError:
            raise
        except ArchiveError as error:  # its crawl is under way
            raise HTTPException(404, str(error)) from None
    body = json.dumps(documents.written(found), indent=1).encode()
    name = f"release-{number}-version-{version}.proof.json"
    return answer(request, body, PROOF, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/releases/{number}/versions/{version}/cite.{form}")
def cited(request: Request, number: Number, version: VersionNumber, form: citations.Form) -> Response:
    """The release in that version, as a work to be cited."""
    with reading(request) as db:
        found = shown(db, number, version)
    text = citations.cite(form, work(request, found))
    return answer(request, text.encode(), citations.MEDIA_TYPES[form])


def work(request: Request, found: Shown) -> citations.Work:
    """What a citation says of a release in a version."""
    return citations.Work(
        number=found.row.id,
        version=found.chosen.number,
        title=found.release.title,
        author=found.release.author,
        ministry=found.row.ministry,
        published=day(found.published),
        language=found.language,
        url=found.row.url,
        archived=absolute(request, paths.release(found.row.id, found.chosen.number)),
        seen=found.chosen.first_seen.date(),
    )
