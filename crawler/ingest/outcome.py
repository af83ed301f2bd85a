"""Compares a crawl with what its source is expected to yield, and fails loudly."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.ingest.capture_writer import Desk
from crawler.ingest.plan import Outcome, Plan, Summary

NEED_A_PERSON = ("unreadable", "blocked", "soft_404", "empty", "failed", "refused")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended: whether as a `whole`, and on the `live` web.

    `left_out` counts the addresses that a replayed file did not hold, `refused` those that were not asked.
    """

    plan: Plan
    summary: Summary
    whole: bool
    live: bool
    left_out: int
    refused: int


async def judge(desk: Desk, ended: Ended) -> None:
    """Close a crawl in the archive with its outcome, and complete its summary.

    A crawl that was stopped or failed stays open: the next one goes on with it.
    """
    summary = ended.summary
    archive = desk.office.archive
    counts = await desk.office.call(archive.counts, desk.crawl)
    if ended.whole:
        summary.message += await _troubles(desk, ended, counts)
        summary.outcome = _outcome(desk, ended, counts)
        message = "; ".join(summary.message)[:2000] or None
        counts = await desk.office.call(archive.close_crawl, desk.crawl, summary.outcome, message, desk.office.clock())
    elif summary.outcome != "failed":
        summary.outcome = "incomplete"
        summary.message.append("stopped before its end; the next crawl goes on from here")
    summary.counts = {**counts, "failed": counts["failed"] + ended.refused}


def _outcome(desk: Desk, ended: Ended, counts: Mapping[str, int]) -> Outcome:
    if ended.plan.mode in ("update", "backfill") and counts["listed"] == 0 and not desk.done:
        ended.summary.message.append("no listing announced anything, so nothing is known of new releases")
        return "failed"
    return "incomplete" if ended.summary.message else "complete"


async def _troubles(desk: Desk, ended: Ended, counts: Mapping[str, int]) -> list[str]:
    message = []
    plan, archive = ended.plan, desk.office.archive
    missing = await desk.office.call(archive.missing, desk.crawl)
    if missing and plan.limit is None and not plan.since and not plan.until:
        where = " (the file does not hold them)" if ended.left_out else ""
        message.append(f"{missing} announced releases are not held{where}")
    for verdict in NEED_A_PERSON:
        if desk.done[verdict]:
            message.append(f"{desk.done[verdict]} {verdict.replace('_', ' ')}, first {desk.examples[verdict]}")
    if not message and not ended.summary.message and (earlier := counts["unreadable"] + counts["failed"]):
        message.append(f"{earlier} unreadable or failed before this crawl was interrupted")
    newest = await desk.office.call(archive.newest_listed, desk.crawl)
    gap = desk.source.expect.longest_gap
    if ended.live and plan.mode == "update" and newest is not None and desk.office.clock().date() - newest > gap:
        message.append(f"nothing new since {newest}: the longest silence known of it is {gap.days} days")
    return message


def exit_code(summaries: list[Summary]) -> int:
    """0 where every crawl is complete, or left to another that is under way; else 1."""
    return int(any(summary.outcome not in ("complete", "busy") for summary in summaries))
