"""A source that is no longer what it was is told by the first crawl after it happens; a quiet weekend is not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawl_runner import Crawls, Run, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer

KNOWN, NEW = 16, 3  # releases: of as few something can be told
CHALLENGE = b"<title>Just a moment...</title><p>Checking your browser"


@pytest.fixture
def crawls(tmp_path: Path, sqlite_template: Path) -> Crawls:
    return Crawls(tmp_path, sqlite_template)


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def kinds(done: Run) -> dict[str, list[str]]:
    """The findings of each source."""
    return {line["source"]: [finding["kind"] for finding in line["findings"]] for line in done.lines}


def well(number: int) -> bytes:
    """A page like all others."""
    return release_page(f"On water {number}", f"Well {number} was opened.")


BROKEN = {  # what becomes of a page, and what is told of it
    "xx_well": (well, []),
    "xx_undated": (lambda number: re.sub(rb"<time>.*</time>", b"", well(number)), ["pages_without_date"]),
    "xx_empty": (lambda number: re.sub(rb"<div.*</div>", b"", well(number)), ["missing", "empty"]),
    "xx_challenge": (lambda _: CHALLENGE, ["missing", "blocked"]),
    "xx_doubles": (lambda _: release_page("Ministry of Water", "Welcome."), ["other_titles", "doubles"]),
}


def test_what_a_source_loses_is_told_by_the_first_crawl(site: HostileServer, crawls: Crawls) -> None:
    for name in BROKEN:
        lines = [(f"/{name}{number}", f"On water {number}") for number in range(KNOWN)]
        site.routes[f"/{name}"] = answer(listing_page(lines))
        site.routes |= {path: answer(well(number)) for number, (path, _) in enumerate(lines)}
        crawls.source(name, f"{site.url}/{name}", reads="layout_for_anything")
    before = crawls.crawl("--all")
    assert (before.code, set(map(str, kinds(before).values()))) == (0, {"[]"})
    for name, (page, _) in BROKEN.items():
        lines = [(f"/{name}{number}", f"On water {number}") for number in range(KNOWN + NEW)]
        site.routes[f"/{name}"] = answer(listing_page(lines))
        site.routes |= {path: answer(page(number)) for number, (path, _) in enumerate(lines) if number >= KNOWN}
    done = crawls.crawl(*BROKEN)
    assert (done.code, kinds(done)) == (1, {name: told for name, (_, told) in BROKEN.items()})
    status = crawls.run("status")
    assert status.code == 1
    assert f"releases with the same content as others: {NEW} of {NEW}, before 0 of {KNOWN}, first" in status.out


def test_a_source_that_stops_is_told_and_a_quiet_weekend_is_not(site: HostileServer, crawls: Crawls) -> None:
    """Its week has five days with releases, and has just come to the two without."""
    today = datetime.now(UTC).date()
    for name, newest in {"xx_weekend": 3, "xx_stopped": 24}.items():
        days = (today - timedelta(ago) for ago in range(newest, 450) if ago % 7 not in (1, 2))
        pages = [f'<li><time>{day}</time><a href="/{name}{day}">On water of {day}</a>' for day in days]
        site.routes[f"/{name}"] = answer(listing_page([]).replace(b"<ul>", f"<ul>{''.join(pages)}".encode()))
        crawls.source(name, f"{site.url}/{name}", longest_gap=60)
    done = crawls.crawl("xx_weekend", "xx_stopped", "--limit", "1")
    assert (done.code, kinds(done)) == (1, {"xx_weekend": [], "xx_stopped": ["silence"]})
