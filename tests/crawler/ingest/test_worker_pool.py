import os
import signal
import time
from pathlib import Path

import pytest

from crawler.ingest.worker_pool import WorkerError, WorkerPool


def double(number: int) -> int:
    return 2 * number


def die_unless(marker: Path) -> str:
    """Dies as if killed for want of memory, the first time."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "read"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ValueError("no page")


def mask() -> set[signal.Signals]:
    return {signal.Signals(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, ())}


@pytest.fixture
def pool():
    made = WorkerPool(2)
    yield made
    made.close()


def test_answers_and_errors_come_back(pool):
    assert [asked.result(60) for asked in [pool.submit(double, n) for n in range(9)]] == [2 * n for n in range(9)]
    with pytest.raises(ValueError, match="no page"):
        pool.submit(fail).result(60)
    assert pool.submit(os.getpid).result(60) != os.getpid()


def test_a_process_that_is_killed_is_replaced_and_its_pages_are_read(pool, tmp_path):
    others = [pool.submit(double, n) for n in range(5)]
    assert pool.submit(die_unless, tmp_path / "died").result(60) == "read"
    assert [other.result(60) for other in others] == [0, 2, 4, 6, 8]


def test_pages_that_kill_whatever_reads_them_end_the_run_with_a_line(pool):
    with pytest.raises(WorkerError, match=r"3 times.*memory.*Nothing is lost"):
        pool.submit(die).result(60)
    assert pool.submit(double, 2).result(60) == 4


def test_closing_waits_for_nothing():
    pool = WorkerPool(1)
    process = pool.submit(os.getpid).result(60)
    asleep = pool.submit(time.sleep, 600)
    waiting = pool.submit(double, 1)
    while not asleep.running():
        time.sleep(0.01)
    pool.close()
    assert waiting.cancelled()
    with pytest.raises(WorkerError):
        asleep.result(60)
    assert not Path(f"/proc/{process}/exe").exists()


def test_readers_leave_signals_to_their_parent(pool):
    assert {signal.SIGINT, signal.SIGTERM} <= pool.submit(mask).result(60)
