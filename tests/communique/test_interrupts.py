"""Ctrl-C and SIGTERM at moments by chance: an end within seconds, one line, and nobody left behind."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import warc_files as warcs

from communique import interrupts
from tests.communique.command_line import process
from tests.crawler.ingest.recorded_visits import CHINA, at, china_listing, page

SOON = 30.0  # seconds; `PATIENCE` is less, and a busy machine slow
KEPT = ("may be given again", "continues from here")
NUMBERS = range(1000, 1200)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "all.warc.gz"
    path.write_bytes(
        warcs.packed([warcs.response(CHINA, at(1), china_listing(*NUMBERS)), *(page(n, n) for n in NUMBERS)])
    )
    return path


@pytest.fixture(scope="module")
def imported(recording: Path) -> Path:
    """An archive of which every page is to be read again."""
    path = recording.with_name("imported.db")
    subprocess.run(**process("import", str(recording), archive=f"sqlite:///{path}"), check=True, capture_output=True)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE reading SET layout = 'another'")
    db.close()
    return path


def handles_signals(pid: int) -> bool:
    """Whether a process has come so far; before that, Python itself is still starting (proc(5))."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) & 1 << signal.SIGTERM - 1)
    return False


def members(group: int) -> list[str]:
    """The processes of a group that have not ended (proc(5))."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # ended meanwhile
            state, _, of_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


def interrupted(command: dict, after: float, *numbers: int) -> tuple[int, str]:
    """Send signals to all processes of a command, as a terminal does; gives its exit code and what it said."""
    with subprocess.Popen(
        **command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        while not handles_signals(running.pid):
            time.sleep(0.005)
        time.sleep(after)
        for number in numbers:
            if running.poll() is None:
                os.killpg(running.pid, number)
            time.sleep(0.05)
        try:
            _, said = running.communicate(timeout=SOON)
        except subprocess.TimeoutExpired:
            left = members(running.pid)
            os.killpg(running.pid, signal.SIGKILL)
            pytest.fail(f"no end after {SOON} s: {left}")
        deadline = time.monotonic() + SOON
        while members(running.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert members(running.pid) == []
    return running.returncode, said


ENDED = "no listing announced anything"  # a crawl of the recording, which has none
CTRL_C_TWICE = (signal.SIGINT, signal.SIGINT)
CASES = [
    (["reparse", "--workers", "2"], CTRL_C_TWICE, 1.5),
    (["reparse", "--workers", "2"], CTRL_C_TWICE, 0.9),
    (["reparse", "--workers", "2"], (signal.SIGTERM,), 1.5),
    (["import", "FILE"], CTRL_C_TWICE, 2.0),
    (["import", "FILE"], (signal.SIGTERM,), 1.5),
    (["crawl", "cn_fmprc_en", "--replay", "FILE"], CTRL_C_TWICE, 2.0),
    (["crawl", "cn_fmprc_en", "--replay", "FILE"], (signal.SIGTERM,), 2.0),
    (["demo", "FOLDER"], CTRL_C_TWICE, 2.0),
    (["search", "sides", "--limit", "900"], (signal.SIGINT,), 0.3),
    (["show", "1"], (signal.SIGTERM,), 0.2),
    (["parse", "-", "--source", "us_state", "--url", "https://x.example/"], (signal.SIGINT,), 0.2),
]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_signals_at_a_moment_by_chance(number: int, imported: Path, recording: Path, tmp_path: Path) -> None:
    words, numbers, longest = CASES[number]
    known = {"FILE": str(recording), "FOLDER": str(tmp_path)}
    shutil.copy(imported, tmp_path / "archive.db")
    command = process(*(known.get(word, word) for word in words), archive=f"sqlite:///{tmp_path / 'archive.db'}")
    code, said = interrupted(command, random.Random(number).uniform(0, longest), *numbers)
    assert "Traceback" not in said
    assert "resource_tracker" not in said
    # It had ended, or was about to: at its very end Python gives up its handlers.
    if code in (0, -numbers[0]) or (code == 1 and ENDED in said):
        return
    assert code in (1, 128 + numbers[0]), said
    assert sum(any(words in line for words in KEPT) for line in said.splitlines()) == 1, said


HEAD = """
import hashlib, os, signal, threading, time
from communique import interrupts
interrupts.PATIENCE = 0.2
interrupts.interrupts.handle()
"""
BUSY = f"""{HEAD}
with interrupts.interrupts.leading_to(lambda: None):
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
"""
ENDS_SOON = BUSY.replace("None)", "None, soon=True)").replace("SIGTERM", "SIGINT")
INSIDE_A_LIBRARY = f"""{HEAD}
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
"""


@pytest.mark.parametrize(("code", "number"), [(BUSY, 143), (ENDS_SOON, 130), (INSIDE_A_LIBRARY, 130)])
def test_a_command_that_does_not_end_is_ended(code: str, number: int) -> None:
    """Though Python runs none of its own handlers while it is inside a library."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (number, "")
    assert ran.stderr == f"stopped at once; {interrupts.KEPT}\n"
