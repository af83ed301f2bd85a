"""What was read of files before they were sealed is sealed as it stands, and read again by `reparse`."""

from alembic import command
from sqlalchemy import select, text

from storage.archive import Archive
from storage.database import writing
from storage.models import FileRow
from storage.records import Reading
from storage.revisions import alembic_config, upgrade
from storage.write.assets import links, readings
from tests.storage.builders import announce, at, capture, commit, crawl_of
from tests.storage.proof.archives import faults

ANNEX, PHOTO = "https://water.example/annex.pdf", "https://water.example/p.jpg"


def test_files_are_sealed_as_they_stand(archive: Archive) -> None:
    crawl = crawl_of(archive)
    release_id = announce(archive, crawl, "one")["one"]
    archive.write(links.link, archive.payloads, crawl, release_id, [ANNEX, PHOTO], at(1))
    annex = Reading("asset", pages=("The two sides met.", "", "Page three"), reader="first")
    for url, reading in ((ANNEX, annex), (PHOTO, Reading("asset", look=b"look", reader="first"))):
        kept = commit(archive, crawl, [(capture(url, 1, url.encode(), kind="asset"), None)])
        archive.write(readings.keep, [(kept[0], reading)])
    query = select(FileRow).order_by(FileRow.payload_id)
    before = archive.read(lambda db: db.execute(query).all())
    with writing(archive.engine) as db:
        command.downgrade(alembic_config(db), "0010")
        assert db.execute(text("SELECT count(*) FROM passage")).scalar() == 2
    upgrade(archive.engine)
    sealed = archive.read(lambda db: db.execute(query).all())
    assert [(row.reader, row.look) for row in sealed] == [(None, None)] * 2
    assert sealed[0].seal == before[0].seal
    assert sealed[1].seal != before[1].seal, "that of a picture whose look is not known yet"
    assert faults(archive) == []
