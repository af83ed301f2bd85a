"""Compares a crawl with what its source is expected to yield, and fails loudly."""

from typing import TYPE_CHECKING

from crawler.plan import Outcome, Summary

if TYPE_CHECKING:
    from crawler.spider import SourceSpider

SHOWN = 3  # examples of one kind of trouble in a summary


async def judge(spider: "SourceSpider", reason: str) -> None:
    """Close the crawl of `spider` in the archive with its outcome, and complete its summary."""
    desk, summary = spider.desk, spider.summary
    assert desk is not None
    archive = desk.office.archive
    counts = await desk.office.call(archive.counts, desk.crawl)
    missing = await desk.office.call(archive.missing, desk.crawl)
    summary.says += _troubles(spider, counts, missing)
    live = not (spider.recording or spider.settings.get("COMMUNIQUE_VIA"))
    if live and spider.plan.mode == "update":
        newest = await desk.office.call(archive.newest_listed, desk.crawl)
        gap = spider.source.expect.longest_gap
        if newest is not None and desk.office.clock().date() - newest > gap:
            summary.says.append(f"nothing new since {newest}: the longest silence known of it is {gap.days} days")
    outcome: Outcome = "complete" if not summary.says else "incomplete"
    if spider.plan.mode in ("update", "backfill") and counts["listed"] == 0 and not desk.done:
        outcome = "failed"
        summary.says.append("no listing could be read, so nothing is known of new releases")
    summary.outcome = outcome
    says = "; ".join(summary.says)[:2000] or None
    final = await desk.office.call(archive.close_crawl, desk.crawl, outcome, says, desk.office.clock())
    refused = summary.counts.get("refused", 0)
    summary.counts = {**final, "failed": final["failed"] + refused}


def _troubles(spider: "SourceSpider", counts: dict[str, int], missing: int) -> list[str]:
    says = []
    desk = spider.desk
    assert desk is not None
    limited = spider.plan.limit is not None or spider.plan.since or spider.plan.until
    if missing and not limited:
        where = " (the file does not hold them)" if spider.left_out else ""
        says.append(f"{missing} announced releases are not held{where}")
    for verdict in ("unreadable", "blocked", "soft_404", "empty", "failed", "refused"):
        if desk.done[verdict]:
            says.append(f"{desk.done[verdict]} {verdict.replace('_', ' ')}, first {desk.examples[verdict]}")
    return says


def exit_code(summaries: list[Summary]) -> int:
    """0 where every crawl is complete, or left to another that is under way; else 1."""
    return int(any(summary.outcome not in ("complete", "busy") for summary in summaries))
