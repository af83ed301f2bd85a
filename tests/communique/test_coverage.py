"""What the command says of periods; what is counted is tested with `storage.read.coverage`."""

import pytest

from tests.communique.test_list import lacking

__all__ = ["lacking"]


def test_each_source_has_a_table_and_what_is_not_held_is_named(lacking):
    ran = lacking("coverage", "xx_water")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "xx_water"
    assert ran.out.splitlines()[1].split() == ["period", "listed", "held", "missing", "verdict"]
    assert "xx_water: 2 releases announced and not held; --missing names them" in ran.err
    named = lacking("coverage", "xx_water", "--missing")
    assert [line for line in named.out.splitlines() if line.startswith("xx_water ")] == [
        "xx_water 2025-01  incomplete, 1 release not held",
        "xx_water undated  incomplete, 1 release not held",
    ]
    assert "Waiting" in named.out
    assert "asked 2025-01-10 08:00 UTC: 503, status 503" in named.out


def test_json_is_a_line_a_period_and_with_missing_a_line_a_release(lacking):
    lines = lacking("coverage", "--json", "--by", "year").lines
    assert {line["source"] for line in lines} >= {"xx_water"}
    for line in lines:
        assert line["listed"] == line["held"] + line["missing"] + line["unreadable"] + line["gone"]
    found = lacking("coverage", "--json", "--missing").lines
    assert [(line["period"], line["title"], line["verdict"]) for line in found] == [
        ("2025-01", "Waiting", None),
        ("undated", "Asked", "failed"),
    ]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["nobody"], 2, "the archive holds nothing of nobody"),
        (["--by", "week"], 2, "'week' is not one of 'month', 'year'"),
        (["--since", "2025-02-01", "--until", "2025-01-01"], 2, "lies before"),
    ],
)
def test_a_slip_of_the_pen_is_said(lacking, words, code, says):
    ran = lacking("coverage", *words)
    assert ran.code == code
    assert says in ran.err


def test_a_calendar_is_drawn_whole_or_not_at_all(lacking, tmp_path):
    ran = lacking("coverage", "--plot", str(tmp_path / "calendar.svg"))
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "calendar.svg").read_bytes().startswith(b"<?xml")
    assert not list(tmp_path.glob("*.part"))
    for name, says in (("calendar.png", "is no .svg file"), ("nowhere/calendar.svg", "cannot write")):
        ran = lacking("coverage", "--plot", str(tmp_path / name))
        assert ran.code == 2
        assert says in " ".join(ran.err.split())
