"""Kills commands at moments that a seed chooses, starts them again, and compares the archive with an undisturbed one's.

    make torture                         until it is stopped; the next run goes on with the next case
    make torture MINUTES=5               for so long; KILLS=100: for so many kills
    make torture CASE="3 import sqlite 41"   one case again, named as a failure names it

A case is one archive: its command is killed up to eight times (SIGKILL), before a statement to the database or after a
while, then runs to its end. The seed, how far it came and what failed stand in .torture.json; PostgreSQL is tried where
COMMUNIQUE_TEST_POSTGRESQL names a server, as under `.ci/postgresql make torture`.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import asset_pages
import server_faults
import warc_files as warcs
from archive_contents import Contents, contents, differences
from crawl_process import Started
from crawl_runner import Crawls, Run, listing_page, release_page
from databases import SERVER, database
from hostile_server import HostileServer
from sqlalchemy import func, make_url, select

from storage.archive import Archive
from storage.models import CrawlRow

STATE = Path(".torture.json")
MOST_KILLS = 8  # of one case
PAGES, EACH = 3, 4  # listing pages, releases announced on each
WORDS = "discussed"  # stands in every release


def publish(site: HostileServer) -> None:
    """Listings that overlap, releases under two addresses, some that cannot be had, some of another layout.

    Every fifth has documents: one of its own, one of all, one that was moved, one that cannot be had.
    """
    for page in range(PAGES):
        numbers = range(page * EACH, (page + 1) * EACH + 2)
        lines = [(f"/r{n}", f"Release {n}") for n in numbers]
        older = f"/list{page + 1}" if page + 1 < PAGES else None
        site.routes[f"/list{page}"] = server_faults.answer(listing_page(lines, older))
        for n in numbers:
            body = release_page(f"Release {n}", body="section" if n % 7 == 3 else "div")
            if n % 5 == 0:
                files = (f"/d{n}.pdf", "/d.pdf", "/moved.pdf", "/broken.pdf")
                linked = "".join(f'<p><a href="{file}">Annex</a></p>' for file in files)
                body = body.replace(b"</article>", linked.encode() + b"</article>")
                site.routes[f"/d{n}.pdf"] = server_faults.answer(
                    asset_pages.document(f"Annex {n}"), headers=asset_pages.PDF
                )
            site.routes[f"/r{n}"] = server_faults.answer(body)
    for n in range(0, PAGES * EACH, 9):
        site.routes[f"/moved{n}"] = site.routes[f"/r{n}"]
        site.routes[f"/r{n}"] = server_faults.redirect(f"/moved{n}", 301)
    site.routes["/r5"] = server_faults.answer(status=404)
    site.routes["/d.pdf"] = server_faults.answer(asset_pages.document("For all"), headers=asset_pages.PDF)
    site.routes |= {"/moved.pdf": server_faults.redirect("/d.pdf"), "/broken.pdf": server_faults.answer(status=410)}


def record(path: Path) -> None:
    """A recording of a site that edits, removes and brings back what it published."""
    site, records = "http://water.example", []
    for hour in range(5):
        at = f"2026-01-08T{hour:02}:00:{{:02}}Z"
        shown = range(hour * 3, hour * 3 + 12)
        records.append(
            warcs.response(f"{site}/list", at.format(0), listing_page([(f"/r{n}", f"R {n}") for n in shown]))
        )
        for second, n in enumerate(shown[::2], 1):
            page = release_page(f"Release {n}", f"The two sides met {n * hour // 7} times.")
            gone = n % 5 == hour % 5
            status = "404 Not Found" if gone else "200 OK"
            records.append(warcs.response(f"{site}/r{n}", at.format(second), b"" if gone else page, status))
    path.write_bytes(warcs.packed(records))


@dataclass
class Work:
    """A command that is killed: what it starts from, and what an undisturbed run of it takes and comes to."""

    name: str
    dialect: str
    crawls: Crawls
    words: tuple[str, ...]
    template: str
    times: bool
    statements: int = 0
    seconds: float = 0.0
    whole: Contents | None = None

    def case(self, seed: int, number: int) -> str:
        """What names a case: the same name, the same kills."""
        return f"{seed} {self.name} {self.dialect} {number}"

    def learn(self, folder: Path) -> None:
        """Run undisturbed."""
        with copy_of(self.template, folder) as url:
            started = time.monotonic()
            statements = folder / "statements"
            ended = self.crawls.finish(self.crawls.start(*self.words, url=url, counted=statements))
            self.seconds = time.monotonic() - started
            self.statements = int(statements.read_text())
            check(ended)
            self.whole = contents(url, times=self.times, words=WORDS)

    def suffer(self, case: str, folder: Path) -> tuple[Counter[str], list[str]]:
        """Kill, run to the end, compare: how many runs were killed and how many ended before, and what differs."""
        chance = Random(case)
        ends: Counter[str] = Counter()
        with copy_of(self.template, folder) as url:
            over = False
            for _ in range(chance.randint(1, MOST_KILLS)):
                running = self.kill(chance, url)
                ends["killed" if running.process.exitcode == -signal.SIGKILL else "ended before"] += 1
                over = ends["ended before"] > 0 or self.is_closed(url)
                if over:
                    break
            try:
                if ends["ended before"]:
                    check(self.crawls.finish(running))
                elif not over:
                    check(self.end(url))
                assert self.whole is not None
                return ends, differences(self.whole, contents(url, times=self.times, words=WORDS))
            except AssertionError as error:
                return ends, [str(error)]

    def is_closed(self, url: str) -> bool:
        """Whether a run was killed when it had closed its crawl already: the next one would begin another."""
        archive = Archive.open(url)
        with archive.reading() as db:
            closed = db.execute(select(func.count()).where(CrawlRow.finished_at.is_not(None))).scalar_one()
        archive.close()
        return self.name in ("crawl", "import") and closed > 0

    def end(self, url: str) -> Run:
        """Run to the end. PostgreSQL notices only within a moment that whoever held a source's lock has died."""
        deadline = time.monotonic() + 20
        while "another" in (ended := self.crawls.run(*self.words, url=url)).err and time.monotonic() < deadline:
            time.sleep(0.1)
        return ended

    def kill(self, chance: Random, url: str) -> Started:
        """Start the command and kill it at a moment by chance, unless it ends before.

        Early moments are likelier: what a killed run did, the next one need not do.
        """
        if chance.random() < 0.5:
            running = self.crawls.start(*self.words, url=url, killed_at=1 + int(chance.random() ** 2 * self.statements))
        else:
            running = self.crawls.start(*self.words, url=url)
            running.process.join(chance.random() ** 2 * self.seconds)
            running.process.kill()
        running.process.join()
        return running


