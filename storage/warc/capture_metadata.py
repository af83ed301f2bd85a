"""What a record alone does not say of a capture, in a metadata record of our own beside it.

An exported answer has its codings undone, and a visit that brought no answer has no record at all. So each capture is
exported with one metadata record that an import reads back: then the capture is what it was. It has one field, in JSON,
in the form that the standard has for metadata (WARC 1.1, 6.6), which indexers of pages pass over.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from storage.payloads.capture_head import head_of, known_of
from storage.records import Capture, HttpRequest, Transferred

MEDIA = "application/warc-fields"
FIELD = b"communique-capture: "
STATUSES = range(100, 1000)  # RFC 9110, 15
LARGEST_SIZE = 2**31  # bytes of a transferred body
VISIBLE = "".join(map(chr, range(33, 127)))  # of ASCII
EMPTY = sha256().hexdigest()
_BAD = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def metadata_of(capture: Capture, *, as_recorded: bool = False) -> bytes:
    """The content of the metadata record of a capture, whose own record may stand beside it `as_recorded`."""
    encoded, origin = capture.transferred, capture.origin
    told = head_of(capture) | {
        "url": None if uri_of(capture.url) == capture.url else capture.url,
        "status": capture.status,
        "reason": capture.reason,
        "payload": sha256(capture.body).hexdigest() if capture.body is not None else None,
        "transferred": encoded
        and {
            "coding": encoded.coding,
            "sha1": encoded.sha1.hex(),
            "sha256": encoded.sha256.hex(),
            "size": encoded.size,
        },
        "recording": origin
        and {
            "name": origin.file.name,
            "sha256": origin.file.sha256.hex(),
            "size": origin.file.size,
            "format": origin.file.format,
            "member": origin.member,
            "offset": origin.offset,
        },
    }
    if as_recorded:
        told.pop("record", None)
    return FIELD + json.dumps({name: value for name, value in told.items() if value is not None}).encode() + b"\r\n"


def restored(capture: Capture, content: bytes) -> Capture:
    """The capture with what its metadata record says of it; as it is, where that is another's, or damaged."""
    try:
        told = json.loads(content.removeprefix(FIELD))
        stated = told.get("payload")
        body = capture.body or (b"" if stated == EMPTY else None)  # a revisit may refer to an empty answer elsewhere
        shown = sha256(body).hexdigest() if body is not None else None
        if stated != shown:
            return capture
        return replace(
            capture,
            url=_url(told.get("url"), capture.url),
            status=_status(told.get("status")),
            body=body,
            reason=_text(told.get("reason")),
            transferred=_transferred(told.get("transferred")),
            **_head(told),
        )
    except _BAD:
        return capture


def uri_of(url: str) -> str:
    """An address as a record may name it: a URI is visible ASCII (RFC 3987, 3.1), and replay tools bear no more."""
    return quote(url, safe=VISIBLE, errors="replace")


def is_capture_metadata(kind: str, beginning: bytes) -> bool:
    """Whether a record of a type is such a one, by its first bytes."""
    return kind == "metadata" and beginning.startswith(FIELD)


def is_visit(fields: Mapping[str, str], beginning: bytes) -> bool:
    """Whether it is one that belongs to no other record: of a visit that brought no answer."""
    return is_capture_metadata(fields.get("warc-type", "").lower(), beginning) and "warc-concurrent-to" not in fields


def _head(told: Mapping[str, Any]) -> dict[str, Any]:
    head = known_of(told)
    asked = head["request"]
    if asked is not None and not (isinstance(asked, HttpRequest) and len(asked.body_sha256 or bytes(32)) == 32):
        raise ValueError("a request that is none")
    texts = [head["status_line"], head["header"], head["peer"], *([asked.method] if asked else [])]
    fields = [*head["fields"], *head["trailers"], *(asked.fields if asked else ())]
    texts += [part for pair in fields for part in pair]
    if not all(isinstance(text, str) or text is None for text in texts):
        raise ValueError("a header that is no text")
    return head


def _url(value: object, shown: str) -> str:
    """The address as it came, where the record names it as a URI."""
    return value if isinstance(value, str) and uri_of(value) == shown else shown


def _status(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or value not in STATUSES):
        raise ValueError(value)
    return value


def _transferred(stated: Any) -> Transferred | None:
    if stated is None:
        return None
    sha1, digest = (bytes.fromhex(stated[name]) for name in ("sha1", "sha256"))
    coding, size = stated["coding"], stated["size"]
    if (len(sha1), len(digest)) != (20, 32) or not isinstance(size, int) or size not in range(LARGEST_SIZE):
        raise ValueError(stated)
    return Transferred(_text(coding) or "", sha1, digest, size)


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(value)
    return value
