"""What a person sees: on a terminal of 80 columns, and in a pipe."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from communique.terminal import wrapped
from storage.records import visible
from tests.communique.command_line import on_terminal
from tests.communique.sample_archives import LONG


@given(st.text())
def test_nothing_visible_acts_on_a_terminal(text):
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", visible(text))


@given(st.text("ab 、。（日本عر\u0301", max_size=60), st.integers(5, 30))
def test_wrapped_lines_hold_all_words_and_fit(text, width):
    lines = [line.plain for line in wrapped(Text(text), width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cell_len(line) <= width or len(re.findall(r"[^\s日本]+|[日本]", line)) <= 1 or "、" in line


def test_chinese_and_japanese_break_anywhere_but_before_a_closing_sign():
    lines = wrapped(Text("外務大臣は、東京において、会談を行いました。"), 10)
    assert [line.plain for line in lines] == ["外務大臣", "は、東京に", "おいて、会", "談を行いま", "した。"]


@pytest.mark.parametrize(
    "command", [["show", "1"], ["show", "8"], ["show", "9"], ["diff", "1"], ["diff", "8"], ["diff", "8", "-y"],
                ["diff", "9", "-y"], ["changes"], ["history", "1"], ["search", "welcomed"], ["sources"],
                ["history", "2", "--captures"], ["sources", "us_state_2017"], ["parse", "--help"]],
    ids=" ".join,
)  # fmt: skip
def test_80_columns_are_enough(communique, command):
    lines = communique.on_terminal(*command)
    assert lines
    assert [line for line in lines if cell_len(line) > 80] == []


def test_a_point_hangs_from_its_marker(communique):
    first, second = communique.on_terminal("show", "8")[5:7]
    assert first.startswith("1 外務大臣は、")
    assert second.startswith("  ")


def test_both_wordings_stand_side_by_side_in_wide_characters(communique):
    lines = communique.on_terminal("diff", "8", "--side-by-side")
    rows = lines[lines.index(next(line for line in lines if line.startswith("version 1  "))) + 1 :]
    rows = [row.rstrip() for row in rows]
    assert any("[-690-]" in row for row in rows)
    # The second column begins at one cell in every row.
    assert {cell_len(row[: row.rindex(right)]) for row in rows for right in [row.split("  ")[-1].lstrip()]} == {40}


def test_a_pipe_gets_whole_lines(communique):
    assert any(LONG in line and "{+not +}" in line for line in communique("diff", "1").out.splitlines())
    assert any(line.startswith(LONG) for line in communique("show", "1").out.splitlines())
    assert len([line for line in communique("sources").out.splitlines() if "xx_water" in line]) == 1


def test_no_colour_where_it_is_not_wanted(asked):
    colours = re.compile(r"\x1b\[[0-9;]*3[0-9]")
    assert colours.search(on_terminal("diff", "1", archive=asked))
    assert not colours.search(on_terminal("diff", "1", archive=asked, NO_COLOR="1"))


ASKED = ("history 7", "show 7", "search evil", "show 7 --json", "show 7 --format markdown", "show 7 --format html")


@pytest.mark.parametrize("command", ASKED)
def test_hostile_text_is_only_text(communique, command):
    out = communique(*command.split()).out
    assert out.replace("\n", "").isprintable()
    assert "pwned" in out
    assert "[bold]" in out.replace("\\", "")


def test_a_real_terminal_sees_no_escape_of_a_page(asked):
    shown = on_terminal("show", "7", archive=asked)
    assert "pwned" in shown
    assert "\x1b]" not in shown


@pytest.mark.parametrize("columns", [0, 80])
def test_a_terminal_that_does_not_know_its_width_shows_all_the_same(asked, columns):
    for words in (["list", "--limit", "1"], ["sources"], ["--help"]):
        shown = on_terminal(*words, archive=asked, columns=columns)
        assert len(shown.splitlines()) > 2, words
