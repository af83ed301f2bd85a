"""What cases are made of: recorded pages, printed dates, releases, recordings, and what undoes codings."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from random import Random

import brotli
import warc_files
import zstandard

from crawler.extract.dates.names import ALIASES, MONTH_NAMES
from crawler.sources import registry
from crawler.sources.source import Source
from fuzz.mutations import encoded, mutated, text
from storage.records import Block, Image, Link, Release

_TESTS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case that was recorded of a source."""

    source: Source
    url: str
    at: datetime
    headers: Mapping[str, str]
    body: bytes
    listing: bool


@cache
def recorded() -> Sequence[Recorded]:
    """All cases of all ministries, in a fixed order."""
    found = []
    sources = registry.sources()
    for folder in sorted(path.parent for path in (_TESTS / "ministries").glob("*/*/page.json")):
        known = json.loads((folder / "page.json").read_text("utf-8"))
        (page,) = (path for path in folder.iterdir() if path.name not in ("page.json", "expected.json"))
        source = sources[folder.parent.name]
        at = datetime.fromisoformat(known["fetched_at"]).astimezone(UTC)
        listing = source.listing_of(known["url"]) is not None
        found.append(Recorded(source, known["url"], at, known.get("headers") or {}, page.read_bytes(), listing))
    return found


@cache
def bodies() -> Sequence[bytes]:
    """The bodies of all recorded cases."""
    return [case.body for case in recorded()]


@cache
def languages() -> Sequence[str]:
    """Every language that dates are read in, and one that they are not."""
    return sorted({"ja", "zh", "ko", "xx", *MONTH_NAMES, *ALIASES})


@cache
def _dates() -> Sequence[str]:
    lines = (_TESTS / "crawler" / "extract" / "printed_dates.tsv").read_text("utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]


def printed_date(random: Random) -> str:
    """A date as somebody might print it, or not."""
    parts = [*random.sample(_dates(), 2), text(random)]
    words = " ".join(parts).split(" ")
    shuffled = random.choice((parts[0], " ".join(parts), " ".join(random.sample(words, len(words)))))
    return mutated(random, encoded(shuffled), [*map(encoded, parts)]).decode("utf-8", "replace")


_WORDS = [
    "the river rose",
    "5,000",
    "not",
    "No.",
    "a b",
    "May 5",
    "Mr. X. ",
    "…",
    "会談",
    "三人",
    "はない。",
    "لا",
    "—",
    "I’m",
]


def release(random: Random) -> Release:
    """A release of a few blocks, whatever they say."""

    def written() -> str:
        return " ".join(
            random.choice(_WORDS) if random.random() < 0.8 else text(random) for _ in range(random.randint(0, 30))
        )

    def address() -> str:
        return random.choice(("https://a.example/1.jpg", "/2-300x200.png?v=3", text(random)))

    blocks = [Block("point", written(), random.choice((None, "1", text(random)))) for _ in range(random.randint(0, 12))]
    images = [Image(address(), written() or None, written()) for _ in range(random.randint(0, 3))]
    links = [Link("attachment", address(), written()) for _ in range(random.randint(0, 3))]
    day = random.choice((None, datetime(2024, 2, 29, 1, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC).date()))
    return Release(written(), day, tuple(blocks), tuple(images), tuple(links))


def edited(random: Random, before: Release) -> Release:
    """A later version of a release."""
    blocks = list(before.blocks)
    for _ in range(random.randint(0, 5) if blocks else 0):
        place = random.randrange(len(blocks))
        block = blocks.pop(place) if random.random() < 0.5 else blocks[place]
        words = mutated(random, encoded(block.text), [b"the river rose by 5"]).decode("utf-8", "surrogateescape")
        blocks.insert(
            random.randint(0, len(blocks)), replace(block, text=random.choice((block.text, words, words[:9])))
        )
        blocks = blocks or [block]
    return replace(before, blocks=tuple(blocks))


CODED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": partial(gzip.compress, compresslevel=1, mtime=0),
    "x-gzip": partial(gzip.compress, compresslevel=1, mtime=0),
    "deflate": partial(zlib.compress, level=1),
    "br": partial(brotli.compress, quality=1),
    "zstd": zstandard.ZstdCompressor(level=1).compress,
}


@cache
def _records() -> Sequence[bytes]:
    at, url = "2024-05-01T00:00:00Z", "https://a.example/1"
    page = b"<html><p>One</p></html>"
    chunked = b"17\r\n" + page + b"\r\n0\r\n\r\n"
    return [
        warc_files.record("warcinfo", None, at, b"software: x\r\n"),
        warc_files.response(url, at, page),
        warc_files.response(url, at, chunked, Transfer_Encoding="chunked"),
        warc_files.response(url, at, gzip.compress(page, mtime=0), Content_Encoding="gzip"),
        warc_files.record("request", url, at, b"GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n"),
        warc_files.revisit(url, "2024-06-01T00:00:00Z", "identical-payload-digest", WARC_Refers_To_Target_URI=url),
        warc_files.record("resource", url, at, page, Content_Type="text/html"),
        warc_files.record("metadata", url, at, b"a: b\r\n"),
        warc_files.record("continuation", url, at, page, WARC_Segment_Number="2", WARC_Segment_Origin_ID="<x>"),
    ]


def file(random: Random) -> bytes:
    """A WARC, ARC or WACZ file of a few records, some of them damaged."""
    records = random.choices(_records(), k=random.randint(1, 5))
    records = [mutated(random, each, _records()) if random.random() < 0.3 else each for each in records]
    form = random.choice(("plain", "packed", "zstd", "arc", "wacz", "whole"))
    if form == "packed":
        return warc_files.packed(records)
    if form == "zstd":
        return warc_files.zstd(records)
    if form == "arc":
        block = warc_files.http(b"<p>One</p>")
        arcs = [warc_files.arc("http://a.example/1", "20240501000000", block) for _ in records]
        return warc_files.arc_description() + b"".join(arcs)
    if form == "wacz":
        return warc_files.wacz(warc_files.package({"archive/a.warc.gz": warc_files.packed(records)}))
    return b"".join(records) if form == "plain" else gzip.compress(b"".join(records), mtime=0)
