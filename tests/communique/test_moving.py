"""`backup`, `copy` and `export` make what answers as the archive does, say what they did, and leave nothing by half."""

import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from archive_contents import contents, differences
from crawl_runner import Crawls

from storage.transfer.backup import back_up
from tests.communique.command_line import Line, process
from tests.communique.test_circumstances import bound


@pytest.mark.parametrize("command", ["backup", "copy"])
def test_the_other_archive_answers_as_the_first(communique, asked, tmp_path, capsys, command):
    file = tmp_path / "other.db"
    ran = communique("backup", str(file)) if command == "backup" else communique("copy", asked, str(file))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("checked\n" if command == "backup" else "compared\n")
    other = Line(f"sqlite:///{file}", capsys)
    for question in (["list"], ["changes", "--json"], ["search", "minister OR 会談"]):
        assert other(*question) == communique(*question)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["backup"], 2, "FILE"),
        (["backup", "/nowhere/copy.db"], 2, "cannot write"),
        (["copy", "none.db", "other.db"], 2, "no archive at"),
        (["copy", "none.db"], 2, "TO"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(communique, monkeypatch, tmp_path, arguments, code, says):
    monkeypatch.chdir(tmp_path)
    ran = communique(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_was_killed_goes_on(asked: str, archive_url: str, tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    for killed_at in (50, 150):
        assert crawls.run("copy", asked, archive_url, killed_at=killed_at).code == -signal.SIGKILL
    done = crawls.run("copy", asked, archive_url)
    assert (done.code, done.err) == (0, "both hold 30 captures and 9 releases: 163 rows compared\n")
    assert differences(contents(asked, times=True), contents(archive_url, times=True)) == []


def test_an_export_that_was_killed_or_found_no_room_leaves_no_file(asked: str, tmp_path: Path) -> None:
    for name in ("all.jsonl", "all.wacz"):
        killed = Crawls(tmp_path).run("export", name, url=asked, killed_at=6)
        assert (killed.code, (tmp_path / name).exists()) == (-signal.SIGKILL, False)
    back_up(asked, tmp_path / "archive.db")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:  # to be read without a file beside it
        db.execute("PRAGMA journal_mode = DELETE")
    archive = f"sqlite:///{tmp_path / 'archive.db'}"
    full = subprocess.run(
        **process("export", str(tmp_path / "all.csv"), archive=archive, PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=lambda: bound(600),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (full.returncode, full.stderr) == (1, "error: file too large\n")
    assert not (tmp_path / "all.csv").exists()
