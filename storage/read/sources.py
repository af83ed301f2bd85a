"""What the archive holds of each source. Nothing here writes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select
from sqlalchemy.orm import aliased

from storage.errors import DamagedRowError, NothingNamedError
from storage.models import CrawlRow, EditAtOnceRow, SourceRow
from storage.models.fences import leave_out, sound
from storage.models.rows import HeldCrawl
from storage.read.lists import missing
from storage.records import Finding, SourceInfo

UNDER_WAY = "under way or interrupted"
# Verdicts from the best to the worst; any other word stands between, and is told as it is.
BEST, WORST = ("complete", "incomplete"), ("interrupted", "failed")
# Findings that hold no longer than something is missing, or is to be decided on.
OF_MISSING, OF_REVIEW = ("missing", "missing_in_file"), ("at_once",)


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the archive holds of one source, how its crawls ended, and what of that needs a person."""

    facts: SourceInfo
    releases: int
    snapshots: int
    last_crawl: datetime | None = None
    verdict: str = "unknown"
    missing: int = 0
    unreadable: int = 0
    findings: tuple[Finding, ...] = ()


class _Told(HeldCrawl, Protocol):
    """The row of a crawl of which the outcome is known, unless it is the newest and under way."""

    outcome: str


def source_states(db: Connection) -> dict[str, SourceState]:
    """What the archive holds of each source it knows, by name.

    The verdict is the worse of two: that of the newest crawl, and that of the newest which went to the ministry and was
    bounded by nothing. So an import, a replay, a limit, a span of days or one address do not make a failed source well.
    Where no more was wrong than what was missing, and nothing is missing any more, a source is complete; so too where a
    person has decided on all that many releases had at once. It is not, as long as pages of releases cannot be read,
    though only the crawl that visited them says so.
    """
    absent, unread = missing.counts(db), missing.unread_counts(db)
    undecided = set(db.execute(select(EditAtOnceRow.source_id).where(EditAtOnceRow.decision.is_(None))).scalars())
    last, last_whole = _newest(db), _newest(db, whole=True)
    return {
        row.name: SourceState(
            SourceInfo(row.name, row.ministry, row.country, row.language),
            row.held,
            row.snapshots,
            last[row.id].started_at if row.id in last else None,
            *_judged(
                [of[row.id] for of in (last, last_whole) if row.id in of],
                (absent[row.id], unread[row.id]),
                OF_MISSING if row.id in undecided else OF_MISSING + OF_REVIEW,
            ),
        )
        for row in sound(db.execute(select(SourceRow)))
    }


def _newest(db: Connection, *, whole: bool = False) -> dict[int, _Told]:
    """The newest crawl of each source, or the newest that was `whole`, by the source's row."""
    return {row.source_id: row for row in sound(db.execute(_newest_crawls(whole=whole)))}


@cache
def _newest_crawls(*, whole: bool) -> Select[CrawlRow]:
    """The query for them: made once."""
    newest = select(CrawlRow.id).where(CrawlRow.source_id == SourceRow.id)
    if whole:
        newest = newest.where(CrawlRow.mode.in_(("update", "backfill")), CrawlRow.options == "{}")
        newest = newest.where(CrawlRow.finished_at.is_not(None))
    newest = newest.order_by(CrawlRow.id.desc()).limit(1)  # not by time: a clock may have been ahead
    other = aliased(CrawlRow)
    return select(other).join(SourceRow, other.id == newest.scalar_subquery())


def findings_before(db: Connection, source_id: int) -> list[Finding]:
    """The findings of the newest crawl of a source that was bounded by nothing and has come to its end."""
    row = db.execute(_newest_crawls(whole=True).where(SourceRow.id == source_id)).first()
    return [] if row is None else _findings(row)


