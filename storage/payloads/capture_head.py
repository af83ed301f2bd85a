"""What is known of a capture besides its columns, as it is packed into `capture.head`, and back."""

from collections.abc import Mapping
from typing import Any

from storage.records import Capture, Fields, HttpRequest


def head_of(capture: Capture) -> dict[str, object]:
    """The head of a capture, in JSON's terms; what is not known is left out."""
    asked, origin = capture.request, capture.origin
    request = asked and {
        "method": asked.method,
        "fields": asked.fields,
        "body": asked.body_sha256.hex() if asked.body_sha256 else None,
    }
    head: dict[str, object] = {
        "line": capture.status_line,
        "fields": capture.fields,
        "request": request,
        "peer": capture.peer,
        "record": origin.header.decode("utf-8", "surrogateescape") if origin else None,
        "header": capture.header,
        "trailers": capture.trailers,
    }
    return {name: value for name, value in head.items() if value}


def known_of(head: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `Capture` that its head tells."""
    asked = head.get("request")
    request = asked and HttpRequest(asked["method"], _fields(asked), asked["body"] and bytes.fromhex(asked["body"]))
    return {
        "status_line": head.get("line"),
        "fields": _fields(head),
        "header": head.get("header"),
        "trailers": _fields(head, "trailers"),
        "request": request,
        "peer": head.get("peer"),
    }


def _fields(packed: Mapping[str, Any], name: str = "fields") -> Fields:
    return tuple((name, value) for name, value in packed.get(name, ()))
