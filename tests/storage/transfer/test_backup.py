"""A backup is one state of a live archive, whole and checked, or there is none."""

import sqlite3
from contextlib import closing

import pytest
from archive_contents import contents, differences

from storage.archive import Archive
from storage.errors import ArchiveError, NewFileError, NoArchiveError
from storage.transfer.backup import back_up


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_holds_what_the_archive_holds(sample, tmp_path):
    told = []
    size = back_up(sample, tmp_path / "copy.db", tell=lambda *pages: told.append(pages))
    assert size == (tmp_path / "copy.db").stat().st_size
    assert told[-1][0] == told[-1][1] > 0
    url = f"sqlite:///{tmp_path / 'copy.db'}"
    found = contents(url, times=True, words="water")
    assert differences(contents(sample, times=True, words="water"), found) == []
    assert names(tmp_path) == ["copy.db"]
    Archive.open(url).close()


def test_a_writer_neither_waits_nor_is_seen_halfway(sample, tmp_path, monkeypatch):
    back_up(sample, tmp_path / "live.db")
    monkeypatch.setattr("storage.transfer.backup.AT_ONCE", 5)
    live = f"sqlite:///{tmp_path / 'live.db'}"
    Archive.open(live).close()
    before = contents(live)
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None, timeout=0)) as writer:

        def write(done, pages):
            writer.execute("UPDATE release SET listed_title = ?", (f"{done} of {pages}",))

        back_up(live, tmp_path / "copy.db", tell=write)
        assert writer.execute("SELECT count(DISTINCT listed_title) FROM release").fetchone() == (1,)
        assert differences(before, contents(f"sqlite:///{tmp_path / 'copy.db'}")) == []


def test_a_file_that_is_there_is_replaced_only_where_that_is_asked(sample, tmp_path):
    (tmp_path / "copy.db").write_bytes(b"mine")
    with pytest.raises(NewFileError, match="--force"):
        back_up(sample, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"
    back_up(sample, tmp_path / "copy.db", force=True)
    assert names(tmp_path) == ["copy.db"]
    with pytest.raises(NewFileError, match="no file"):
        back_up(sample, tmp_path, force=True)
    with pytest.raises(NewFileError, match="the archive itself"):
        back_up(f"sqlite:///{tmp_path / 'copy.db'}", tmp_path / "copy.db", force=True)
    with pytest.raises(NewFileError, match="cannot write"):
        back_up(sample, tmp_path / "nowhere" / "copy.db")


def test_a_journal_of_another_database_is_never_taken_for_one_of_the_copy(sample, tmp_path):
    for end in ("-wal", "-journal"):
        (tmp_path / f"copy.db{end}").write_bytes(b"of another")
        with pytest.raises(NewFileError, match=f"copy.db{end} belongs to a database"):
            back_up(sample, tmp_path / "copy.db", force=True)
        (tmp_path / f"copy.db{end}").unlink()
    assert names(tmp_path) == []


def test_a_damaged_archive_leaves_no_backup(sample, tmp_path):
    back_up(sample, tmp_path / "damaged.db")
    with closing(sqlite3.connect(tmp_path / "damaged.db", isolation_level=None)) as db:
        db.execute("DELETE FROM address WHERE id = 1")
    with pytest.raises(ArchiveError, match="refers to nothing"):
        back_up(f"sqlite:///{tmp_path / 'damaged.db'}", tmp_path / "copy.db")
    (tmp_path / "copy.db").write_bytes(b"the last good one")
    with pytest.raises(ArchiveError):
        back_up(f"sqlite:///{tmp_path / 'damaged.db'}", tmp_path / "copy.db", force=True)
    assert (tmp_path / "copy.db").read_bytes() == b"the last good one"
    assert "copy.db" in names(tmp_path)
    assert not [name for name in names(tmp_path) if name.endswith(".part")]


def test_a_backup_that_is_stopped_leaves_nothing(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("storage.transfer.backup.AT_ONCE", 1)

    def stop(*_pages):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(sample, tmp_path / "copy.db", tell=stop)
    assert names(tmp_path) == []


def test_what_is_no_archive_in_a_file_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Minister, " * 1000)
    with pytest.raises(ArchiveError, match="not a database"):
        back_up(f"sqlite:///{tmp_path / 'letter.txt'}", tmp_path / "copy.db")
    (tmp_path / "letter.txt").unlink()
    with pytest.raises(ArchiveError, match="pg_dump"):
        back_up("postgresql://nowhere.example/archive", tmp_path / "copy.db")
    with pytest.raises(NoArchiveError):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy.db")
    assert names(tmp_path) == []
