"""`communique import` in a process of its own: killed, interrupted, and given what it cannot read."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import warc_files as warcs

from tests.communique.command_line import process
from tests.crawler.ingest.recorded_visits import at, page

ROOT = Path(__file__).parents[2]


def import_line(path: Path, *words: str | Path) -> list[str]:
    """The command line of an import into the archive at `path`."""
    line = [sys.executable, "-m", "communique", "--archive", f"sqlite:///{path}", "import"]
    return [*line, *map(str, words)]


def imported(path: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(import_line(path, *words), cwd=ROOT, capture_output=True, text=True, check=False)


def readers(pid: int) -> list[int]:
    """The processes that read for another (proc(5)); multiprocessing has one of its own besides."""
    children = [
        int(found) for task in Path(f"/proc/{pid}/task").iterdir() for found in (task / "children").read_text().split()
    ]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_a_reader_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path):
    numbers = range(1000, 1400)
    (tmp_path / "all.warc.gz").write_bytes(warcs.packed([page(n, n) for n in numbers]))
    command = import_line(tmp_path / "a.db", tmp_path / "all.warc.gz", "--json")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (found := readers(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.01)
        for reader in found:
            os.kill(reader, signal.SIGKILL)
        out, said = process.communicate()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    line = json.loads(out)
    assert (line["outcome"], line["new"], line["unreadable"]) == ("complete", len(numbers), 0)


def test_ctrl_c_ends_it_after_what_is_under_way(tmp_path):
    numbers = range(1000, 1400)
    (tmp_path / "all.warc.gz").write_bytes(warcs.packed([page(n, n) for n in numbers]))
    command = import_line(tmp_path / "a.db", tmp_path / "all.warc.gz")
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        deadline = time.monotonic() + 60
        while not held(tmp_path / "a.db") and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate()[1]
    assert process.returncode == 1
    assert "the next import continues from here" in said
    assert "Traceback" not in said
    done = imported(tmp_path / "a.db", tmp_path / "all.warc.gz", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["new"] == len(numbers)  # one crawl, continued


def held(path: Path) -> bool:
    """Whether an import has brought anything in yet."""
    try:
        with closing(sqlite3.connect(path)) as db:
            return bool(db.execute("SELECT count(*) FROM snapshot").fetchone()[0])
    except sqlite3.Error:  # the archive is being made
        return False


def test_the_command_says_what_was_wrong_and_fails(tmp_path):
    whole = warcs.packed([warcs.response("https://other.example/", at(1), b"<html>"), page(1, 2)])
    (tmp_path / "whole.warc.gz").write_bytes(whole)
    (tmp_path / "cut.warc.gz").write_bytes(whole + warcs.packed([page(2, 3)])[:-9])
    done = imported(tmp_path / "a.db", tmp_path / "whole.warc.gz", "--json")
    line = json.loads(done.stdout)
    assert done.returncode == 0
    assert (line["source"], line["mode"], line["outcome"], line["new"]) == ("cn_fmprc_en", "import", "complete", 1)
    assert "left out: 1 page of no source: other.example (1)" in done.stderr
    done = imported(tmp_path / "a.db", tmp_path / "cut.warc.gz")
    assert done.returncode == 1
    assert "records cut off: 1, first cut.warc.gz, byte" in done.stderr
    assert "2 records in" in done.stderr
    done = imported(tmp_path / "a.db", tmp_path / "a.db")
    assert done.returncode == 1
    assert "is it a WARC, ARC or WACZ file?" in done.stderr


def test_a_recording_of_no_known_source_says_what_to_do_and_fails(tmp_path):
    (tmp_path / "other.warc").write_bytes(warcs.response("https://other.example/", at(1), b"<html>"))
    done = imported(tmp_path / "a.db", tmp_path / "other.warc")
    assert done.returncode == 1
    assert "warning: nothing of it belongs to a source that is known here: `communique sources` lists" in done.stderr


def test_a_recording_may_come_from_standard_input(tmp_path):
    recorded = warcs.packed([page(1, 2)])
    command = process("import", "-", "--quiet", archive=str(tmp_path / "a.db"))
    done = subprocess.run(**command, input=recorded, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert held(tmp_path / "a.db")
    junk = subprocess.run(**command, input=b"junk", capture_output=True, check=False)
    assert junk.stderr == b"error: standard input holds no record; is it a WARC, ARC or WACZ file?\n"


def test_a_quiet_import_says_what_needs_a_person(tmp_path):
    (tmp_path / "cut.warc.gz").write_bytes(warcs.packed([page(1, 2)])[:-20])
    for file, code, said in ("cut.warc.gz", 1, "warning: records cut off: 1"), ("none.warc", 2, "error: cannot open"):
        done = subprocess.run(
            **process("import", str(tmp_path / file), "--quiet", archive=str(tmp_path / "b.db")),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr


def test_where_nothing_belongs_to_a_source_no_table_is_printed(tmp_path):
    (tmp_path / "other.warc.gz").write_bytes(warcs.packed([warcs.response("https://other.example/", at(1), b"<html>")]))
    done = imported(tmp_path / "a.db", tmp_path / "other.warc.gz")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing of it belongs to a source that is known here" in done.stderr
