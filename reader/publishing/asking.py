"""Asks the application for a page without a network in between."""

from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Scope


class Answered(NamedTuple):
    """What the application answers."""

    status: int
    body: bytes


async def ask(app: ASGIApp, path: str, public_url: str) -> Answered:
    """The answer to a GET of a path, asked as if at the public address (ASGI, HTTP & WebSocket 2.3)."""
    parts = urlsplit(public_url)
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": parts.scheme,
        "path": f"/{path}",
        "raw_path": f"/{path}".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", parts.netloc.encode())],
        "client": None,
        "server": None,
    }
    status, body = 500, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Answered(status, bytes(body))