def check(ended: Run) -> None:
    """Raise AssertionError where a run did not come to its end in good order."""
    assert ended.code in (0, 1), ended
    assert "Traceback" not in ended.err, ended.err
    assert "should not happen" not in ended.err, ended.err


@contextmanager
def copy_of(template: str, folder: Path) -> Iterator[str]:
    """A copy of the archive at a URL, which is gone afterwards."""
    named = make_url(template)
    if named.get_backend_name() == "postgresql":
        with database(os.environ[SERVER], named.database or "") as url:
            yield url
        return
    path = Path(tempfile.mkdtemp(dir=folder)) / "archive.db"
    shutil.copy(named.database or "", path)
    try:
        yield f"sqlite:///{path}"
    finally:
        shutil.rmtree(path.parent)


@contextmanager
def works(folder: Path, dialects: list[str]) -> Iterator[list[Work]]:
    """All that is tried, each with the archive that it starts from."""
    with ExitStack() as closing:
        site = closing.enter_context(HostileServer())
        publish(site)
        recording = folder / "visits.warc.gz"
        record(recording)
        crawled, reread, imported = (Crawls(folder / name) for name in ("crawl", "reparse", "import"))
        crawled.source("xx_water", site.url + "/list0", reads="layout_with_files")
        reread.source("xx_water", site.url + "/list0", reads="layout_for_sections", identity=r"/(?:r|moved)(\d+)$")
        imported.source("xx_water", "http://water.example/list")
        found = []
        for dialect in dialects:
            empty = closing.enter_context(new(dialect, folder))
            Archive.open(empty).close()
            full = closing.enter_context(copy_of(empty, folder))
            check(crawled.run("crawl", "xx_water", url=full))
            for name, crawls, words, template, times in (
                ("crawl", crawled, ("crawl", "--assets", "xx_water"), empty, False),
                ("import", imported, ("import", str(recording)), empty, True),
                ("reparse", reread, ("reparse", "--workers", "0", "xx_water"), full, True),
                ("reparse-by-workers", reread, ("reparse", "--workers", "2", "xx_water"), full, True),
            ):
                found.append(Work(name, dialect, crawls, words, template, times))
        yield found


@contextmanager
def new(dialect: str, folder: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if dialect == "postgresql":
        with database(os.environ[SERVER]) as url:
            yield url
    else:
        yield f"sqlite:///{Path(tempfile.mkdtemp(dir=folder)) / 'archive.db'}"


def torture(case: str, minutes: float, kills: int) -> int:
    """Try cases for so long, or until so many kills; gives an exit code."""
    state = json.loads(STATE.read_text()) if STATE.exists() else {"seed": time.time_ns() % 10_000, "next": 0}
    state = {"ends": {}, "failures": [], **state}
    dialects = ["sqlite", *(["postgresql"] if os.environ.get(SERVER) else [])]
    deadline, before = time.monotonic() + minutes * 60, Counter(state["ends"])
    failed = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder, works(Path(folder), dialects) as all_of_them:
        learnt: set[str] = set()
        for number in [0] if case else count(state["next"]):
            for work in all_of_them:
                name = case or work.case(state["seed"], number)
                if case and name.split()[1:3] != [work.name, work.dialect]:
                    continue
                if f"{work.name} {work.dialect}" not in learnt:
                    work.learn(Path(folder))
                    learnt.add(f"{work.name} {work.dialect}")
                ends, wrong = work.suffer(name, Path(folder))
                failed += bool(wrong)
                say(f"{name}: {dict(ends)}{' DIFFERS' if wrong else ''}")
                for line in wrong:
                    say(f"    {line}")
                if not case:
                    state["ends"] = dict(Counter(state["ends"]) + ends)
                    state["failures"] += [name] if wrong else []
            if case:
                break
            STATE.write_text(json.dumps(state | {"next": number + 1}, indent=1))
            done = Counter(state["ends"]) - before
            if time.monotonic() > deadline or (kills and done["killed"] >= kills):
                break
    say(f"seed {state['seed']}: {state['ends']} in all, {len(state['failures'])} archives that differ")
    for name in state["failures"]:
        say(f'    again: make torture CASE="{name}"')
    return int(failed > 0)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """The command. Not run as a main module, which every process that is started would import anew."""
    options = argparse.ArgumentParser(description="See the first lines of tests/torture.py.")
    options.add_argument("--minutes", type=float, default=1e9)
    options.add_argument("--kills", type=int, default=0)
    options.add_argument("--case", default="")
    given = options.parse_args()
    sys.exit(torture(given.case, given.minutes, given.kills))
