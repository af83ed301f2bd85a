"""What is damaged in an archive is left out of an export, what is altered is marked, and both are said."""

import csv
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.proof import log
from storage.warc.recording import Recording
from tests.communique.command_line import Line

Damage = Callable[..., None]
OF_RELEASES = (
    "UPDATE snapshot SET tags = '{' WHERE release_id = 3 AND version = 2",
    "UPDATE absence SET ended_at = 'never' WHERE release_id = 2",
)


@pytest.fixture
def archive(asked: str, tmp_path: Path) -> Path:
    """A copy of the archive of samples."""
    (tmp_path / "archive").mkdir()
    return Path(shutil.copy(asked.removeprefix("sqlite:///"), tmp_path / "archive" / "archive.db"))


@pytest.fixture
def communique(archive: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(f"sqlite:///{archive}", capsys)


@pytest.fixture
def damage(archive: Path) -> Damage:
    def executed(*statements: str) -> None:
        with closing(sqlite3.connect(archive, isolation_level=None)) as db:
            for statement in statements:
                db.execute(statement)

    return executed


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))


def number_of(archive: Path, table: str) -> int:
    with closing(sqlite3.connect(archive)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - of a table of ours


def test_changes_of_damaged_releases_are_left_out_and_said(communique, damage, tmp_path):
    assert communique("export", str(tmp_path / "before.csv"), "--table", "changes").code == 0
    before = rows(tmp_path / "before.csv")
    damage(*OF_RELEASES)
    ran = communique("export", str(tmp_path / "r.csv"), "--table", "changes")
    assert ran.code == 1
    assert "warning: 2 releases damaged in the archive, first row 1 of table absence" in ran.err
    assert {row["release"] for row in before} > {"2", "3"}
    assert rows(tmp_path / "r.csv") == [row for row in before if row["release"] not in ("2", "3")]


def test_what_is_damaged_is_left_out_and_what_is_altered_is_marked(communique, damage, tmp_path):
    damage(
        OF_RELEASES[0],
        "UPDATE block SET text = 'forged' WHERE snapshot_id = (SELECT id FROM snapshot WHERE release_id = 7)",
        "UPDATE snapshot SET first_seen = 'never' WHERE release_id = 4",
    )
    ran = communique("export", str(tmp_path / "r.csv"))
    assert ran.code == 1
    found = rows(tmp_path / "r.csv")
    assert [row["release"] for row in found] == ["9", "8", "7", "6", "5", "2", "1"]
    assert [row["release"] for row in found if row["altered"] == "true"] == ["7"]
    assert sorted(line.split(",")[0] for line in ran.err.splitlines() if "warning" in line) == [
        "warning: 1 release damaged in the archive",
        "warning: 1 versions altered in the archive",
        "warning: 1 versions damaged in the archive",
    ]


def test_a_wacz_tells_no_altered_text(communique, archive, damage, tmp_path):
    damage("UPDATE block SET text = 'forged' WHERE snapshot_id = (SELECT max(id) FROM snapshot)")
    ran = communique("export", str(tmp_path / "all.wacz"))
    assert (ran.code, "warning: 1 versions altered" in ran.err) == (1, True)
    with zipfile.ZipFile(tmp_path / "all.wacz") as wacz:
        pages = wacz.read("pages/pages.jsonl")
    assert b"forged" not in pages
    assert pages.count(b"\n") == number_of(archive, "snapshot"), "all but one, and a line that says what they are"


def test_a_damaged_capture_is_left_out_and_said(communique, archive, damage, tmp_path):
    damage(
        "UPDATE payload SET data = x'00' WHERE id = (SELECT payload_id FROM capture ORDER BY id DESC LIMIT 1)",
        "UPDATE capture SET at = 'never' WHERE id = 4",
        "UPDATE capture SET head = x'00' WHERE id = 5",
    )
    whole = number_of(archive, "capture") - 3
    ran = communique("export", str(tmp_path / "all.warc"))
    assert ran.code == 1
    told = f"{whole} captures\nwarning: 3 captures damaged in the archive, first row 4 of table capt"
    assert ran.err.startswith(told)
    with Recording(tmp_path / "all.warc") as recording:
        assert recording.count == whole


def test_where_the_log_is_damaged_an_export_says_so(communique, archive, damage, tmp_path):
    logged = Archive.open(f"sqlite:///{archive}")
    logged.write(log.append, logged.payloads)
    logged.close()
    damage("UPDATE tree_head SET root = zeroblob(32)")
    ran = communique("export", str(tmp_path / "r.csv"))
    assert (ran.code, "no tree head is told" in ran.err) == (1, True)
    assert json.loads((tmp_path / "r.csv.datapackage.json").read_text())["treeHead"] is None
