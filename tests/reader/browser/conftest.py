"""A real browser, and the reader served to it on this machine; without the browser its tests skip, in CI they fail."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reader.served import served

BROWSER = "COMMUNIQUE_TEST_BROWSER"  # the variable with its path, see .ci/browser
QUIET = [
    "--no-sandbox",  # it runs as root in CI, and shows this machine's own pages alone
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
LEFT = "net::ERR_ABORTED"  # the page was left before all of it had come
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(sample_url: str) -> Iterator[str]:
    """The address of a reader of the archive of samples."""
    with served(sample_url) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get(BROWSER, "")
    if not path and os.environ.get("CI") == "true":
        pytest.fail(f"no browser to test with: {BROWSER} is not set; .ci/browser sets it")
    if not path:
        pytest.skip(f"no browser to test with: {BROWSER} is not set; .ci/browser sets it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a page of the reader. At the end nothing was refused, failed, or asked of another place."""
    contexts, wrong = [], list[str]()

    def open_page(path: str, *, width: int = 1400, dark: bool = False, scripts: bool = True, base: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: None if request.failure == LEFT else wrong.append(request.url))
        home = base or site
        page.on("request", lambda request: None if request.url.startswith(home) else wrong.append(request.url))
        page.goto(home + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
