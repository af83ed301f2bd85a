"""All that the page of one source shows, in few queries. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.errors import NothingNamedError
from storage.read.coverage.coverage import CoverageLine, coverage
from storage.read.coverage.totals import TotalLine, totals
from storage.read.lists.months import months
from storage.read.lists.releases import Listed, ListedRelease, list_page
from storage.read.sources import SourceState, last_updates, source_id_of, source_states

NEWEST = 10  # releases


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, when its listings were last read to their end, how well it is held, and its newest releases.

    `coverage` is by month, oldest first, with what has no date; `totals` is what its site states of its listings.
    `months` says how many releases are held of each ("2025-01"), newest first, those without a day (None) last.
    """

    state: SourceState
    last_success: datetime | None
    coverage: Sequence[CoverageLine]
    totals: Sequence[TotalLine]
    newest: Sequence[ListedRelease]
    months: Sequence[tuple[str | None, int]]


def source_view(db: Connection, name: str, now: datetime) -> SourceView:
    """A source by its name. Raises NothingNamedError where the archive holds nothing of it."""
    number, state = named(db, name)
    return SourceView(
        state=state,
        last_success=last_updates(db, now, ("update", "backfill")).get(name),
        coverage=tuple(coverage(db, number, name, "month", now, None, None)),
        totals=totals(db, number, name),
        newest=list_page(db, Listed(source=name), limit=NEWEST).releases,
        months=months(db, name),
    )


def named(db: Connection, name: str) -> tuple[int, SourceState]:
    """The row and state of a source. Raises NothingNamedError."""
    number, state = source_id_of(db, name), source_states(db).get(name)
    if number is None or state is None:
        raise NothingNamedError(f"the archive holds nothing of a source {name}")
    return number, state
