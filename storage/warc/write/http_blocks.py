"""The HTTP messages of a capture as blocks of records. Its body has its codings undone, and its header says so.

`Content-Encoding` and its like become `X-Orig-Content-Encoding`, as Webrecorder's tools name what they have undone: so
no reader undoes it once more.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from storage.records import Capture, HttpRequest

CRLF = b"\r\n"
RENAMED = "X-Orig-"
_STATUS_LINE = re.compile(r"HTTP/\d(\.\d)? \d{3}( |$)")
_BREAKS = re.compile(r"[\r\n\0]+")
_SPACES = re.compile(r"\s+")


def answer_head(capture: Capture, *, verbatim: bool = False) -> bytes:
    """The status line and the fields, with the empty line behind them; with `verbatim` as they came."""
    line = capture.status_line or ""
    if not _STATUS_LINE.match(line):
        line = f"HTTP/1.1 {capture.status}"
    fields = capture.fields if verbatim else [(_name(capture, name, value), value) for name, value in capture.fields]
    return _message(line, fields)


def request_block(url: str, request: HttpRequest) -> bytes:
    """A request as it is known; its body is not kept."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _message(f"{request.method} {_SPACES.sub('%20', target)} HTTP/1.1", request.fields)


def _name(capture: Capture, name: str, value: str) -> str:
    """The name of a field in the block: another one where what it says is not so any more."""
    lower = name.lower()
    coded = capture.transferred is not None
    chunked = any(field.lower() == "transfer-encoding" for field, _ in capture.fields)
    untrue = {
        "content-encoding": coded,
        "transfer-encoding": True,
        "content-length": (coded or chunked) and value.strip() != str(len(capture.body or b"")),
    }
    return RENAMED + name if untrue.get(lower) else name


def _message(line: str, fields: Iterable[tuple[str, str]]) -> bytes:
    lines = [line, *(f"{name}: {value}" for name, value in fields)]
    text = [_BREAKS.sub(" ", one).encode("latin-1", "replace") for one in lines]
    return CRLF.join(text) + CRLF * 2
