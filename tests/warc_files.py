"""Writes WARC, ARC and WACZ files byte by byte, so that a test can break any one of them."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

import zstandard
from hostile_pages import gzipped

CRLF = b"\r\n"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record(kind: str, url: str | None, at: str | None, block: bytes, length: int | None = None, **fields: str) -> bytes:
    """One record. `fields` are further header fields, an underscore for a hyphen; `length` may lie."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, repr((kind, url, at, block, fields)))}>",
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
    return b"".join(map(gzipped, records))


def zstd(records: Iterable[bytes], dictionary: bytes = b"", *, packed_dictionary: bool = False) -> bytes:
    """Compressed frame by frame, behind the dictionary in a skippable frame where there is one."""
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    compressor = zstandard.ZstdCompressor(dict_data=known)
    kept = zstandard.ZstdCompressor().compress(dictionary) if packed_dictionary else dictionary
    head = b"\x5d\x2a\x4d\x18" + len(kept).to_bytes(4, "little") + kept if dictionary else b""
    return head + b"".join(compressor.compress(one) for one in records)


def arc(url: str, at: str, block: bytes, media: str = "text/html") -> bytes:
    """One record of an ARC 1; `at` has 14 digits."""
    return f"{url} 192.0.2.1 {at} {media} {len(block)}\n".encode() + block + b"\n"


def arc_description(length: int = 66) -> bytes:
    """What an ARC 1 begins with; `length` may lie, as that of many writers does."""
    version = b"1 0 test\nURL IP-address Archive-date Content-type Archive-length\n\n"
    return f"filedesc://test.arc 0.0.0.0 20200704035600 text/plain {length}\n".encode() + version


def package(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members of a WACZ with the two files that state their digests."""
    resources = [
        {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{sha256(data)}", "bytes": len(data)}
        for name, data in members.items()
    ]
    stated = json.dumps({"profile": "data-package", "resources": resources, "wacz_version": "1.1.1"}).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": f"sha256:{sha256(stated)}"}).encode()
    return {**members, "datapackage.json": stated, "datapackage-digest.json": digest}


def sha256(data: bytes) -> str:
    """A SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def wacz(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()
