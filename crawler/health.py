"""Compares a crawl with what its source is expected to yield, and fails loudly."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.plan import Outcome, Summary

if TYPE_CHECKING:
    from crawler.spider import SourceSpider

NEED_A_PERSON = ("unreadable", "blocked", "soft_404", "empty", "failed", "refused")


async def judge(spider: "SourceSpider", *, whole: bool) -> None:
    """Close the crawl of `spider` in the archive with its outcome, and complete its summary.

    A crawl that is not `whole`, since it was stopped or failed, stays open: the next one goes on with it.
    """
    desk, summary = spider.desk, spider.summary
    assert desk is not None
    archive = desk.office.archive
    counts = await desk.office.call(archive.counts, desk.crawl)
    if whole:
        summary.says += await _troubles(spider, counts)
        summary.outcome = _outcome(spider, counts)
        says = "; ".join(summary.says)[:2000] or None
        counts = await desk.office.call(archive.close_crawl, desk.crawl, summary.outcome, says, desk.office.clock())
    elif summary.outcome != "failed":
        summary.outcome = "incomplete"
        summary.says.append("stopped before its end; the next crawl goes on from here")
    summary.counts = {**counts, "failed": counts["failed"] + spider.refused}


def _outcome(spider: "SourceSpider", counts: Mapping[str, int]) -> Outcome:
    done = spider.desk is not None and spider.desk.done
    if spider.plan.mode in ("update", "backfill") and counts["listed"] == 0 and not done:
        spider.summary.says.append("no listing announced anything, so nothing is known of new releases")
        return "failed"
    return "incomplete" if spider.summary.says else "complete"


async def _troubles(spider: "SourceSpider", counts: Mapping[str, int]) -> list[str]:
    says = []
    desk, plan = spider.desk, spider.plan
    assert desk is not None
    archive = desk.office.archive
    missing = await desk.office.call(archive.missing, desk.crawl)
    if missing and plan.limit is None and not plan.since and not plan.until:
        where = " (the file does not hold them)" if spider.left_out else ""
        says.append(f"{missing} announced releases are not held{where}")
    for verdict in NEED_A_PERSON:
        if desk.done[verdict]:
            says.append(f"{desk.done[verdict]} {verdict.replace('_', ' ')}, first {desk.examples[verdict]}")
    if not says and not spider.summary.says and (earlier := counts["unreadable"] + counts["failed"]):
        says.append(f"{earlier} unreadable or failed before this crawl was interrupted")
    live = not (spider.recording or spider.settings.get("COMMUNIQUE_VIA"))
    newest = await desk.office.call(archive.newest_listed, desk.crawl)
    gap = spider.source.expect.longest_gap
    if live and plan.mode == "update" and newest is not None and desk.office.clock().date() - newest > gap:
        says.append(f"nothing new since {newest}: the longest silence known of it is {gap.days} days")
    return says


def exit_code(summaries: list[Summary]) -> int:
    """0 where every crawl is complete, or left to another that is under way; else 1."""
    return int(any(summary.outcome not in ("complete", "busy") for summary in summaries))
