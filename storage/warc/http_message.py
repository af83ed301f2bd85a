"""HTTP answers as a WARC keeps them: status line, headers and body in one block (RFC 9112)."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]*(?:\n|\Z)")
_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, its transfer coding undone and its content coding kept; `cut` says that its body is not whole.

    `raw` is the body as it stands in the block.
    """

    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    raw: bytes = field(repr=False)
    cut: bool = False


def answer(block: bytes) -> Answer | None:
    """The answer in a block, or in the beginning of one; None where there is no HTTP."""
    first = _STATUS.match(block)
    if first is None:
        return None
    end = _END.search(block, max(first.end() - 2, 0))
    lines = block[first.end() : end.start() if end else len(block)].decode("latin-1")
    headers = joined(_pairs(lines))
    raw = block[end.end() :] if end else b""
    if "chunked" not in headers.get("transfer-encoding", "").lower():
        return Answer(int(first[1]), headers, raw, raw)
    body, whole = _unchunked(raw)
    return Answer(int(first[1]), headers, body, raw, cut=not whole)


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    return headers


def broken_digest(fields: Mapping[str, str], block: bytes, payloads: Iterable[bytes]) -> str | None:
    """The digest field of a record that its bytes contradict, or None.

    A block's digest leaves no doubt and decides where there is one. What writers take for the payload differs
    (with its chunks or without), so a payload's digest may be that of any of `payloads`.
    """
    for name, candidates in (("warc-block-digest", [block]), ("warc-payload-digest", payloads)):
        algorithm, _, value = fields.get(name, "").partition(":")
        algorithm = algorithm.lower().replace("-", "")
        if value and algorithm in ("md5", "sha1", "sha256", "sha512"):
            found = (hashlib.new(algorithm, one, usedforsecurity=False).digest() for one in candidates)
            return None if any(_says(value, digest) for digest in found) else name
    return None


def _says(value: str, digest: bytes) -> bool:
    return value.lower() == digest.hex() or value.upper().rstrip("=") == base64.b32encode(digest).decode().rstrip("=")


def _pairs(lines: str) -> Iterable[tuple[str, str]]:
    for line in _FOLD.sub(" ", lines).splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _unchunked(body: bytes) -> tuple[bytes, bool]:
    """Undo the chunked coding; says whether it came to its end. What some recorders undid already is left alone."""
    pieces: list[bytes] = []
    place = 0
    while chunk := _CHUNK.match(body, place):
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(pieces), True
        pieces.append(body[chunk.end() : chunk.end() + size])
        place = chunk.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else 0
    return (b"".join(pieces), False) if pieces else (body, True)
