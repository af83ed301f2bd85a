"""Content codings undone, the same for answers of the web and of a file."""

import re
import zlib

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[]")


def decoded(body: bytes, coding: str, largest: int) -> tuple[bytes, str | None]:
    """Undo a content coding (RFC 9110, 8.4.1). Gives the body, or a flag that says why it is not whole."""
    if coding not in ("gzip", "x-gzip", "deflate"):
        return body, "undecodable"
    raw_deflate = coding == "deflate" and (body[0] & 0x0F) != 8  # some servers send deflate without its zlib wrapper
    decompress = zlib.decompressobj(-15 if raw_deflate else 47)
    try:
        whole = decompress.decompress(body, largest + 1)
    except zlib.error:
        return body, "undecodable"
    if len(whole) > largest:
        return body, "too large"
    return (whole, None) if decompress.eof else (body, "truncated")


def recorded(body: bytes, coding: str, largest: int) -> tuple[bytes, str | None]:
    """The same for a body from a file: recorders that undo the coding often leave the header that names it."""
    return (body, None) if _MARKUP.match(body) else decoded(body, coding, largest)
