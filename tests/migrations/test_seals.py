"""Revision 0005: versions of before are sealed as they stand, but for damaged ones."""

from alembic import command
from sqlalchemy import text, update

from storage.models import SnapshotRow
from storage.read.snapshots import altered
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import announce, crawl_of, reading, rows, show


def test_what_was_held_before_is_sealed_as_it_stands(archive):
    crawl = crawl_of(archive)
    (number,) = announce(archive, crawl, "one").values()
    for hour, said in enumerate(("The treaty", "The other treaty", "No treaty")):
        show(archive, crawl, number, hour, reading(said))
    sealed = rows(archive, SnapshotRow)
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0004")
    with archive.reading() as db:
        assert "seal" not in db.execute(text("SELECT * FROM snapshot")).mappings().first()
    # Rules of content may have been others, and a row may be damaged.
    change(archive, 1, content="X'00'" if archive.engine.dialect.name == "sqlite" else "decode('00', 'hex')")
    change(archive, 2, tags="'no list'")
    upgrade(archive.engine)
    first, second, third = rows(archive, SnapshotRow)
    assert archive.read(altered, [first.id, third.id]) == set()
    assert (third.seal, second.seal) == (sealed[2].seal, None)
    archive.write(lambda db: db.execute(update(SnapshotRow).values(tags='["x"]')))
    assert archive.read(altered, [first.id, second.id, third.id]) == {first.id, second.id, third.id}


def change(archive, version, **values):
    put = ", ".join(f"{column} = {value}" for column, value in values.items())
    archive.write(lambda db: db.execute(text(f"UPDATE snapshot SET {put} WHERE version = {version}")))  # noqa: S608
