"""Answers for what went wrong: a page for people, problem details (RFC 9457) for programs."""

import json
import logging
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from reader.rendering import page
from storage.errors import ArchiveError, CommuniqueError, NothingHeldError, NothingNamedError, UsageError

log = logging.getLogger("communique.reader")


def install(app: FastAPI) -> None:
    """Answer what the application raises."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(CommuniqueError, _known)
    app.add_exception_handler(Exception, _unknown)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and (there := _with_slash(request)):
        return there
    plain = error.detail == HTTPStatus(error.status_code).phrase
    told = "There is nothing at this address." if error.status_code == 404 and plain else str(error.detail)
    response = problem(request, error.status_code, told)
    response.headers.update(error.headers or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    return problem(request, 422, f"{told}.")


def _known(request: Request, error: Exception) -> Response:
    if isinstance(error, NothingNamedError | NothingHeldError):
        return problem(request, 404, str(error))
    if isinstance(error, UsageError):
        return problem(request, 422, str(error))
    log.error("%s: %s", request.scope["path"], error)
    return problem(request, 503 if isinstance(error, ArchiveError) else 500, str(error))


def _unknown(request: Request, error: Exception) -> Response:
    log.error("%s", request.scope["path"], exc_info=error)
    return problem(request, 500, "The reader could not make this page; its log says why.")


def problem(request: Request, status: int, told: str) -> Response:
    """What went wrong, as a page or as problem details."""
    title = HTTPStatus(status).phrase
    if request.scope["path"].startswith("/api/"):
        details = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": told})
        response = Response(details, status, media_type="application/problem+json")
    else:
        response = page(request, "problem.html", status=status, title=title, told=told)
    response.headers["Cache-Control"] = "no-store"
    return response


def _with_slash(request: Request) -> Response | None:
    """The way to the same path with a slash behind it, if there is a page."""
    path: str = request.scope["path"]
    if path.endswith("/") or _leads_somewhere(request, path) or not _leads_somewhere(request, f"{path}/"):
        return None
    last = path.rsplit("/", 1)[-1]
    query = request.scope["query_string"].decode("latin-1")
    return Response(status_code=308, headers={"Location": f"./{last}/" + (f"?{query}" if query else "")})


def _leads_somewhere(request: Request, path: str) -> bool:
    scope = dict(request.scope) | {"path": path}
    return any(route.matches(scope)[0] == Match.FULL for route in request.app.routes)
