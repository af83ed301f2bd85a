"""Holds each row of evidence against its leaf in the log."""

from collections.abc import Iterator

from sqlalchemy import Connection, Select, false, or_, select

from storage.errors import DamagedRowError, DamageError
from storage.models import CaptureRow, CrawlRow, LogRow
from storage.payloads.store import Payloads
from storage.proof.checks.fault import Extent, Fault
from storage.proof.leaves import CAPTURES, EVIDENCE, Evidence, all_leaves
from storage.proof.log import RUNS, has_begun, is_run, last_logged, split
from storage.proof.rows import PAGE, stream
from storage.proof.tree import leaf_hash

INSERTED = "it is not in the log: it was inserted, or its leaf was removed"
REMOVED = "it is in the log and no longer there: it was removed"
ALTERED = "it is not what the log says: it was altered"
LATE = "it is not in the log, although its crawl has closed: it was inserted, or its leaf was removed"


def check_rows(db: Connection, payloads: Payloads, extent: Extent) -> Iterator[Fault]:
    """The rows of evidence that are not what they were, that are missing, or that were inserted.

    Rows after the last leaf may wait for their crawl to close: then captures of one that is open, or was killed, are
    among them. What an earlier program has left waits for the first crawl that closes.
    """
    begun, unlogged = has_begun(db), _unlogged(db)
    open_ones = or_(CrawlRow.finished_at.is_(None), CrawlRow.outcome == "interrupted")
    waits = db.execute(unlogged.where(open_ones).limit(1)).first() is not None
    for evidence in EVIDENCE:
        yield from _check(db, payloads, evidence, extent, waits=waits or not begun)
    if begun and waits:
        for row_id in db.execute(unlogged.where(~open_ones).order_by(CaptureRow.id)).scalars():
            yield Fault(CAPTURES.name, str(row_id), LATE)


def _unlogged(db: Connection) -> Select[int]:
    """The captures after the last that is in the log, with their crawls; none where the log is damaged there."""
    query = select(CaptureRow.id).join(CrawlRow, CrawlRow.id == CaptureRow.crawl_id)
    try:
        last = last_logged(db, CAPTURES.name)
    except DamageError:  # `check_log` names it
        return query.where(false())
    return query if last is None else query.where(CaptureRow.id > last)


def _check(db: Connection, payloads: Payloads, evidence: Evidence, extent: Extent, *, waits: bool) -> Iterator[Fault]:
    rows = all_leaves(db, payloads, evidence)
    found = next(rows, None)
    for row_id, logged in _logged(db, evidence):
        while found is not None and found.row < row_id:
            yield Fault(evidence.name, str(found.row), INSERTED)
            found = next(rows, None)
        if found is None or found.row > row_id:
            yield Fault(evidence.name, str(row_id), REMOVED)
            continue
        if found.damage is not None or leaf_hash(found.data) != logged:
            yield Fault(evidence.name, str(row_id), found.damage or ALTERED)
        extent.rows += 1
        if extent.rows % PAGE == 0:
            extent.tell(f"{evidence.name}, {extent.rows:,} rows")
        found = next(rows, None)
    while found is not None:
        extent.waiting += waits
        if found.damage is not None or not waits:
            yield Fault(evidence.name, str(found.row), found.damage or INSERTED)
        found = next(rows, None)


def _logged(db: Connection, evidence: Evidence) -> Iterator[tuple[int, bytes]]:
    """The rows of a table that are in the log, with the hashes of their leaves. `check_log` names damaged runs."""
    runs = select(LogRow.first_row, LogRow.leaves).where(LogRow.table_name == evidence.name)
    for first, run in stream(db, runs, LogRow.first_row, size=RUNS):
        if not isinstance(run, DamagedRowError) and is_run(run):
            yield from enumerate(split(run.leaves), first)
