"""Content codings undone (RFC 9110, 8.4.1), the same for answers of the web and of a recording."""

import re
from collections.abc import Callable
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
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # in no text of a page (ISO 2022 needs ESC)
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

    `coding` is the field's value. A flag is `truncated`, `undecodable`, or `too large` for more than `largest` bytes.
    """
    names = codings(coding)
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


def is_markup(body: bytes) -> bool:
    """Whether a body is the beginning of a page, a feed or JSON, and surely not compressed."""
    return bool(_MARKUP.match(body)) and not _BINARY.search(body[:_BEGINNING])


def recorded(body: bytes, coding: str, largest: int) -> tuple[bytes, str | None]:
    """The same for a body from a file: recorders that undo the coding often leave the field that names it."""
    shown, flag = decoded(body, coding, largest)
    return (body, None) if flag and is_markup(body) else (shown, flag)


def _gzip(body: bytes, largest: int) -> bytes:
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
    """Some servers leave out the zlib wrapper, whose first two bytes are a multiple of 31 (RFC 1950, 2.2)."""
    wrapped = (body[0] & 0x0F) == 8 and int.from_bytes(body[:2]) % 31 == 0
    bits, shown = ZLIB_BITS if wrapped else DEFLATE_BITS, BytesIO()
    consumed = _member(memoryview(body), largest, lambda: Zlib(bits), LARGEST_STEP, shown)
    if body[consumed:].strip(_PADDING):
        raise _FlawError("undecodable")
    return shown.getvalue()


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
