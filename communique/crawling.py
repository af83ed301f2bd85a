"""Runs crawls on Scrapy: several sources in one process, with a line of progress each."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import scrapy.core.downloader.contextfactory  # noqa: F401 - looks through the stack when it is imported: a short one here
import typer
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from twisted.logger import STDLibLogObserver, globalLogBeginner

import crawler.settings
from communique.interrupts import interrupts
from communique.output import messages
from communique.progress import Progress
from crawler.ingest.outcome import Summary
from crawler.ingest.plan import Plan
from crawler.ingest.runtime import Runtime
from crawler.sources.addresses import origin
from crawler.sources.source import Source
from crawler.spiders.loader import spider_for
from crawler.spiders.resolver import ASKED_HOSTS, PublicResolver
from crawler.spiders.source_spider import SourceSpider
from storage.records import Finding, counted
from storage.warc.recording import Recording

logger = logging.getLogger(__name__)
T = TypeVar("T")
REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOOK = 0.25  # seconds between two looks at how far a crawl is


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run asynchronous work that crawls, on Scrapy's event loop. Once a process: Twisted's reactor starts only once."""
    install_reactor(REACTOR)
    observer: Any = STDLibLogObserver()  # else Twisted prints tracebacks of its own
    globalLogBeginner.beginLoggingTo([observer], redirectStandardIO=False, discardBuffer=True)
    from twisted.internet import reactor as installed  # noqa: PLC0415 - importing it earlier would install another one

    reactor: Any = installed
    done: list[T] = []
    failed: list[BaseException] = []

    async def main() -> None:
        try:
            done.append(await work())
        except BaseException as error:  # raised below
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

    `asked` is an address that a person typed: its host may be a private one, and so may that of `via`. Raises typer's
    BadParameter where `via` is no web address.
    """
    found = Settings()
    found.setmodule(crawler.settings, priority="project")
    if via:
        found.set("COMMUNIQUE_VIA", _prefix(via))
    if via or asked:
        found.set(ASKED_HOSTS, [urlsplit(url).hostname or "" for url in (via, asked) if url])
    found.setdict(more)
    return found


def _prefix(via: str) -> str:
    """A prefix as it stands before addresses: one that is only a host needs a slash after it."""
    if origin(via) is None:
        raise typer.BadParameter(f"{via!r} is no web address like http://127.0.0.1:8080/", param_hint="--via")
    parts = urlsplit(via)
    return via if parts.path or parts.query else f"{via}/"


async def crawl(
    runtime: Runtime, sources: Sequence[Source], plan: Plan, configured: Settings, recording: Recording | None = None
) -> list[Summary]:
    """Crawl sources, those that share a host one after another, so that no host gets two crawls at once."""
    from twisted.internet import reactor  # noqa: PLC0415 - as above

    runner = AsyncCrawlerRunner(configured)
    # Scrapy's own command line installs the resolver, a runner does not. It needs no more of a crawler than `settings`.
    PublicResolver.from_crawler(runner, reactor).install_on_reactor()  # type: ignore[arg-type]
    summaries = {source.name: Summary(source.name, plan.mode) for source in sources}

    stopping: list[asyncio.Future[None]] = []

    async def one_after_another(group: Iterable[Source]) -> None:
        for number, source in enumerate(group):
            if number and recording is None:  # the next source may be on the host that this one requested last
                await asyncio.sleep(configured.getfloat("DOWNLOAD_DELAY"))
            summary = summaries[source.name]
            if stopping:
                summary.outcome = "incomplete"
                summary.findings.append(Finding("not_started"))
                continue
            work = Crawler(spider_for(source), configured)
            async with _followed(progress, source.name, work):
                try:
                    await runner.crawl(work, runtime=runtime, plan=plan, summary=summary, recording=recording)
                except Exception as error:  # of one source: the others are crawled
                    logger.debug("the crawl failed", exc_info=error)
                    summary.fail(error)

    one_host = bool(recording or configured.get("COMMUNIQUE_VIA"))
    with Progress() as progress, stoppable(lambda: stopping.append(asyncio.ensure_future(runner.stop()))):
        await asyncio.gather(*(one_after_another(group) for group in _groups(sources, one_host=one_host)))
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


@contextmanager
def stoppable(stop: Callable[[], object]) -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM call `stop`, within a running event loop."""
    loop = asyncio.get_running_loop()

    def begin() -> None:
        messages.note("stopping after what is under way; once more to stop at once (nothing is lost)")
        stop()

    with interrupts.leading_to(lambda: loop.call_soon_threadsafe(begin)):
        yield


@asynccontextmanager
async def _followed(progress: Progress, name: str, work: Crawler) -> AsyncIterator[None]:
    """Show how far a crawl is while it runs."""
    with progress.line(name) as tell:

        async def look() -> None:
            while True:
                await asyncio.sleep(LOOK)
                tell(describe(work))

        looking = asyncio.ensure_future(look())
        try:
            yield
        finally:
            looking.cancel()


def describe(work: Crawler) -> str:
    """How far a crawl is, in a few words."""
    writer = work.spider.writer if isinstance(work.spider, SourceSpider) else None
    if writer is None:
        return "starting"
    parts = [f"{counted(sum(writer.verdicts.values()), 'page')} visited"]
    parts += [f"{count} {verdict.replace('_', ' ')}" for verdict, count in writer.verdicts.items() if verdict != "read"]
    parts += [f"{writer.logged:,} rows in the log"] if writer.logged else []
    return ", ".join(parts)
