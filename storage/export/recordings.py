"""Exports captures as a WARC or a WACZ: evidence as it was kept, for other archives and their tools."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import BinaryIO, Literal, cast

from sqlalchemy import Connection

from storage.export.captures import captures_of
from storage.export.data_package import tree_head_of
from storage.export.noted import Noted
from storage.export.releases import versions_of
from storage.payloads.store import Payloads
from storage.read.lists.releases import Listed
from storage.warc.write.record import packing
from storage.warc.write.recording import write_recording
from storage.warc.write.sink import Sink
from storage.warc.write.wacz import RECORDING, WaczWriter
from storage.warc.write.written import WrittenRecords

Format = Literal["warc", "warc.gz", "warc.zst", "wacz"]
Tell = Callable[[int], None]


def write_captures(
    db: Connection, stream: BinaryIO, form: Format, name: str, wanted: Listed, noted: Noted, tell: Tell, now: datetime
) -> int:
    """Write what is wanted as a file called `name`; gives how many captures. `tell` hears of each.

    What is damaged in the archive is noted and left out.
    """
    captures, tree_head = captures_of(db, Payloads(), wanted, noted), tree_head_of(db, noted)
    info = [("isPartOf", "an archive of foreign ministries' releases"), ("description", _described(wanted))]
    info += [("communique-tree-head", json.dumps(tree_head))] if tree_head else []
    with closing(WrittenRecords()) as written:
        if form != "wacz":
            sink = cast(BinaryIO, Sink(stream))
            pack = packing(form.removeprefix("warc").removeprefix("."))
            return write_recording(sink, captures, name, pack, info, now, written, tell)
        with WaczWriter(stream, _described(wanted), tree_head, now) as wacz:
            with wacz.file(f"archive/{RECORDING}") as file:
                sink = cast(BinaryIO, file)
                count = write_recording(sink, captures, RECORDING, packing("gz"), info, now, written, tell)
            wacz.write_index(written)
            wacz.write_pages(_pages(db, wanted, noted))
            return count


def _described(wanted: Listed) -> str:
    """What was asked for, in a line."""
    asked = {
        "of source": wanted.source,
        "of country": wanted.country,
        "in language": wanted.language,
        "since": wanted.since,
        "until": wanted.until,
        "without a date": "" if not wanted.undated else " ",
    }
    words = [f"{name} {value}".strip() for name, value in asked.items() if value]
    return " ".join(["captures of foreign ministries' releases", *words])


def _pages(db: Connection, wanted: Listed, noted: Noted) -> Iterator[dict[str, str]]:
    """Each version of each release as the page on which it was first seen, but those whose text was altered since."""
    for one in versions_of(db, wanted, noted, every=True):
        if one.version.altered:
            continue
        yield {
            "id": f"{one.release.id}-{one.version.number}",
            "url": one.seen_at,
            "ts": f"{one.version.first_seen.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "title": one.text.title,
            "text": "\n".join(block.text for block in one.text.blocks),
        }