def _judged(
    told: Sequence[_Told], counts: tuple[int, int], settled: Sequence[str]
) -> tuple[str, int, int, tuple[Finding, ...]]:
    """The verdict on a source, its two `counts`, and the findings of the crawls that told it.

    `counts` are how many releases are missing, and how many cannot be read. Findings of `settled` kinds hold no longer.
    """
    rows = {row.id: row for row in told}.values()
    findings = [one for row in rows for one in _findings(row) if one.kind not in settled]
    findings += [Finding(kind, count) for kind, count in zip(("missing", "not_read_yet"), counts, strict=True) if count]
    if told and told[0].finished_at is None:
        return UNDER_WAY, *counts, tuple(dict.fromkeys(findings))
    outcomes = ["complete" if row.outcome == "incomplete" and not findings else row.outcome for row in told]
    if findings:
        outcomes.append("incomplete")
    verdict = max(outcomes, key=_badness, default="unknown")
    return verdict, *counts, tuple(dict.fromkeys(findings))


def _findings(crawl: _Told) -> list[Finding]:
    try:
        return [Finding(**one) for one in json.loads(crawl.findings)]
    except (TypeError, ValueError):
        leave_out(DamagedRowError("crawl", "findings", crawl.findings, str(crawl.id)))
        return []


def _badness(outcome: str) -> int:
    return BEST.index(outcome) if outcome in BEST else 3 + WORST.index(outcome) if outcome in WORST else 2


def last_updates(
    db: Connection, now: datetime, modes: Sequence[str] = ("update",), outcomes: Sequence[str] = BEST
) -> dict[str, datetime]:
    """When the last crawl of each source began that read its listings to their end, by the source's name.

    One that began after `now` counts as none: a clock was ahead.
    """
    last = (
        select(CrawlRow.started_at)
        .where(CrawlRow.source_id == SourceRow.id, CrawlRow.mode.in_(modes))
        .where(CrawlRow.outcome.in_(outcomes), CrawlRow.started_at <= now)
        .order_by(CrawlRow.started_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.execute(select(SourceRow.name, last.label("at"))).all()
    return {row.name: row.at for row in rows if row.at is not None}


def languages(db: Connection) -> dict[str, str]:
    """The language of each source that the archive knows, by its name."""
    return {row.name: row.language for row in db.execute(select(SourceRow.name, SourceRow.language))}


def source_id_of(db: Connection, name: str) -> int | None:
    """The row of a source, or None where the archive holds nothing of it."""
    return db.execute(select(SourceRow.id).where(SourceRow.name == name)).scalar()


def chosen(db: Connection, names: Sequence[str] | None) -> list[tuple[int, str]]:
    """The rows and names of these sources, each once, or of all. Raises NothingNamedError."""
    # Sorted here, since a server of PostgreSQL may sort as people do.
    held = dict(sorted((row.name, row.id) for row in db.execute(select(SourceRow.id, SourceRow.name))))
    if unknown := [name for name in names or () if name not in held]:
        raise NothingNamedError(f"the archive holds nothing of {', '.join(unknown)}; `communique sources` lists them")
    return [(held[name], name) for name in dict.fromkeys(names or held)]


def of_source(name: str | None, country: str | None, language: str | None) -> list[ColumnElement[bool]]:
    """What must hold of a row of `source` that is wanted by name, country (ISO 3166) and language, those in any case.

    A language is a range of tags: "pt" takes in "pt-BR" (RFC 4647, 3.3.1).
    """
    wanted = {SourceRow.name: name, SourceRow.country: country and country.upper()}
    found = [column == value for column, value in wanted.items() if value]
    if language:
        tag = func.lower(SourceRow.language)
        found.append(or_(tag == language.lower(), tag.startswith(f"{language.lower()}-", autoescape=True)))
    return found


def demand_source(
    db: Connection, *, name: str | None = None, country: str | None = None, language: str | None = None
) -> None:
    """Raise NothingNamedError where the archive holds no source like that: a question about it is a slip of the pen."""
    query = select(SourceRow.id).where(*of_source(name, country, language))
    if db.execute(query.limit(1)).first() is None:
        asked = ", ".join(str(value) for value in (name, country, language) if value)
        raise NothingNamedError(f"the archive holds no source for {asked}; `communique sources` lists what it holds")
