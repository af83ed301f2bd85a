"""The web reader: an ASGI application over one archive, which it cannot change."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from anyio import to_thread
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from reader import errors
from reader.api import routes as api
from reader.api.description import Described
from reader.archives import AT_ONCE, Archives
from reader.feeds import routes as feeds
from reader.memento import routes as memento
from reader.middleware.answer_cache import AnswerCache
from reader.middleware.headers import HeadAsGet, SecurityHeaders
from reader.pages import changes, differences, explanations, releases, search, sources

DESCRIPTION = "An archive of what foreign ministries publish, and of what they changed."
THREADS = AT_ONCE + 2  # that answer requests: any more would wait for the archive, and each takes memory
PARTS = (search, releases, differences, changes, sources, explanations, feeds, memento, api)


def reader(archive_url: str, *, public_url: str | None = None, published: bool = False) -> FastAPI:
    """The application that reads the archive at a URL. Raises ArchiveError where there is none.

    `public_url` is where its root is reached from outside, for addresses that must be whole (feeds, citations); by
    default that of each request. A `published` one becomes files: its pages have no forms that only a server answers.
    """
    archives = Archives(archive_url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        archives.close()

    # Relative links need every page at one path, so a missing slash is answered in `errors`.
    app = Described(
        title="Communique",
        description=DESCRIPTION,
        version=version("communique"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.archives, app.state.public_url, app.state.published = archives, public_url, published
    for part in PARTS:
        app.include_router(part.router)
    app.mount("/static", StaticFiles(packages=[("reader", "static")]), name="static")
    errors.install(app)
    if not published:  # a page becomes a file once
        app.add_middleware(AnswerCache, state=archives.state)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    return app
