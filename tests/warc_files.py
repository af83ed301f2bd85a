"""Writes WARC and WACZ files byte by byte, so that a test can break any one of them."""

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterable

CRLF = b"\r\n"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record(kind: str, url: str | None, at: str | None, block: bytes, length: int | None = None, **fields: str) -> bytes:
    """One record. `fields` are further header fields, an underscore for a hyphen; `length` may lie."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        "WARC-Target-URI": url,
        "WARC-Date": at,
        **{name.replace("_", "-"): value for name, value in fields.items()},
        "Content-Length": str(len(block) if length is None else length),
    }
    lines = [b"WARC/1.1", *(f"{name}: {value}".encode() for name, value in head.items() if value is not None)]
    return CRLF.join(lines) + CRLF * 2 + block + CRLF * 2


def http(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP answer as a block."""
    head = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return (
        CRLF.join([f"HTTP/1.1 {status}".encode(), *(f"{k}: {v}".encode() for k, v in head.items())]) + CRLF * 2 + body
    )


def response(url: str, at: str, body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    return record("response", url, at, http(body, status, **headers), Content_Type="application/http; msgtype=response")


def revisit(url: str, at: str, profile: str, block: bytes = b"", **fields: str) -> bytes:
    name = f"http://netpreserve.org/warc/1.1/revisit/{profile}"
    return record("revisit", url, at, block, WARC_Profile=name, **fields)


def packed(records: Iterable[bytes]) -> bytes:
    """Compressed record by record, the same every time."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def wacz(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()
