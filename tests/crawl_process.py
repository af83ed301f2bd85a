"""One run of the command line in a process of its own, forked from one that has imported the program already."""

import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from scrapy.settings import default_settings
from sqlalchemy import Engine, event

import crawler.settings
from communique import interrupts
from communique.__main__ import main as communique
from crawler import ministries

TESTS = Path(__file__).parent
LOADED_LATE = {  # when a command is under way, which costs more than all else that a small one does
    "communique.cli",
    "crawler.pipelines",
    "crawler.spiders.downloads",
    "scrapy.core.engine",
    "scrapy.core.scheduler",
    "scrapy.dupefilters",
    "scrapy.logformatter",
    "scrapy.pqueues",
    "scrapy.squeues",
    "scrapy.statscollectors",
    "typer._adapters",
    *(path.rpartition(".")[0] for path in default_settings.DOWNLOADER_MIDDLEWARES_BASE),
    *(path.rpartition(".")[0] for path in default_settings.EXTENSIONS_BASE),
    *(path.rpartition(".")[0] for path in default_settings.SPIDER_MIDDLEWARES_BASE),
}


@dataclass(frozen=True)
class Job:
    """A command for a process of its own, and where its output goes."""

    folder: Path
    words: list[str]
    out: Path
    err: Path
    peak: Path
    settings: Mapping[str, Any]
    largest: int
    memory: int
    real: bool
    killed_at: int = 0
    paused_at: int = 0
    counted: Path | None = None


@dataclass(frozen=True)
class Started:
    """A command under way."""

    process: BaseProcess
    job: Job

    def send(self, number: int) -> None:
        """Send a signal."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def wait_for_pause(self) -> None:
        """Wait until it has come to its `paused_at`."""
        while not self._paused.exists():
            assert self.process.is_alive(), self.job.err.read_text()
            time.sleep(0.01)

    def resume(self) -> None:
        """Let it go on."""
        self._paused.unlink()

    @property
    def _paused(self) -> Path:
        return self.job.out.with_suffix(".paused")


@cache
def forking() -> multiprocessing.context.ForkServerContext:
    """Processes forked from one that has imported the program."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["crawl_runner", *(f"communique.commands.{name}" for name in ("crawl", "import_", "reparse")), *LOADED_LATE]
    )
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    forkserver.ensure_running()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before
    return context


def work(job: Job) -> None:
    """Run the command line with the sources and settings of a job, and end with its exit code."""
    for path, number in ((job.out, 1), (job.err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(job.folder)
    os.environ["COLUMNS"] = "200"
    sys.argv = ["communique", *job.words]
    interrupts.PATIENCE = 60  # a busy machine is no fault of the command's
    ministries.__path__[:] = [str(job.folder / "ministries"), *(ministries.__path__ if job.real else ())]
    for name, value in job.settings.items():
        setattr(crawler.settings, name, value)
    if job.largest:
        _bound(job.largest)
    if job.memory:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + job.memory * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    statements = _counted(job) if job.killed_at or job.paused_at or job.counted else count()
    try:
        communique()
    finally:
        job.peak.write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
        if job.counted:
            job.counted.write_text(str(next(statements) - 1))


def _bound(pages: int) -> None:
    """Let no archive grow beyond so many pages: SQLite then says that the disk is full."""

    @event.listens_for(Engine, "connect")
    def bound(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}").close()


def _counted(job: Job) -> "count[int]":
    """Count statements to the database and ends of transactions; kill the process before one, or let it wait."""
    statements = count(1)

    def on_statement(*_: object) -> None:
        number = next(statements)
        if number == job.killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == job.paused_at:
            paused = job.out.with_suffix(".paused")
            paused.touch()
            while paused.exists():
                time.sleep(0.01)

    for name in ("before_cursor_execute", "commit", "rollback"):
        event.listen(Engine, name, on_statement)
    return statements
