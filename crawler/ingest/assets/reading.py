"""Reads what was kept of the documents and pictures of releases."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crawler.ingest import fences
from crawler.ingest.assets.files import readers
from crawler.ingest.runtime import Runtime
from storage.read.assets import frontier
from storage.records import Crawl, Finding, Reading, StoredCapture, Verdict
from storage.write.assets import readings

# Verdicts on visits that brought none: what cannot be had, and is said.
NOT_HELD: tuple[Verdict, ...] = (
    *("unreadable", "blocked", "soft_404", "empty", "not_found", "gone", "refused", "failed"),
)


async def read_assets(runtime: Runtime, source: Any, source_id: int, url: str) -> list[tuple[StoredCapture, Reading]]:
    """Read the captures of an asset that nobody has read, and keep what they brought; no text that cannot be kept.

    Where one brought a file, those that other code has read there before are read again: files are compared with one
    another, and not with what another reader makes of them.
    """

    async def read(captures: Sequence[StoredCapture]) -> list[tuple[StoredCapture, Reading]]:
        return [(capture, await runtime.workers.read_asset(source, capture)) for capture in captures]

    place = runtime.payloads, source_id, url
    new, before = await read(await runtime.read(frontier.unread, *place)), []
    if not new:
        return []
    if any(reading.verdict == "asset" for _, reading in new):
        before = await read(await runtime.read(frontier.outdated, *place, readers()))
    try:
        await runtime.write(readings.keep, [*before, *new])
    except Exception as error:
        if not fences.is_of_a_value(error):
            raise
        said = fences.refusal(error)
        before, new = (
            [(one, replace(made, pages=(), message=said) if made.pages else made) for one, made in some]
            for some in (before, new)
        )
        await runtime.write(readings.keep, [*before, *new])
    return new


async def assets_of(runtime: Runtime, crawl: Crawl, refused: int, first: str) -> tuple[dict[str, int], list[Finding]]:
    """How many assets a crawl found new, replaced, unchanged, and how many it could not have, as a finding too.

    `refused` were not asked for, the first of them being `first`.
    """
    told = await runtime.read(frontier.counts, crawl)
    missed = sum(told[verdict] for verdict in NOT_HELD) + refused
    found = {"new": told["asset"], "replaced": told["replaced"], "unchanged": told["unchanged"], "not_held": missed}
    if not missed:
        return found, []
    example = await runtime.read(frontier.example, crawl, NOT_HELD) or first
    return found, [Finding("assets_not_held", missed, example)]
