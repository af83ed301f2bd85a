"""HTTP messages as recordings keep them: start line, fields and body in one block (RFC 9112)."""

import hashlib
import re
from dataclasses import dataclass, field
from io import BytesIO

from storage.content_encoding import codings, decoded, is_plain
from storage.decompression import GZIP
from storage.records import Fields, HttpRequest, joined
from storage.warc.digest import Bytes

LARGEST_BODY = 64 * 1024 * 1024  # a release is some 100 kB; what is larger is no page
LONGEST_HEADER = 256 * 1024  # of an HTTP message
BODILESS = (204, 304)  # never have a body, whatever their Content-Length says (RFC 9112, 6.3)

_STATUS = re.compile(rb"(HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]{0,8192})(?:\n|\Z)")
_REQUEST = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64})[ \t]+[^\n]{1,65536}(?:\n|\Z)")
_END = re.compile(rb"\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the final answer in a block. `start` is where its body begins, `first` where that of the first does.

    They are the same, unless interim answers (1xx) stand before it. `ended` says that its header ends within reason.
    `headers` has the fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3). `verbatim` is the
    header as it stands where the fields do not say all of it.
    """

    status: int
    status_line: str
    fields: Fields = field(repr=False)
    verbatim: str | None = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    start: int
    first: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, its transfer coding undone and its content coding kept; `cut` says why its body is not whole.

    `body` is the entity, `raw` the body as it stands in the block, `trailers` the fields behind its last chunk.
    """

    head: Head
    body: bytes = field(repr=False)
    raw: memoryview = field(repr=False)
    cut: str | None = None
    trailers: Fields = field(default=(), repr=False)

    @property
    def short(self) -> bool:
        """Whether its Content-Length promises more. A transfer coding overrides it (RFC 9112, 6.3)."""
        lengths = set(self.head.headers.get("content-length", "").replace(" ", "").split(","))
        length = lengths.pop() if len(lengths) == 1 else ""
        promised = int(length) if re.fullmatch(r"[0-9]{1,18}", length) else 0
        return "transfer-encoding" not in self.head.headers and len(self.raw) < promised


def head_of(block: Bytes) -> Head | None:
    """The head of the final answer in a block, or in the beginning of one; None where there is no HTTP.

    Interim answers before it are passed over (RFC 9110, 15.2).
    """
    place, first = 0, 0
    while found := _STATUS.match(block, place):
        end = _END.search(block, found.end() - 1, found.end() + LONGEST_HEADER)
        start = end.end() if end else min(len(block), found.end() + LONGEST_HEADER)
        first = first or start
        status = int(found[2])
        if 100 <= status < 200 and _STATUS.match(block, start):
            place = start
            continue
        lines = bytes(block[found.end() : end.start() + 1 if end else start])
        fields = _fields(lines)
        ended = end is not None or start == len(block)
        return Head(status, _line(found[1]), fields, _verbatim(lines, fields), joined(fields), start, first, ended)
    return None


def answer(block: Bytes) -> Answer | None:
    """The answer in a block; None where there is no HTTP."""
    head = head_of(block)
    if head is None:
        return None
    raw = memoryview(block)[head.start :]
    coding = codings(head.headers.get("transfer-encoding", ""))
    body, cut, trailers = _unchunked(raw) if "chunked" in coding else (bytes(raw), None, ())
    packed = [name for name in coding if name in ("gzip", "x-gzip", "deflate")]
    is_undone = is_plain(body) if "deflate" in packed else not body.startswith(GZIP)  # by the recorder
    if packed and not is_undone:
        body, flag = decoded(body, ",".join(packed), LARGEST_BODY)
        cut = cut or (f"the answer's transfer coding is {flag}" if flag else None)
    if not head.ended:
        cut = "the answer's header has no end"
    return Answer(head, body, raw, cut, trailers)


def request_of(block: Bytes) -> HttpRequest | None:
    """The request in a block; None where there is no HTTP."""
    found = _REQUEST.match(block)
    if found is None:
        return None
    end = _END.search(block, found.end() - 1, found.end() + LONGEST_HEADER)
    lines = bytes(block[found.end() : end.start() + 1 if end else found.end() + LONGEST_HEADER])
    body = block[end.end() :] if end else b""
    return HttpRequest(_line(found[1]), _fields(lines), hashlib.sha256(body).digest() if body else None)


def _line(text: bytes) -> str:
    return text.decode("latin-1").rstrip("\r")


def _fields(lines: bytes) -> Fields:
    """Header fields in order. A line without a colon is kept as a name without a value."""
    text = lines.decode("latin-1")
    unfolded = _FOLD.sub(" ", text) if "\n " in text or "\n\t" in text else text
    pairs = (line.rstrip("\r").partition(":") for line in unfolded.split("\n") if line.strip("\r"))
    return tuple((name.strip(" \t"), value.strip(" \t")) for name, _, value in pairs)


def _verbatim(lines: bytes, fields: Fields) -> str | None:
    """The lines of a header that its fields, written as they usually are, do not give back."""
    text = lines.decode("latin-1")
    return None if text == "".join(f"{name}: {value}\r\n" for name, value in fields) else text


def _trailers(rest: bytes) -> Fields:
    """The fields behind the last chunk, up to an empty line; none where that is not there."""
    end = _END.search(b"\n" + rest)
    return _fields(rest[: end.start()]) if end else ()


def _unchunked(raw: memoryview) -> tuple[bytes, str | None, Fields]:
    """Undo the chunked coding; says where it does not come to its end. What some recorders undid is left alone."""
    body, place = BytesIO(), 0
    while chunk := _CHUNK.match(raw, place):
        size = int(chunk[1], 16)
        if size == 0:
            return body.getvalue(), None, _trailers(bytes(raw[chunk.end() : chunk.end() + LONGEST_HEADER]))
        body.write(raw[chunk.end() : chunk.end() + size])
        place = chunk.end() + size
        place += 2 if bytes(raw[place : place + 2]) == b"\r\n" else 0
    return (body.getvalue(), "the answer's chunks break off", ()) if place else (bytes(raw), None, ())
