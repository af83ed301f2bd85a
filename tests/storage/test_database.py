import multiprocessing
import random
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text

from storage.archive import Archive
from storage.database import connect, writing
from storage.errors import ArchiveError
from storage.opening import open_archive
from storage.search.find import find
from storage.search.query import parse
from tests.storage.builders import (
    FACTS,
    START,
    address,
    announce,
    capture,
    commit,
    counts_of,
    crawl_of,
    keep_readings,
    open_crawl,
    pages_of_release,
    read_as,
    reading,
    visit,
    visited,
)


def test_an_archive_of_a_newer_program_is_refused_in_one_line(archive_url):
    engine = connect(archive_url)
    with writing(engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(ArchiveError, match=r"newer Communique \(revision 9999\); upgrade the program") as refused:
        open_archive(archive_url)
    assert "\n" not in str(refused.value)


def test_opening_again_changes_nothing(archive_url):
    crawl = crawl_of(first := Archive.open(archive_url))
    first.close()
    second = Archive.open(archive_url)
    assert crawl_of(second).id == crawl.id
    second.close()


def test_times_come_back_aware_and_in_utc(archive):
    assert crawl_of(archive).started_at == START
    again = crawl_of(archive)
    assert (again.resumed, again.started_at, again.started_at.utcoffset()) == (True, START, START.utcoffset())


def bad_file(tmp_path: Path) -> str:
    path = tmp_path / "notes.db"
    path.write_text("these are notes, not an archive " * 100)
    return f"sqlite:///{path}"


def cut_file(tmp_path: Path) -> str:
    path = tmp_path / "cut.db"
    Archive.open(f"sqlite:///{path}").close()
    path.write_bytes(path.read_bytes()[:5000])
    return f"sqlite:///{path}"


def other_database(tmp_path: Path) -> str:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE source (colour TEXT)")
    db.close()
    return f"sqlite:///{path}"


def missing_folder(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'nowhere' / 'archive.db'}"


def folder(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}"


def read_only(tmp_path: Path) -> str:
    path = tmp_path / "archive.db"
    sqlite3.connect(path).close()
    return f"sqlite:///file:{path}?mode=ro&uri=true"


@pytest.mark.parametrize("url_of", [bad_file, cut_file, other_database, missing_folder, folder, read_only])
def test_what_is_no_archive_is_refused_in_one_line_that_names_it(tmp_path, url_of):
    url = url_of(tmp_path)
    with pytest.raises(ArchiveError) as refused:
        Archive.open(url)
    assert "\n" not in str(refused.value)
    assert Path(str(make_url(url).database)).name in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://u:secret@localhost/archive",
        "postgresql://u:secret@127.0.0.1:1/archive",
        "postgresql://127.0.0.1:1/archive?password=secret",
        "postgresql://127.0.0.1:1/archive?sslmode=disable&PASSWORD=secret&password=secret",
        "postgresql://127.0.0.1:1/archive?scram_client_key=secret&passfile=/secret",
        "postgresql://127.0.0.1:port/archive?user=u&password=secret",
        "nonsense+driver://host/archive?sslpassword=secret&application_name=x",
        "mysql://host/archive?password=secret",
        "archive.db?password=secret",
        "postgresql://u:se@secret@127.0.0.1:port/archive?password=a@secret",
        "postgresql://u:a?secret@127.0.0.1:port/archive",
        "postgresql://u:secret@127.0.0.1:port/archive",
        "postgresql://u:secret@[::1/archive",
        "postgresql://u:secret@/archive?host=/nowhere",
        "sqlite://u:secret@host/archive.db",
        "nonsense+driver://u:secret@host/archive",
        "postgresql+nonsense://u:secret@host/archive",
    ],
)
def test_a_useless_url_is_refused_in_one_line_without_its_password(url):
    with pytest.raises(ArchiveError) as refused:
        Archive.open(url)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_refused_login_does_not_show_the_password(server):
    login = {"username": "nobody_known", "password": "secret"}
    with pytest.raises(ArchiveError) as refused:
        Archive.open(make_url(server).set(**login).render_as_string(hide_password=False))
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_full_disk_is_one_line_and_loses_nothing_kept_before(sqlite_template, tmp_path):
    path = tmp_path / "archive.db"
    path.write_bytes(sqlite_template.read_bytes())
    archive = Archive.open(f"sqlite:///{path}")
    crawl = crawl_of(archive)
    release_id = announce(archive, crawl, "one")["one"]
    (kept,) = commit(archive, crawl, [visit(release_id, 1, "before")])
    with archive.engine.connect() as db:
        room = db.execute(text("PRAGMA page_count")).scalar_one() + 10

    def fill(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room}")

    archive.engine.dispose()
    event.listen(archive.engine, "connect", fill)
    large = random.Random(5).randbytes(100_000)
    with pytest.raises(ArchiveError, match="full") as refused:
        commit(archive, crawl, [visit(release_id, 2), visited(capture(address("one"), 3, large), release_id)])
    assert "\n" not in str(refused.value)
    event.remove(archive.engine, "connect", fill)
    archive.engine.dispose()
    keep_readings(archive, crawl, read_as([kept], [reading("before")]))
    assert [page.body for page, _ in pages_of_release(archive, release_id)] == [b"<p>before"]
    archive.close()


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_lost_connection_is_one_line_and_the_next_call_has_another(archive):
    crawl = crawl_of(archive)
    with pytest.raises(ArchiveError) as refused, archive.writing() as db:
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert "\n" not in str(refused.value)
    assert counts_of(archive, crawl)["listed"] == 0


def keep_much(url: str, name: str, start) -> None:
    archive = Archive.open(url)
    crawl = open_crawl(archive, type(FACTS)(name, "M", "XX", "en"), "update", "{}", START)
    ids = announce(archive, crawl, *(str(n) for n in range(20)))
    start.wait()
    for n in range(20):
        seen = [
            visited(capture(address(key), n, f"{key} {n // 2}".encode()), release_id) for key, release_id in ids.items()
        ]
        kept = commit(archive, crawl, seen)
        keep_readings(archive, crawl, read_as(kept, [reading(f"text {n // 2}")] * len(seen)))
    archive.close()


def test_several_processes_may_write_at_once_and_open_a_new_archive_at_once(empty_url):
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    writers = [context.Process(target=keep_much, args=(empty_url, f"xx_{n}", start)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    archive = Archive.open(empty_url)
    with archive.engine.connect() as db:
        assert db.execute(text("SELECT count(*) FROM capture")).scalar_one() == 3 * (20 * 20 + 1)
        assert db.execute(text("SELECT count(*) FROM snapshot")).scalar_one() == 3 * 20 * 10
        assert len(find(db, parse("text 9"), limit=100)) == 60
    archive.close()


@pytest.mark.parametrize("left", [b"S", b"SQLite format 3\0", b"x" * 99])
def test_what_is_left_of_an_archive_is_not_filled_anew(tmp_path, left):
    path = tmp_path / "archive.db"
    path.write_bytes(left)
    for opened in (Archive.open, Archive.open_read_only):
        with pytest.raises(ArchiveError, match=rf"\({len(left)} B\) is no archive"):
            opened(f"sqlite:///{path}")
    assert path.read_bytes() == left


def test_the_address_of_a_file_has_no_query_part(tmp_path):
    with pytest.raises(ArchiveError, match="no query part"):
        connect(f"sqlite:///{tmp_path / 'archive.db'}?mode=zz")
