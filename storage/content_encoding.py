"""Content codings undone (RFC 9110, 8.4.1), the same for answers of the web and of a recording."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import brotli  # type: ignore[import-untyped]

from storage.decompression import (
    DEFLATE_BITS,
    GZIP,
    LARGEST_STEP,
    ZLIB_BITS,
    ZSTD,
    ZSTD_STEP,
    DamagedError,
    Decompressor,
    Zlib,
    Zstd,
    undo_member,
    zstd_context,
)

STACKED = 4  # codings of one body undone; nobody sends more
_PADDING = b"\0\t\n\r "  # what some servers leave behind the last member
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[{\[]")  # bare deflate often begins so
_WIDE_MARKUP = re.compile(rb"(?:\xff\xfe)?<\0[!?a-zA-Z]\0|(?:\xfe\xff)?\0<\0[!?a-zA-Z]")  # UTF-16
_FILE = re.compile(
    rb"%PDF-\d|\x89PNG\r\n|GIF8[79]a|\xff\xd8\xff[\xdb-\xfe]|PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1|RIFF....WEBP",
    re.DOTALL,
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # in no text of a page (ISO 2022 needs ESC)
_TELLING = 16  # bytes that are no accident
_BEGINNING = 1024  # bytes of a body by which text is told from what is compressed


class _FlawError(Exception):
    """Raised in here with the flag that says why a body is not whole."""


def codings(value: str) -> list[str]:
    """The codings that a Content-Encoding or Transfer-Encoding field names, in the order they were applied."""
    if not value:
        return []
    names = (name.partition(";")[0].strip().lower() for name in value.split(","))
    return [name for name in names if name not in ("", "identity")]


def decoded(body: bytes, coding: str, largest: int) -> tuple[bytes, str | None]:
    """Undo a body's content codings: the body, or the body as it came with a flag that says why it is not whole.

    `coding` is the field's value, which some servers state of what is not coded ("utf-8", "none") or is coded otherwise
    (what they were asked for: "gzip, deflate, br"), and which some recorders leave where they have undone it: then the
    body's first bytes are believed. A flag is `truncated`, `undecodable`, or `too large` for more than `largest` bytes.
    """
    shown, flag = _undone(body, codings(coding), largest)
    if flag and is_plain(body):
        return body, None
    return _by_first_bytes(body, largest) if flag == "undecodable" else (shown, flag)


def is_plain(body: bytes) -> bool:
    """Whether a body is JSON, or begins a page, a feed, a document or a picture, and is surely not compressed."""
    if _FILE.match(body) or _WIDE_MARKUP.match(body):
        return True
    if _JSON.match(body):
        with suppress(ValueError, RecursionError):
            json.loads(body)
            return True
    return bool(_MARKUP.match(body)) and not _BINARY.search(body[:_BEGINNING])


def _undone(body: bytes, names: list[str], largest: int) -> tuple[bytes, str | None]:
    if not body:
        return body, None
    if len(names) > STACKED or not all(name in _CODINGS for name in names):
        return body, "undecodable"
    shown = body
    try:
        for name in reversed(names):
            shown = _CODINGS[name](shown, largest) if shown else shown  # one coding may hold nothing of the next
    except (_FlawError, DamagedError) as error:
        return body, str(error) if isinstance(error, _FlawError) else "undecodable"
    return shown, None


def _by_first_bytes(body: bytes, largest: int) -> tuple[bytes, str | None]:
    """A body undone as what it is by itself. zlib and brotli have no sign of their own, so what they hold has to."""
    for name, magic in (("gzip", GZIP), ("zstd", ZSTD)):
        if body.startswith(magic):
            return _undone(body, [name], largest)
    for name in ("deflate", "br") if _is_wrapped(body) else ("br",):
        shown, flag = _undone(body, [name], largest)
        if flag is None and len(shown) > _TELLING and is_plain(shown):
            return shown, None
    return body, "undecodable"


def _gzip(body: bytes, largest: int) -> bytes:
    """Some servers take gzip and deflate for one another: the first bytes tell them apart."""
    if not body.startswith(GZIP) and _is_wrapped(body):
        return _deflate(body, largest)
    return _members(body, largest, Zlib, GZIP, LARGEST_STEP)


def _zstd(body: bytes, largest: int) -> bytes:
    context = zstd_context()
    return _members(body, largest, lambda: Zstd(context), ZSTD, ZSTD_STEP)


def _members(body: bytes, largest: int, new: Callable[[], Decompressor], magic: bytes, step: int) -> bytes:
    """All members of a body: one that is cut off, or something else behind them, is a flaw (RFC 1952, 2.2)."""
    shown, rest = BytesIO(), memoryview(body)
    while rest:
        if rest[0] in _PADDING and len(rest) < len(body) and not bytes(rest).strip(_PADDING):
            break
        if len(rest) < len(magic) and magic.startswith(rest):
            raise _FlawError("truncated")
        rest = rest[_member(rest, largest, new, step, shown) :]
    return shown.getvalue()


def _member(body: memoryview, largest: int, new: Callable[[], Decompressor], step: int, shown: BytesIO) -> int:
    consumed, whole = undo_member(body, new, step, shown, largest - shown.tell())
    if shown.tell() > largest:
        raise _FlawError("too large")
    if not whole:
        raise _FlawError("truncated")
    return consumed


def _deflate(body: bytes, largest: int) -> bytes:
    """Some servers leave out the zlib wrapper."""
    if body.startswith(GZIP):
        return _gzip(body, largest)
    bits, shown = ZLIB_BITS if _is_wrapped(body) else DEFLATE_BITS, BytesIO()
    consumed = _member(memoryview(body), largest, lambda: Zlib(bits), LARGEST_STEP, shown)
    if body[consumed:].strip(_PADDING):
        raise _FlawError("undecodable")
    return shown.getvalue()


def _is_wrapped(body: bytes) -> bool:
    """Whether a body begins as zlib does: with two bytes that are a multiple of 31 (RFC 1950, 2.2)."""
    return (body[0] & 0x0F) == 8 and int.from_bytes(body[:2]) % 31 == 0


def _brotli(body: bytes, largest: int) -> bytes:
    stream, shown = brotli.Decompressor(), BytesIO()
    try:
        piece = stream.process(body, output_buffer_limit=LARGEST_STEP)
        while piece and shown.tell() <= largest:
            shown.write(piece)
            piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=LARGEST_STEP)
    except brotli.error:
        raise DamagedError from None
    if shown.tell() > largest:
        raise _FlawError("too large")
    if not stream.is_finished():
        raise _FlawError("truncated")
    return shown.getvalue()


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
