"""What a row that is handed on is said to hold, its table has, under the same types."""

import typing

import pytest
from sqlalchemy.orm import Mapped

from storage.models import (
    AbsenceRow,
    CrawlRow,
    EditAtOnceRow,
    EditSignRow,
    EntryRow,
    LogRow,
    PayloadRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
    TreeHeadRow,
    rows,
)


@pytest.mark.parametrize(
    ("said", "table"),
    [
        (rows.HeldSnapshot, SnapshotRow),
        (rows.HeldRelease, ReleaseRow),
        (rows.HeldAbsence, AbsenceRow),
        (rows.HeldEntry, EntryRow),
        (rows.HeldCrawl, CrawlRow),
        (rows.HeldReading, ReadingRow),
        (rows.HeldEditAtOnce, EditAtOnceRow),
        (rows.HeldEditSign, EditSignRow),
        (rows.HeldRun, LogRow),
        (rows.HeldTreeHead, TreeHeadRow),
        (rows.HeldPayload, PayloadRow),
    ],
)
def test_a_row_that_is_handed_on_has_what_is_said_of_it(said, table):
    stated, columns = typing.get_type_hints(said), typing.get_type_hints(table)
    assert stated
    for name, kind in stated.items():
        assert columns[name] == Mapped[kind], name
