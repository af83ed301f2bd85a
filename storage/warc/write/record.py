"""One WARC record as bytes (WARC 1.1, ISO 28500:2017), and how it is compressed."""

import base64
import gzip
import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import zstandard

CRLF = b"\r\n"
GZIP_LEVEL, ZSTD_LEVEL = 6, 9

Pack = Callable[[bytes], bytes]


def record(kind: str, fields: Iterable[tuple[str, str | None]], block: bytes) -> bytes:
    """A record of a type with these fields, as far as they have a value, and with its length and its digest."""
    head = [
        ("WARC-Type", kind),
        *fields,
        ("WARC-Block-Digest", digest("sha1", block)),
        ("Content-Length", str(len(block))),
    ]
    lines = [f"{name}: {_line(value)}".encode() for name, value in head if value is not None]
    return whole(CRLF.join((b"WARC/1.1", *lines)) + CRLF * 2, block)


def whole(header: bytes, block: bytes) -> bytes:
    """A record of its header block and its content."""
    return header + block + CRLF * 2


def digest(algorithm: str, data: bytes) -> str:
    """A digest as records state it: in base32, as all writers do (WARC 1.1, 5.8)."""
    value = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return f"{algorithm}:{base64.b32encode(value).decode()}"


def date(at: datetime) -> str:
    """A WARC-Date, as fine as the time is known (WARC 1.1, 5.4)."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def new_id(*parts: object) -> str:
    """A record id that is the same whenever the same is exported."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, repr(parts))}>"


def packing(suffix: str) -> Pack:
    """What compresses each record by itself, by the file's suffix ("", "gz", "zst")."""
    if suffix == "gz":
        return lambda data: gzip.compress(data, GZIP_LEVEL, mtime=0)
    if suffix == "zst":
        return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress
    return lambda data: data


def _line(value: str) -> str:
    """A value on one line, in letters that UTF-8 has."""
    return " ".join(value.split("\r\n")).replace("\n", " ").replace("\r", " ").encode("utf-8", "replace").decode()
