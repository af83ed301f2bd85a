from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from storage.errors import DamagedRowError
from storage.models import BlockRow, SnapshotRow
from storage.read import history
from storage.read.snapshots import load_release
from storage.records import Block, DatedAs, Image, InlineLink, Link, Reading, Release
from tests.storage.builders import at, release, show
from tests.storage.derived import versions

LINKS = (InlineLink("https://water.example/b?q=é\x00", "b"), InlineLink("https://water.example/c", "条約"))
DATES = (
    DatedAs("delivered", date(2025, 1, 7)),
    DatedAs("updated", datetime(2025, 1, 8, 9, 30, tzinfo=UTC)),
)


def test_a_whole_release_comes_back_as_it_was(archive, crawl, one):
    whole = Release(
        "Title — 題名",
        at(2),
        (Block("heading", "One"), Block("point", "Ο υπουργός", "(1)", 1), Block("row", "a | b", links=LINKS)),
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


@pytest.mark.parametrize("damaged", ["[", "[1]", '[["a"]]', "0", '{"a": 1}'])
def test_links_that_are_none_are_a_damaged_row(archive, crawl, one, damaged):
    show(archive, crawl, one, 0, "text")
    with archive.writing() as db:
        db.execute(update(BlockRow).values(links=damaged))
    with archive.reading() as db, pytest.raises(DamagedRowError, match="block"):
        load_release(db, history.snapshot_row(db, one))


def test_a_link_that_begins_to_lead_elsewhere_is_a_version_and_one_in_another_dress_is_none(archive, crawl, one):
    for hours, url in enumerate(["/t", "/t?utm_source=x", "/u"]):
        block = Block("paragraph", "See it.", links=(InlineLink(f"https://water.example{url}", "it"),))
        shown = replace(release("x"), blocks=(block,))
        show(archive, crawl, one, hours, Reading("read", shown, layout="first"))
    assert [captures for *_, captures in versions(archive, one)] == [2, 1]
