"""`review`, and what `changes` and `diff` say of what many releases had at once."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.records import Reading
from storage.review import recognition
from tests.communique.command_line import Line
from tests.storage.builders import (
    FACTS,
    START,
    address,
    announce,
    at,
    commit,
    keep_readings,
    open_crawl,
    read_as,
    release,
    visit,
)

KEYS = "abcdefgh"
WIDGET = "Share this page with your friends"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of eight releases, into each of which the site put a line; one was edited too."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    archive = Archive.open(f"sqlite:///{path}")
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    ids = announce(archive, crawl, *KEYS)
    for hours, lines in ((1, ()), (2, (WIDGET,))):
        cities = {key: "Rome" if (hours, key) == (2, "a") else f"{key.upper()}ton" for key in KEYS}
        texts = {key: release(f"They met in {cities[key]}.", *lines, title=f"On {key}") for key in KEYS}
        kept = commit(archive, crawl, [visit(ids[key], hours, repr(text), address(key)) for key, text in texts.items()])
        keep_readings(archive, crawl, read_as(kept, [Reading("read", one, layout="first") for one in texts.values()]))
    while archive.write(recognition.examine, crawl.source_id):
        pass
    archive.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def dressed(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(f"sqlite:///{shutil.copy(whole, tmp_path / 'archive.db')}", capsys)


def test_what_many_releases_had_at_once_is_left_out_and_its_number_said(dressed):
    ran = dressed("changes", "--json")
    (line,) = ran.lines
    assert (line["title"], [edit["after"] for edit in line["at_once"]]) == ("On a", [WIDGET])
    assert "Rome" in line["edits"][0]["after"]
    assert ran.err.startswith(
        "left out: 7 changes of what many releases had at once; --all and `communique review` show them"
    )
    assert len(dressed("changes", "--all", "--json").lines) == 8
    assert "left out" not in dressed("changes", "--all").err
    ran = dressed("changes")
    assert "1 edit that many releases had at once; see `communique review`" in ran.out
    assert "left out: 7 changes" in ran.err


def test_a_person_decides_and_may_change_the_decision(dressed):
    (line,) = dressed("review", "--json").lines
    assert (line["source"], line["moment"], line["releases"]) == ("xx_water", at(2).isoformat(), 8)
    assert (line["id"], line["decision"]) == (1, None)
    assert WIDGET in line["example"]
    assert dressed("review", "1", "--as", "edit").out.startswith("1  xx_water  an edit\n")
    assert len(dressed("changes", "--json").lines) == 8
    assert dressed("review").err == "nothing is to be reviewed\n"
    assert dressed("review", "--all").out.splitlines()[2] == "  so in 8 releases, at 2025-01-07 11:00 UTC or before"
    dressed("review", "1", "--as", "dress")
    assert len(dressed("changes", "--json").lines) == 1


def test_diff_shows_all_and_says_what_of_it_many_releases_had(dressed):
    ran = dressed("diff", "2")
    assert WIDGET in ran.out
    assert ran.err == "of this, many releases had at once: 1 edit; see `communique review`\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["9", "--as", "edit"], 2, "nothing to review has the number 9"),
        (["1"], 2, "give a number and what it was, or neither"),
        (["--as", "dress"], 2, "give a number and what it was, or neither"),
        (["--source", "zz_none"], 2, "zz_none"),
    ],
)
def test_what_cannot_be_decided_is_said(dressed, words, code, says):
    ran = dressed("review", *words)
    assert ran.code == code
    assert says in " ".join(ran.err.split())
