"""Revision 0004: blocks of before have no links until their pages are read again, and that is no edit."""

from dataclasses import replace

from alembic import command
from sqlalchemy import text

from storage.models import BlockRow
from storage.records import Block, InlineLink
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import announce, crawl_of, pages_of_release, reading, rows, show
from tests.storage.derived import settle, versions


def test_what_other_code_read_gets_its_links_without_an_edit(archive):
    crawl = crawl_of(archive)
    (number,) = announce(archive, crawl, "one").values()
    show(archive, crawl, number, 0, reading("See the treaty"))
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0003")
    with archive.reading() as db:
        assert "links" not in db.execute(text("SELECT * FROM block")).mappings().one()
    upgrade(archive.engine)
    assert [row.links for row in rows(archive, BlockRow)] == [None]
    block = Block("paragraph", "See the treaty", links=(InlineLink("https://mfa.example/treaty", "the treaty"),))
    linked = reading("See the treaty", layout="second")
    linked = replace(linked, release=replace(linked.release, blocks=(block,)))
    assert show(archive, crawl, number, 1, linked).unsettled == frozenset()
    assert settle(archive, number, {page.id: linked for page, _ in pages_of_release(archive, number)})
    assert versions(archive, number) == [("See the treaty", 0, 1, 2)]
    assert [row.links for row in rows(archive, BlockRow)] == ['[["https://mfa.example/treaty", "the treaty"]]']
