"""Revision 0005: versions of before are held against their content digest until they are read again."""

from alembic import command
from sqlalchemy import text, update

from storage.models import SnapshotRow
from storage.read.snapshots import altered
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import announce, crawl_of, pages_of_release, reading, rows, show
from tests.storage.derived import settle


def test_what_was_held_before_is_sealed_when_it_is_read_again(archive):
    crawl = crawl_of(archive)
    (number,) = announce(archive, crawl, "one").values()
    show(archive, crawl, number, 0, reading("The treaty"))
    (sealed,) = rows(archive, SnapshotRow)
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0004")
    with archive.reading() as db:
        assert "seal" not in db.execute(text("SELECT * FROM snapshot")).mappings().one()
    upgrade(archive.engine)
    assert [row.seal for row in rows(archive, SnapshotRow)] == [None]
    assert archive.read(altered, [sealed.id]) == set()
    change(archive, title="Another title")
    assert archive.read(altered, [sealed.id]) == {sealed.id}
    change(archive, title=sealed.title)
    again = {page.id: reading("The treaty") for page, _ in pages_of_release(archive, number)}
    assert not settle(archive, number, again)  # nothing has changed by it
    assert rows(archive, SnapshotRow) == [sealed]
    assert archive.read(altered, [sealed.id]) == set()
    change(archive, tags='["x"]')  # which is no content
    assert archive.read(altered, [sealed.id]) == {sealed.id}


def change(archive, **values):
    archive.write(lambda db: db.execute(update(SnapshotRow).values(**values)))
