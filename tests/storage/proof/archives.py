"""Archives for the tests of proof: one with rows in every table of evidence, and what `verify` says of it."""

from dataclasses import replace
from hashlib import sha1, sha256

from sqlalchemy import Connection

from storage.archive import Archive
from storage.payloads.store import Payloads
from storage.proof import log
from storage.proof.checks.fault import Extent, Fault
from storage.proof.verify import verify
from storage.records import HttpRequest, Origin, RecordingFile, RelatedRecord, Transferred
from tests.storage.builders import (
    OTHER,
    address,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    crawl_of,
    line,
    listing,
    open_crawl,
    visit,
    visited,
)

KEYS = ("one", "two", "three", "four", "six", "seven", "eight", "nine")
TEMPLATE = " ".join(sha256(bytes([number])).hexdigest() for number in range(40))  # what all pages of the site share


def filled(archive: Archive) -> None:
    """An archive of two crawls and an import: versions, revisits, failures, recordings and what belongs to them."""
    crawl = crawl_of(archive)
    ids = announce(archive, crawl, *KEYS)
    for hour in range(1, 4):
        commit(archive, crawl, [visit(number, hour, page(key, hour), address(key)) for key, number in ids.items()])
    commit(archive, crawl, [listing([line(key, f"Title of {key}", at(0)) for key in KEYS], 5)])
    unchanged = replace(capture(address("one"), 6, None, status=304), request=HttpRequest("GET", (("Accept", "*/*"),)))
    failed = replace(capture(address("two"), 6, None, reason="timeout"), status=None, fields=(), status_line=None)
    commit(archive, crawl, [visited(unchanged, ids["one"]), visited(failed, ids["two"])])
    close(archive, crawl)
    later = open_crawl(archive, OTHER, "import", "{}", at(50))
    other = announce(archive, later, "five")["five"]
    for number in range(6):
        commit(archive, later, [visited(recorded(number), other)])
    close(archive, later)


def close(archive: Archive, crawl) -> None:
    """Close a crawl as every crawl is closed: with a tree head."""
    archive.write(log.append, archive.payloads)
    close_crawl(archive, crawl, "complete", [], at(60))


def page(key: str, hour: int) -> str:
    """A page with as much text as makes it worth to be packed as a difference."""
    own = " ".join(sha256(f"{key} {number}".encode()).hexdigest() for number in range(10))
    return f"{key} at {hour}: {TEMPLATE} {own}"


def recorded(number: int):
    """A visit from one of two recordings, with records that belong to it."""
    body = page("five", number).encode()
    file = RecordingFile(f"{number % 2}.warc", sha256(bytes([number % 2])).digest(), 9_000_000_000, "warc.gz")
    related = (RelatedRecord("metadata", b"WARC/1.1\r\nX: \xff\r\n", b"seen %d" % number),)
    origin = Origin(file, "", number * 100, "<urn:x>", b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", related)
    encoded = Transferred("gzip", sha1(body, usedforsecurity=False).digest(), sha256(body + b"z").digest(), 99)
    return replace(capture(address("five"), 51 + number, body), origin=origin, transferred=encoded)


def found(db: Connection, *, full: bool = True) -> list[Fault]:
    """What does not hold, with nothing known from before."""
    return list(verify(db, Payloads(), Extent(), full=full))


def faults(archive: Archive, *, full: bool = True) -> list[Fault]:
    """The same, in a transaction of its own."""
    return archive.read(found, full=full)


def head(archive: Archive):
    """The newest tree head."""
    return archive.read(log.last_head)
