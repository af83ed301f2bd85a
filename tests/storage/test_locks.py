import multiprocessing
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import make_url, text

from storage.archive import Archive
from storage.database import connect
from storage.errors import ArchiveError
from storage.locks import SourceBusy, source_lock


def hold(url: str, name: str, answers) -> None:
    engine = connect(url)
    lock = source_lock(engine, name)
    answers.send("held")
    answers.recv()
    lock.release()
    engine.dispose()
    answers.send("released")


@pytest.fixture
def holder(archive_url):
    """Another process that holds the lock of `xx_water`, and the pipe to it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=hold, args=(archive_url, "xx_water", theirs))
    process.start()
    assert ours.poll(60)
    assert ours.recv() == "held"
    yield process, ours
    if process.is_alive():
        process.kill()
    process.join()


@pytest.fixture
def engine(archive_url):
    opened = connect(archive_url)
    yield opened
    opened.dispose()


def test_one_crawl_a_source_at_a_time_over_processes(engine, holder):
    _, answers = holder
    with pytest.raises(SourceBusy, match="xx_water is being worked on"):
        source_lock(engine, "xx_water")
    source_lock(engine, "yy_fire").release()
    answers.send("release")
    assert answers.poll(60)
    assert answers.recv() == "released"
    source_lock(engine, "xx_water").release()


def test_a_killed_process_holds_nothing(engine, holder):
    process, _ = holder
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    for _ in range(300):  # PostgreSQL notices within a moment
        with suppress(SourceBusy):
            return source_lock(engine, "xx_water").release()
        time.sleep(0.1)
    return pytest.fail("the lock outlived its process")


def test_one_crawl_a_source_at_a_time_in_one_process(engine):
    lock = source_lock(engine, "xx_water")
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    lock.release()
    lock = source_lock(engine, "xx_water")
    lock.release()


def test_archives_have_locks_of_their_own(engine, tmp_path):
    lock = source_lock(engine, "xx_water")
    other = connect(f"sqlite:///{tmp_path / 'other.db'}")
    source_lock(other, "xx_water").release()
    lock.release()
    other.dispose()


def test_a_released_lock_returns_no_connection_that_still_holds_it(engine):
    for _ in range(20):
        source_lock(engine, "xx_water").release()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_lock_that_cannot_be_made_is_one_line(engine):
    path = Path(str(make_url(str(engine.url)).database))
    (path.with_name(f"{path.name}.locks") / "xx_water.lock").mkdir(parents=True)
    with pytest.raises(ArchiveError, match="xx_water") as refused:
        source_lock(engine, "xx_water")
    assert "\n" not in str(refused.value)


def end_connections(engine) -> None:
    """End all connections to the archive's database but the one that asks for it, as an administrator does."""
    with engine.connect() as db:
        others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        for pid in db.execute(text(others)).scalars().all():
            db.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_lock_whose_connection_was_lost_is_taken_again(engine):
    lock = source_lock(engine, "xx_water")
    end_connections(engine)
    lock.hold()
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    lock.release()
    source_lock(engine, "xx_water").release()


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_lock_that_another_has_taken_meanwhile_is_one_line(engine):
    lock = source_lock(engine, "xx_water")
    end_connections(engine)
    other = source_lock(engine, "xx_water")
    with pytest.raises(ArchiveError, match="the lock of xx_water was lost") as refused:
        lock.hold()
    assert "\n" not in str(refused.value)
    lock.release()
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    other.release()


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_lost_lock_is_released_without_a_word(engine):
    lock = source_lock(engine, "xx_water")
    end_connections(engine)
    lock.release()


def test_a_lock_that_is_held_is_held_on(engine):
    lock = source_lock(engine, "xx_water")
    lock.hold()
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    lock.release()


@pytest.fixture
def lock_file(tmp_path):
    """An archive's file, and that of the lock of `xx_water` beside it."""
    path = tmp_path / "archive.db"
    path.touch()
    return f"sqlite:///{path}", tmp_path / "archive.db.locks" / "xx_water.lock"


def test_a_lock_whose_file_was_removed_is_taken_again(lock_file):
    url, path = lock_file
    engine = connect(url)
    lock = source_lock(engine, "xx_water")
    path.unlink()
    lock.hold()
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    lock.release()
    engine.dispose()


def test_of_two_that_were_let_in_by_a_removed_file_the_first_ends(lock_file):
    url, path = lock_file
    engine = connect(url)
    lock = source_lock(engine, "xx_water")
    path.unlink()
    other = source_lock(engine, "xx_water")
    with pytest.raises(ArchiveError, match="the lock of xx_water was lost, and another process has it"):
        lock.hold()
    other.hold()
    lock.release()
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    other.release()
    engine.dispose()


def test_a_file_that_is_removed_while_it_is_locked_is_not_taken_for_the_lock(lock_file, monkeypatch):
    url, path = lock_file
    acquire, left = FileLock.acquire, [path, path]

    def removed(lock, **how):
        found = acquire(lock, **how)
        if left:
            left.pop().unlink()
        return found

    monkeypatch.setattr(FileLock, "acquire", removed)
    engine = connect(url)
    lock = source_lock(engine, "xx_water")
    with pytest.raises(SourceBusy):
        source_lock(engine, "xx_water")
    lock.release()
    engine.dispose()


@pytest.mark.parametrize("replaced", [False, True])
def test_an_archive_that_is_removed_or_replaced_is_said(tmp_path, replaced):
    path = tmp_path / "archive.db"
    archive = Archive.open(f"sqlite:///{path}")
    lock = source_lock(archive.engine, "xx_water")
    lock.hold()
    path.rename(tmp_path / "away.db")
    if replaced:
        path.touch()
    with pytest.raises(ArchiveError, match="removed or replaced"):
        lock.hold()
    lock.release()
    archive.close()
