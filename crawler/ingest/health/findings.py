"""Whether a source is well after a crawl: what it yields beside what it used to yield. Nothing here writes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from crawler.ingest.health import measures
from crawler.ingest.health.cadence import LEARNT, Alarm, Rhythm
from storage.read import frontier
from storage.read.coverage import first_readings
from storage.read.coverage.totals import totals
from storage.read.sources import findings_before
from storage.records import Crawl, Finding, last_day

FEWEST = 3  # releases: of fewer a share tells nothing, so those of earlier crawls are looked at with them
PAST = 300  # releases that are compared with


def findings(db: Connection, crawl: Crawl, longest_gap: timedelta, now: datetime) -> list[Finding]:
    """What needs a person after an update: too few or too many releases, and what the newest of them lack.

    `longest_gap` is the longest silence that is known of the source, for one whose history is too short to have a
    rhythm, or whose silence is no news: a frozen archive is given a hundred years.
    """
    return [*_of_rhythm(db, crawl, longest_gap, now), *_of_releases(db, crawl, now)]


def still_fewer(db: Connection, crawl: Crawl) -> list[Finding]:
    """That fewer releases are known than the site states, where the crawl before this one ended with that finding.

    An update reads the newest pages only, and so cannot tell by itself.
    """
    if all(one.kind != "fewer_announced" for one in findings_before(db, crawl.source_id)):
        return []
    return [
        Finding(
            "fewer_announced",
            line.stated.least - line.known,
            f"{line.listing} states {line.stated}, its pages announce {line.known:,}",
        )
        for line in totals(db, crawl.source_id, "")
        if line.verdict == "incomplete"
    ]


def _of_rhythm(db: Connection, crawl: Crawl, longest_gap: timedelta, now: datetime) -> list[Finding]:
    newest = frontier.newest_listed(db, crawl.source_id, last_day(now))
    if newest is None:
        return []
    released = first_readings.released_by_day(db, crawl.source_id, newest - LEARNT, newest)
    rhythm = Rhythm(released)
    if not rhythm.is_short and longest_gap <= LEARNT:
        alarm = rhythm.alarm(now.date())
        return [_finding(alarm)] if alarm else []
    if now.date() - newest <= longest_gap:
        return []
    return [Finding("silence", example=f"{newest}: the longest silence known of it is {longest_gap.days} days")]


def _finding(alarm: Alarm) -> Finding:
    if alarm.kind == "silence":
        told = f"{alarm.since}: {alarm.found} days, where by its rhythm {alarm.usual} are the most to be expected"
        return Finding("silence", example=told)
    if alarm.kind == "fewer":
        told = f"the last {alarm.releases} took {alarm.found} days, where by its rhythm they take {alarm.usual} at most"
        return Finding("fewer_releases", example=told)
    told = f"{alarm.found} since {alarm.since}, where by its rhythm {alarm.usual} in a week are the most to be expected"
    return Finding("more_releases", alarm.found, told)


def _of_releases(db: Connection, crawl: Crawl, now: datetime) -> list[Finding]:
    recent = first_readings.of_newest_crawls(db, crawl, FEWEST)
    if not recent:
        return []
    without = {one.release for one in recent}
    past = first_readings.of_past(db, crawl.source_id, without, PAST, last_day(now))
    return measures.findings(recent, past)
