"""Going back to a program that knows no assets leaves their captures, and takes away what it cannot read."""

from alembic import command
from sqlalchemy import text

from storage.archive import Archive
from storage.database import writing
from storage.models import ReadingRow
from storage.records import Reading
from storage.revisions import alembic_config, upgrade
from storage.write.assets import links, readings
from tests.storage.builders import announce, at, capture, commit, crawl_of, rows

URL = "https://water.example/annex.pdf"


def test_captures_of_assets_stay_and_what_was_made_of_them_goes(archive: Archive) -> None:
    crawl = crawl_of(archive)
    release_id = announce(archive, crawl, "one")["one"]
    archive.write(links.link, archive.payloads, crawl, release_id, [URL], at(1))
    kept = commit(archive, crawl, [(capture(URL, 1, b"%PDF-", kind="asset"), None)])
    archive.write(readings.keep, [(kept[0], Reading("asset", pages=("The two sides met.",)))])
    with writing(archive.engine) as db:
        command.downgrade(alembic_config(db), "0008")
        assert db.execute(text("SELECT verdict FROM reading")).scalars().all() == ["listing"]
        assert db.execute(text("SELECT count(*) FROM capture")).scalar() == 2
    upgrade(archive.engine)
    assert [row.verdict for row in rows(archive, ReadingRow)] == ["listing"]
    archive.write(readings.keep, [(kept[0], Reading("asset", pages=("The two sides met.",)))])
