"""Makes answers: pages from templates, each with what a browser or a cache in between must know of it."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from reader import paths, texts
from reader.requests import left_out
from storage.edits.summaries.summary import summary
from storage.records import counted, visible

FRESH_SECONDS = 60  # for so long a cache may give an answer without asking


@cache
def templates() -> Environment:
    """The templates. What is undefined in one is an error, and every text of the archive is made harmless."""
    made = Environment(
        loader=PackageLoader("reader"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    made.globals.update(paths=paths, texts=texts, counted=counted, summary=summary)
    return made


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page from a template."""
    path = request.scope["path"].lstrip("/")
    published = request.app.state.published
    told = {"root": paths.root(path), "path": path, "published": published, "left_out": left_out(request)}
    html = templates().get_template(template).render(told, **values)
    return answer(html.encode(), "text/html; charset=utf-8", status=status)


def answer(body: bytes, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with a validator (RFC 9110, 8.8.3), by which `AnswerCache` knows whether a client has it."""
    tag = f'W/"{urlsafe_b64encode(sha256(body).digest()[:15]).decode()}"'
    told = {"ETag": tag, "Cache-Control": f"public, max-age={FRESH_SECONDS}", **(headers or {})}
    return Response(body, status_code=status, media_type=media_type, headers=told)
