from datetime import UTC, date, datetime

from sqlalchemy import select

from storage.models import SnapshotRow
from storage.records import DatedAs, Reading
from storage.write.versions import load_release
from tests.storage.builders import announce, crawl_of, release, show

DATES = (
    DatedAs("delivered", date(2025, 1, 7)),
    DatedAs("updated", datetime(2025, 1, 8, 9, 30, tzinfo=UTC)),
)


def test_dates_of_each_kind_come_back_and_are_no_edit(archive):
    crawl = crawl_of(archive)
    (number,) = announce(archive, crawl, "a").values()
    for hours, dates in ((1, DATES), (2, DATES[:1])):
        show(archive, crawl, number, hours, Reading("read", release("text", dates=dates), layout="first"))
    with archive.engine.connect() as db:
        (held,) = db.execute(select(SnapshotRow))
        assert load_release(db, held).dates == DATES
