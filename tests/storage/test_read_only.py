"""Archives that are only asked: whatever their permissions, nothing of them is changed."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.archive import Archive
from storage.database import connect
from storage.errors import ArchiveError, NoArchiveError
from storage.opening import open_read_only
from storage.read.sources import source_states
from storage.search.find import find
from storage.search.query import parse
from tests.migrations.archive_0001 import contents, load
from tests.storage.builders import FACTS, announce, crawl_of, show

ROOT = Path(__file__).parents[2]
READER = """
import os, pwd, sys
from storage.archive import Archive
from storage.search.find import find
from storage.search.query import parse

def found(url):
    archive = Archive.open_read_only(url)
    hits = archive.read(find, parse("water"))
    archive.close()
    return len(hits)

found(sys.argv[1])  # loads all that it takes, which another user may not be allowed to
if os.getuid() == 0:
    try:
        os.setgroups([])
        os.setgid(pwd.getpwnam("nobody").pw_gid)
        os.setuid(pwd.getpwnam("nobody").pw_uid)
    except PermissionError:
        sys.exit(77)
print(found(sys.argv[2]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may read."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    path.chmod(0o755)
    shutil.rmtree(path)


def filled(url: str) -> Archive:
    """An archive that holds one release about water."""
    archive = Archive.open(url)
    crawl = crawl_of(archive)
    show(archive, crawl, announce(archive, crawl, "one")["one"], 0, "water")
    return archive


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What stands in a folder, and when it was last changed."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def found_by_a_reader(folder: Path, template: Path) -> int:
    """How much a process finds that is not allowed to do what permissions do not allow."""
    urls = [f"sqlite:///{path}" for path in (template, folder / "archive.db")]
    done = subprocess.run(
        [sys.executable, "-c", READER, *urls], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode == 77:
        pytest.skip("root may not become another user here")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_an_archive_that_is_only_asked_answers_and_refuses_to_be_changed(archive_url):
    filled(archive_url).close()
    reader = Archive.open_read_only(archive_url)
    assert reader.read(source_states)[FACTS.name].releases == 1
    assert [hit.text for hit in reader.read(find, parse("water"))] == ["water"]
    with pytest.raises(ArchiveError) as refused:
        crawl_of(reader, mode="backfill")
    assert "\n" not in str(refused.value)
    reader.close()
    again = Archive.open(archive_url)
    assert crawl_of(again).resumed
    again.close()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_asking_leaves_a_file_and_its_folder_as_they_were(archive_url, tmp_path):
    filled(archive_url).close()
    before = files(tmp_path)
    for _ in range(2):
        reader = Archive.open_read_only(archive_url)
        with reader.reading() as one, reader.reading() as other:
            assert find(one, parse("water")) == find(other, parse("water"))
        reader.close()
        assert files(tmp_path) == before


@pytest.mark.parametrize("permissions", [(0o444, 0o555), (0o444, 0o755), (0o644, 0o555)])
def test_an_archive_that_nobody_may_write_to_can_be_searched(folder, sqlite_template, permissions):
    path = folder / "archive.db"
    filled(f"sqlite:///{path}").close()
    of_file, of_folder = permissions
    path.chmod(of_file)
    folder.chmod(of_folder)
    before = files(folder)
    assert found_by_a_reader(folder, sqlite_template) == 1
    assert files(folder) == before


def test_whoever_may_only_read_sees_what_a_crawl_under_way_has_committed(folder, sqlite_template):
    writer = filled(f"sqlite:///{folder / 'archive.db'}")
    folder.chmod(0o555)
    assert found_by_a_reader(folder, sqlite_template) == 1
    crawl = crawl_of(writer)
    show(writer, crawl, announce(writer, crawl, "two")["two"], 0, "more water")
    assert found_by_a_reader(folder, sqlite_template) == 2
    folder.chmod(0o755)
    writer.close()
    assert [path.name for path in folder.iterdir()] == ["archive.db"]


def test_what_a_killed_crawl_left_waiting_is_read_and_left_there(tmp_path):
    writer = filled(f"sqlite:///{tmp_path / 'archive.db'}")
    copy = tmp_path / "killed"
    copy.mkdir()
    for name in ("archive.db", "archive.db-wal"):
        shutil.copy(tmp_path / name, copy)
    writer.close()
    before = files(copy)
    reader = Archive.open_read_only(f"sqlite:///{copy / 'archive.db'}")
    assert len(reader.read(find, parse("water"))) == 1
    reader.close()
    after = files(copy)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() <= {"archive.db-shm"}


def test_an_older_archive_is_refused_with_what_to_do_and_left_as_it_is(empty_url):
    older = load(empty_url)
    before = contents(older)
    with pytest.raises(ArchiveError) as refused:
        open_read_only(empty_url)
    assert "written by an earlier Communique (revision 0001)" in str(refused.value)
    assert "a command that writes, such as `communique reparse`, brings it up to date" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert contents(older) == before
    older.dispose()


def test_a_newer_archive_is_refused(archive_url):
    engine = connect(archive_url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(ArchiveError, match=r"newer Communique \(revision 9999\); upgrade the program"):
        open_read_only(archive_url)


def test_where_there_is_no_archive_none_is_made(empty_url, tmp_path):
    with pytest.raises(NoArchiveError, match="there is no archive at"):
        open_read_only(empty_url)
    assert os.listdir(tmp_path) == []


def test_a_schema_that_is_no_text_is_refused_in_one_line(tmp_path, sqlite_template):
    path = tmp_path / "archive.db"
    shutil.copy(sqlite_template, path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA writable_schema = ON")
        damaged = "CAST(CAST('CREATE TABLE capture (' AS BLOB) || x'd5' AS TEXT)"
        db.execute(f"UPDATE sqlite_schema SET sql = {damaged} WHERE name = 'capture'")  # noqa: S608 - the line above
    for opened in (Archive.open_read_only, Archive.open):
        with pytest.raises(ArchiveError, match="malformed database schema"):
            opened(f"sqlite:///{path}")


def test_a_file_whose_name_is_no_text_is_asked_as_any_other(tmp_path, sqlite_template):
    path = tmp_path / os.fsdecode(b"water \xff%?.db")
    shutil.copy(sqlite_template, path)
    archive = Archive.open_read_only(f"sqlite:///{path}".replace("?", "%3F"))
    assert archive.read(source_states) == {}
    archive.close()
