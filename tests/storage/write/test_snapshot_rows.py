from datetime import UTC, date, datetime

from sqlalchemy import select

from storage.models import SnapshotRow
from storage.read import history
from storage.read.snapshots import load_release
from storage.records import Block, DatedAs, Image, Link, Reading, Release
from tests.storage.builders import at, release, show

DATES = (
    DatedAs("delivered", date(2025, 1, 7)),
    DatedAs("updated", datetime(2025, 1, 8, 9, 30, tzinfo=UTC)),
)


def test_a_whole_release_comes_back_as_it_was(archive, crawl, one):
    whole = Release(
        "Title — 題名",
        at(2),
        (Block("heading", "One"), Block("point", "Ο υπουργός", "(1)", 1), Block("row", "a | b")),
        (Image("https://water.example/a.jpg", "Caption", "Alt"), Image("https://water.example/b.jpg")),
        (Link("attachment", "https://water.example/a.pdf", "PDF"), Link("translation", "https://water.example/fr")),
        language="el",
        author="The Minister",
        type="Statement",
        tags=("water", "水"),
    )
    show(archive, crawl, one, 0, Reading("read", whole))
    with archive.reading() as db:
        row = history.snapshot_row(db, one)
        assert row is not None
        assert load_release(db, row) == whole


def test_dates_of_each_kind_come_back_and_are_no_edit(archive, crawl, one):
    for hours, dates in ((1, DATES), (2, DATES[:1])):
        show(archive, crawl, one, hours, Reading("read", release("text", dates=dates), layout="first"))
    with archive.reading() as db:
        (held,) = db.execute(select(SnapshotRow))
        assert load_release(db, held).dates == DATES
