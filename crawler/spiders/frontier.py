"""What a crawl visits next, as the database has it: what is pending, and what is due for another look."""

from collections.abc import AsyncIterator

from crawler.ingest.plan import Plan
from crawler.ingest.runtime import Runtime
from crawler.sources.source import Source
from storage.read import frontier, stored_captures
from storage.records import Crawl, Target

AT_ONCE = 64  # targets asked of the archive at once


async def pending(runtime: Runtime, source: Source, crawl: Crawl, plan: Plan, after: int) -> AsyncIterator[Target]:
    """The releases beyond the number `after` that are not held yet, in the order they were found.

    What a feed holds whole is read from it, and never visited.
    """
    span = {"since": plan.since, "until": plan.until}
    while source.split is None:
        now = runtime.clock()
        targets = await runtime.read(frontier.pending, crawl, after=after, limit=AT_ONCE, now=now, **span)
        for target in targets:
            after = target.release_id or after
            yield target
        if not targets:
            return


async def due(runtime: Runtime, source: Source, crawl: Crawl) -> AsyncIterator[Target]:
    """The held releases that are due for another look, longest overdue first, to be visited conditionally."""
    seen: set[int | None] = set()
    waiting = 0  # targets given already that are not committed yet: the archive gives them again
    while source.split is None:
        most = AT_ONCE + waiting
        targets = await runtime.read(frontier.due, crawl, limit=most, now=runtime.clock())
        fresh = [target for target in targets if target.release_id not in seen]
        for target in await runtime.read(stored_captures.conditional, runtime.payloads, crawl.source_id, fresh):
            yield target
        if len(targets) < most:
            return
        seen.update(target.release_id for target in fresh)
        waiting = len(targets) - len(fresh)
