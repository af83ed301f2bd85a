"""Runs crawls: several sources in one process, with a line of progress each."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import typer
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

import crawler.settings
from communique.output import messages
from crawler.ingest.capture_writer import describe as progress_of
from crawler.ingest.outcome import Summary
from crawler.ingest.plan import Plan
from crawler.ingest.runtime import Runtime
from crawler.sources.source import Source
from crawler.spiders.loader import spider_for
from crawler.spiders.resolver import ASKED_HOSTS, PublicResolver
from crawler.spiders.source_spider import SourceSpider
from storage.records import Finding
from storage.warc.recording import Recording

T = TypeVar("T")
REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOOK = 0.25  # seconds between two looks at how far a crawl is
PLAIN = 10.0  # seconds between two lines of progress where there is no terminal


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run asynchronous work that crawls, on Scrapy's event loop. Once a process: Twisted's reactor starts only once."""
    install_reactor(REACTOR)
    from twisted.internet import reactor as installed  # noqa: PLC0415 - importing it earlier would install another one

    reactor: Any = installed
    done: list[T] = []
    failed: list[BaseException] = []

    async def main() -> None:
        try:
            done.append(await work())
        except BaseException as error:  # handed on below
            failed.append(error)
        finally:
            reactor.stop()

    reactor.callWhenRunning(lambda: asyncio.ensure_future(main()))
    reactor.run(installSignalHandlers=False)
    if failed:
        raise failed[0]
    return done[0]


def settings(*, via: str | None = None, asked: str | None = None, **more: Any) -> Settings:
    """Scrapy's settings for crawls of this project: those of `crawler.settings`, and how to reach the pages.

    `asked` is an address that a person typed: its host may be a private one, as that of `via`. Raises typer's
    BadParameter where `via` is no web address.
    """
    found = Settings()
    found.setmodule(crawler.settings, priority="project")
    contact = os.environ.get("COMMUNIQUE_CONTACT")
    if contact:
        found.set("USER_AGENT", f"{found['USER_AGENT'].rstrip(')')}; {contact})")
    if via:
        found.set("COMMUNIQUE_VIA", _prefix(via))
    if via or asked:
        found.set(ASKED_HOSTS, [urlsplit(url).hostname or "" for url in (via, asked) if url])
    found.setdict(more)
    return found


def _prefix(via: str) -> str:
    """A prefix as it stands before addresses: one that is only a host needs a slash after it."""
    parts = urlsplit(via)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise typer.BadParameter(f"{via!r} is no web address like http://127.0.0.1:8080/", param_hint="--via")
    return via if parts.path or parts.query else f"{via}/"


async def crawl(
    runtime: Runtime, sources: Sequence[Source], plan: Plan, configured: Settings, recording: Recording | None = None
) -> list[Summary]:
    """Crawl sources, those that share a host one after another, so that no host is asked twice at once."""
    from twisted.internet import reactor  # noqa: PLC0415 - as above

    runner = AsyncCrawlerRunner(configured)
    # A runner, unlike Scrapy's own command line, leaves the resolver to its user; all it asks of either is `settings`.
    PublicResolver.from_crawler(runner, reactor).install_on_reactor()  # type: ignore[arg-type]
    summaries = {source.name: Summary(source.name, plan.mode) for source in sources}

    async def one_after_another(group: Iterable[Source]) -> None:
        for number, source in enumerate(group):
            if number and recording is None:  # the next source may ask the host that this one asked last
                await asyncio.sleep(configured.getfloat("DOWNLOAD_DELAY"))
            if stopping:
                summaries[source.name].outcome = "incomplete"
                summaries[source.name].findings.append(
                    Finding("stopped", example="not crawled: stopped before its turn")
                )
                continue
            work = Crawler(spider_for(source), configured)
            with progress.follow(source.name, work):
                await runner.crawl(
                    work, runtime=runtime, plan=plan, summary=summaries[source.name], recording=recording
                )

    stopping: list[asyncio.Future[None]] = []
    async with _Progress() as progress, _stoppable(runner, stopping):
        await asyncio.gather(
            *(
                one_after_another(group)
                for group in _groups(sources, one_host=bool(recording or configured.get("COMMUNIQUE_VIA")))
            )
        )
    return [summaries[source.name] for source in sources]


def _groups(sources: Sequence[Source], *, one_host: bool) -> list[list[Source]]:
    """Sources that must not run at the same time, together."""
    if one_host:
        return [list(sources)]
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts = set(source.hosts)
        touching = [group for group in groups if group[0] & hosts]
        groups = [group for group in groups if not group[0] & hosts]
        groups.append(
            (hosts.union(*(h for h, _ in touching)), [s for _, members in touching for s in members] + [source])
        )
    return [members for _, members in groups]


@asynccontextmanager
async def _stoppable(runner: AsyncCrawlerRunner, stopping: list[asyncio.Future[None]]) -> AsyncIterator[None]:
    """Let Ctrl-C and SIGTERM end crawls after what is under way; a second one ends at once, which loses nothing."""

    def stop() -> None:
        if stopping:
            os._exit(130)
        messages.note("stopping after what is under way; once more to stop at once (nothing is lost)")
        stopping.append(asyncio.ensure_future(runner.stop()))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _Progress:
    """A live line a source on a terminal; plain lines, now and then, elsewhere."""

    def __init__(self) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[name]}"),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=messages,
            transient=True,
            disable=not messages.is_terminal,
        )
        self._following: dict[str, tuple[Crawler, TaskID]] = {}

    async def __aenter__(self) -> "_Progress":
        self._bar.start()
        self._task = asyncio.ensure_future(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        self._bar.stop()

    @contextmanager
    def follow(self, name: str, work: Crawler) -> Iterator[None]:
        """Show how far a crawl is while it runs."""
        task = self._bar.add_task("starting", name=name, total=None)
        self._following[name] = work, task
        try:
            yield
        finally:
            del self._following[name]
            self._bar.remove_task(task)

    async def _look(self) -> None:
        waited = 0.0
        while True:
            await asyncio.sleep(LOOK)
            waited += LOOK
            for name, (work, task) in self._following.items():
                line = describe(work)
                self._bar.update(task, description=line)
                if not messages.is_terminal and waited >= PLAIN:
                    messages.print(f"{name}: {line}", markup=False, highlight=False, soft_wrap=True)
            if waited >= PLAIN:
                waited = 0.0


def describe(work: Crawler) -> str:
    """How far a crawl is, in a few words."""
    return progress_of(work.spider.writer if isinstance(work.spider, SourceSpider) else None)
