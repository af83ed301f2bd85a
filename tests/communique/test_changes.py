"""What `changes`, `diff`, `history` and `show` say of seams between blocks and of absences."""

import re

import pytest

from communique.commands.changes import _report
from communique.edit_view import show_edit, show_side_by_side
from storage.archive import Archive
from storage.edits.edit import Edit
from storage.records import Reading
from tests.communique.command_line import Line
from tests.communique.sample_archives import MOVED, WATER, make, url
from tests.storage.builders import FACTS, at, commit, keep_readings, open_crawl, read_as, release_at, visit

RULE = "gone is what answers 410, or 404 on two visits at least a day apart"


@pytest.fixture
def back(tmp_path, capsys) -> Line:
    """An archive in which a release that was gone has come back, and another was not found once."""
    archive = Archive.open(make(tmp_path / "archive.db"))
    crawl = open_crawl(archive, FACTS, "update", "{}", at(70))
    for key, reading in (("dressed", Reading("read", WATER["dressed"][-1])), ("cut", Reading("not_found"))):
        number = release_at(archive, crawl, key, url(key), at(70)).release_id
        text = None if reading.release is None else key
        kept = commit(archive, crawl, [visit(number, 80, text, url(key), status=200 if text else 404)])
        keep_readings(archive, crawl, read_as(kept, [reading]))
    archive.close()
    return Line(f"sqlite:///{tmp_path / 'archive.db'}", capsys)


def test_each_turn_is_told_between_two_visits(back):
    out = back("changes").out
    assert (
        "  between 2025-01-09 21:00 and 2025-01-10 17:00 UTC\n"
        f"  returned: found again at {url('dressed')}\n"
    ) in out  # fmt: skip
    assert (
        "  between 2025-01-08 09:00 and 2025-01-08 15:00 UTC\n"
        f"  gone: no longer found at {url('dressed')}\n"
    ) in out  # fmt: skip
    assert back("history", "2").out.splitlines()[-1] == (
        "not found at its address from 2025-01-08 15:00 to 2025-01-09 21:00 UTC, there last at 2025-01-08 09:00 UTC, "
        "there again at 2025-01-10 17:00 UTC"
    )


@pytest.mark.parametrize("command", [["history", "4"], ["show", "4"], ["changes"]])
def test_a_release_that_was_not_found_once_comes_with_the_rule(back, command):
    ran = back(*command)
    assert RULE in ran.out + ran.err


def test_a_release_that_moved_is_told_by_show_and_history_with_both_addresses(communique):
    told = f"moved for good from {url('undated')} to {MOVED}, seen at 2025-01-09 01:00 UTC, there last at "
    for command in (["history", "6"], ["history", "6", "--moves"], ["show", "6"]):
        assert told in communique(*command).out.replace("\n", " ")
    (move,) = communique("history", "6", "--moves", "--json").lines
    assert (move["before"], move["after"], move["moved"]) == (url("undated"), MOVED, at(40).isoformat())
    assert communique("show", "6", "--json").lines[0]["moves"] == [move]
    assert communique("show", "6", "--as-of", at(39).isoformat(), "--json").lines[0]["moves"] == []
    assert communique("history", "1", "--moves").err == "it stands where it was found\n"
    assert communique("history", "6", "--moves", "--captures").code == 2


def test_a_release_that_is_on_no_listing_any_more_is_told_by_show_and_history(communique):
    told = "not on its listing since 2025-01-09 11:00 UTC, there last at 2025-01-07 09:00 UTC"
    assert told in communique("show", "5").out
    assert told in communique("history", "5").out


def test_changes_of_a_kind_of_a_span_and_of_all(communique):
    every = communique("changes", "--json").lines
    kinds = {line["edits"][0]["kind"] for line in communique("changes", "--kind", "gone", "--json").lines}
    assert kinds == {"gone"}
    edited = communique("changes", "--kind", "edited", "--json").lines
    assert 0 < len(edited) < len(every)
    assert communique("changes").err == f"{len(every)} changes\n"
    assert communique("changes", "--limit", "1").err == "the newest 1 change; --limit shows more\n"
    every = communique("changes")
    assert communique("changes", "--limit", every.err.split()[0]) == every
    before = communique("changes", "--until", "2025-01-08", "--json").lines
    assert {line["seen"][1][:10] for line in before} == {"2025-01-08"}
    assert communique("changes", "--since", "2030-01-01").err == "no change was seen\n"


MANY = [f"Point {number} of a long list of points that nobody has touched." for number in range(20)]


@pytest.mark.parametrize(
    ("kind", "before", "after", "shown"),
    [
        ("split", "One. Two.", "One.\nTwo.", ["One.{+ ¶ +}Two."]),
        ("merged", "One.\nTwo.", "One. Two.", ["One.[- ¶ -]Two."]),
        ("merged", "One.\nTwo.\nThree.", "One.\nTwo.Three.", ["One. Two.[- ¶ -]Three."]),
        ("split", "水は流れる。橋を渡る。", "水は流れる。\n橋を渡る。", ["水は流れる。{+ ¶ +}橋を渡る。"]),
        ("split", "One and two. Three.", "One.\nThree!", ["One.{+ ¶ +}Three!"]),
    ],
)
def test_a_seam_is_shown_where_it_moved(capsys, kind, before, after, shown):
    show_edit(Edit("block", kind, before, after, "typography"))
    assert capsys.readouterr().out.splitlines()[1:] == [f"  {line}" for line in shown]


@pytest.mark.parametrize(
    ("kind", "before", "after", "columns"),
    [
        ("split", "One. Two.", "One.\nTwo.", ["One.Two.", "One.{+ ¶ +}Two."]),
        (
            "merged",
            "水は流れる。\n橋を渡る。",
            "水は流れる。橋を渡る。",
            ["水は流れる。[- ¶ -]橋を渡る。", "水は流れる。橋を渡る。"],
        ),
        ("split", "One and two. Three.", "One.\nThree!", ["One and two. Three.", "One.{+ ¶ +}Three!"]),
    ],
)
def test_a_seam_is_shown_in_two_columns_where_it_moved(capsys, kind, before, after, columns):
    show_side_by_side(Edit("block", kind, before, after, "typography"), "version 1", "version 2")
    (line,) = capsys.readouterr().out.splitlines()[1:]
    assert re.split(r" {2,}", line.rstrip()) == columns


def test_twenty_blocks_are_not_shown_twice_for_one_seam(capsys):
    show_edit(Edit("block", "merged", "\n".join(MANY), "\n".join([*MANY[:-2], " ".join(MANY[-2:])]), "typography"))
    (line,) = capsys.readouterr().out.splitlines()[1:]
    assert "touched.[- ¶ -]Point 19" in line
    assert len(line) < 300


@pytest.mark.parametrize(("missed", "told"), [([6], "release 6;"), ([6, 7], "releases 6, 7;")])
def test_releases_that_were_not_found_once_are_named(capsys, missed, told):
    _report(0, missed, more=False)
    assert f"not found by the last visit: {told} gone is what answers 410" in capsys.readouterr().err
