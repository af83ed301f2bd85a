"""What a crawl came to: its findings, its outcome, and whether it was what its source is expected to yield."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement

from crawler.ingest.assets.reading import assets_of
from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.health import findings as health
from crawler.ingest.plan import Mode, Plan
from crawler.ingest.runtime import Runtime
from storage.errors import DamageError, shortage, told
from storage.proof import log
from storage.read import frontier
from storage.read.lists import missing
from storage.records import NEED_A_PERSON, Finding, last_day
from storage.review import recognition
from storage.write import crawls

NEXT = "what was kept is not lost, and the next run goes on from here"
# All well; something missing or unreadable; nothing could be had; another crawl has the source.
Outcome = Literal["complete", "incomplete", "failed", "busy"]


@dataclass(slots=True)
class Summary:
    """What one crawl came to. `counts` are those of the archive's `crawl` row, as far as it could be read."""

    source: str
    mode: Mode | Literal["import"]
    outcome: Outcome = "complete"
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(crawls.COUNTS, 0))
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    assets: dict[str, int] | None = None  # of a crawl that asked for them
    left: list[Finding] = field(default_factory=list)  # of what it was not asked for

    def fail(self, error: Exception) -> None:
        """Note why the crawl cannot continue. An error that nobody foresaw is told as a bug.

        Only the first is noted: an archive that is away fails whoever asks it next, each time in other words.
        """
        self.outcome = "failed"
        known = told(error) or f"internal error: {error!r}"
        if all(finding.kind != "error" for finding in self.findings):
            self.findings.append(Finding("error", example=f"{known}; {NEXT}" if shortage(error) else known))

    def as_json(self) -> dict[str, object]:
        """The line that `crawl --json` prints for a source."""
        return {
            "source": self.source,
            "mode": self.mode,
            "outcome": self.outcome,
            **self.counts,
            **({} if self.assets is None else {"assets": self.assets}),
            "seconds": round(self.seconds, 2),
            "message": [finding.message for finding in self.findings],
            "findings": [asdict(finding) for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended: whether as a `whole`, and on the `live` web.

    `left_out` counts the addresses that a replayed file did not hold, `refused` those that were not asked.
    """

    plan: Plan
    whole: bool
    live: bool
    left_out: int
    refused: int


async def judge(writer: CaptureWriter, summary: Summary, ended: Ended) -> None:
    """Close a crawl in the archive with its outcome, and complete its summary.

    A crawl that was stopped or failed stays open: the next one continues it.
    """
    if ended.whole:
        summary.counts = counts = await writer.runtime.read(crawls.counts_of, writer.crawl.id)
        summary.findings += await _findings(writer, summary, ended, counts)
        if ended.plan.mode in ("update", "backfill") and counts["listed"] == 0:
            if not writer.verdicts.keys() - {"not_in_archive"}:
                summary.findings.append(Finding("nothing_announced"))
            summary.outcome = "failed"
        if ended.plan.assets:
            refused = writer.verdicts["assets_refused"], writer.examples.get("assets_refused", "")
            summary.assets, not_held = await assets_of(writer.runtime, writer.crawl, *refused)
            summary.findings += not_held
        await close(writer, summary)
    else:
        await leave_open(writer, summary, "crawl")
    summary.counts["failed"] += ended.refused


async def close(writer: CaptureWriter, summary: Summary, tell: Callable[[], object] = lambda: None) -> None:
    """Close a crawl or an import in the archive: its evidence becomes leaves of the log, with a tree head.

    What needs a person, and what is missing, makes its outcome. `tell` is called whenever `writer.logged` has grown and
    more is to come: where much was kept, and where an archive of before is taken into the log.
    """
    summary.findings += await _at_once(writer)
    try:
        while await writer.runtime.write(log.append, writer.runtime.payloads, log.AT_ONCE) == log.AT_ONCE:
            writer.logged += log.AT_ONCE
            tell()
    except DamageError as error:
        summary.findings.append(Finding("log", example=str(error)))
    if summary.outcome != "failed":
        summary.outcome = "incomplete" if summary.findings else "complete"
        if summary.outcome == "complete" and (left := await _left(writer)):
            summary.outcome, summary.left = "incomplete", left  # nothing that this crawl did wrong
    row = writer.crawl.id, summary.outcome, summary.findings, writer.runtime.clock()
    summary.counts = await writer.runtime.write(crawls.close_crawl, *row)


async def _left(writer: CaptureWriter) -> list[Finding]:
    """What is missing or cannot be read of a source, after a crawl that did all that was asked of it."""
    number = await writer.runtime.read(missing.unread_count, writer.crawl.source_id)
    return await missing_findings(writer, "missing") + [Finding("not_read_yet", number)] * bool(number)


async def _at_once(writer: CaptureWriter) -> list[Finding]:
    """What many releases had at once, as a finding."""
    found: list[Finding] = []
    while some := await writer.runtime.write(recognition.examine, writer.crawl.source_id):
        found += some.found
    return recognition.told(found)


async def leave_open(writer: CaptureWriter, summary: Summary, which: str) -> None:
    """The summary of a crawl or an import that was stopped, and is continued by the next one."""
    summary.counts = await writer.runtime.read(crawls.counts_of, writer.crawl.id)
    if summary.outcome != "failed":
        summary.outcome = "incomplete"
        if all(finding.kind != "bound" for finding in summary.findings):
            summary.findings.append(Finding("stopped", example=which))


async def busy(runtime: Runtime, summary: Summary, hours: float) -> None:
    """The summary of a source that another process has: no fault, unless for longer than the `hours` of a crawl.

    One that was interrupted and continued may have begun a day before.
    """
    since = await runtime.read(crawls.open_since, summary.source)
    if since is not None and runtime.clock() - since > timedelta(hours=hours) + crawls.STALE:
        summary.outcome = "failed"
        summary.findings.append(Finding("stuck", example=f"{since:%Y-%m-%d %H:%M} UTC"))
    else:
        summary.outcome = "busy"
        summary.findings.append(Finding("busy", example=at_work(since)))


def at_work(since: datetime | None) -> str:
    """What a person is told of a source that another process has; `since` where a crawl of it is known to be open."""
    return "another process is at work on it" + (f", since {since:%Y-%m-%d %H:%M} UTC" if since else "")


async def missing_findings(
    writer: CaptureWriter, kind: Literal["missing", "missing_in_file"], *asked: ColumnElement[bool]
) -> list[Finding]:
    """What was announced and is not held, of the releases that were `asked` for, as a finding of that kind."""
    count = await writer.runtime.read(missing.count, writer.crawl.source_id, *asked)
    return [Finding(kind, count)] if count else []


def verdict_findings(writer: CaptureWriter) -> list[Finding]:
    """The verdicts of a crawl that need a person, and what is damaged."""
    counts = writer.verdicts
    kinds = (*NEED_A_PERSON, "damaged", "not_in_archive")
    return [Finding(kind, counts[kind], writer.examples[kind]) for kind in kinds if counts[kind]]


async def _findings(writer: CaptureWriter, summary: Summary, ended: Ended, counts: Mapping[str, int]) -> list[Finding]:
    found = []
    plan, runtime = ended.plan, writer.runtime
    if plan.mode in ("update", "backfill") and plan.limit is None:
        asked = missing.within(plan.since, plan.until, runtime.clock())
        found += await missing_findings(writer, "missing_in_file" if ended.left_out else "missing", *asked)
    found += verdict_findings(writer)
    if (
        plan.url
        and not found
        and not await runtime.read(frontier.is_held, writer.crawl.source_id, writer.source.key_of(plan.url))
    ):
        found.append(Finding("not_held", example=f"{plan.url}: {', '.join(writer.verdicts) or 'not visited'}"))
    if not found and not summary.findings and (earlier := counts["unreadable"] + counts["failed"]):
        found.append(Finding("earlier", earlier))
    today = last_day(runtime.clock())
    count, example = await runtime.read(frontier.listed_after, writer.crawl, today)
    if count:
        found.append(Finding("dated_ahead", count, example))
    if before := await runtime.read(crawls.ahead, writer.crawl):
        found.append(Finding("clock", example=f"{before:%Y-%m-%d %H:%M} UTC"))
    if plan.mode in ("update", "backfill") and all(one.kind != "fewer_announced" for one in summary.findings):
        found += await runtime.read(health.still_fewer, writer.crawl)
    if ended.live and plan.mode == "update" and writer.source.retired is None:
        gap = writer.source.expect.longest_gap
        found += await runtime.read(health.findings, writer.crawl, gap, runtime.clock())
    return found


def exit_code(summaries: Sequence[Summary]) -> int:
    """0 where every crawl did what was asked of it, or left it to another that is under way and does the same; else 1.

    One that is incomplete without a finding was not asked for what it lacks. Nobody else imports what an import was
    asked for.
    """
    return int(not all(_is_well(one) for one in summaries))


def _is_well(one: Summary) -> bool:
    if one.outcome == "busy":
        return one.mode != "import"
    return one.outcome != "failed" and not one.findings
