from collections import Counter
from datetime import date
from typing import get_args

import pytest
from lxml.etree import fromstring

from communique.plots.calendar import MOST, calendar
from communique.plots.marks import LEGEND
from storage.read.coverage.coverage import CoverageLine
from storage.read.coverage.periods import UNDATED, Counts, Period, PeriodVerdict

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script>&\x1b]0;x\u202e"


def line(month, verdict="complete", source="xx_water", held=2, missing=0):
    return CoverageLine(1, source, Period.of("month", 2025, month), Counts(held=held, missing=missing), verdict)


def drawn(lines, by="month"):
    return fromstring(calendar(lines, by))


def test_each_period_of_each_source_is_drawn_and_told():
    run = Period.of("month", 2025, 3).until(Period.of("month", 2025, 5))
    lines = [line(1), line(2, "incomplete", missing=1), CoverageLine(1, "xx_water", run, Counts(), "late")]
    undated = CoverageLine(1, "xx_water", UNDATED, Counts(held=1), "complete")
    told = [group.findtext(f"{SVG}title") for group in drawn({"xx_water": [*lines, undated]}).iter(f"{SVG}g")]
    assert told == [
        "xx_water 2025-01: complete, 2 held of 2 listed",
        "xx_water 2025-02: incomplete, 2 held of 3 listed",
        *(f"xx_water 2025-0{month}: late, 0 held of 0 listed" for month in (3, 4, 5)),
    ]


def test_no_two_verdicts_are_told_apart_by_hue():
    lines = {"xx_water": [line(n, verdict) for n, verdict in enumerate(get_args(PeriodVerdict), 1)]}
    picture = drawn(lines)
    marks = []
    for group in picture.iter(f"{SVG}g"):
        shapes = [(mark.tag, mark.get("fill"), mark.get("stroke-dasharray"), mark.get("height")) for mark in group[1:]]
        marks.append(tuple(sorted(shapes, key=str)))
    assert len(set(marks)) == len(get_args(PeriodVerdict)) == len(LEGEND)
    colours = {mark.get(name) for mark in picture.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)  # greys
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert set(LEGEND.values()) <= set(texts)


def test_nothing_that_stands_in_an_archive_acts_in_a_picture():
    picture = calendar({HOSTILE: [line(1, source=HOSTILE)]}, "month")
    found = Counter(element.tag for element in fromstring(picture).iter())
    assert not found[f"{SVG}script"]
    assert b"\x1b" not in picture
    assert b"<script" not in picture


@pytest.mark.parametrize("lines", [{}, {"xx_water": []}])
def test_an_empty_archive_has_a_picture(lines):
    assert drawn(lines).tag == f"{SVG}svg"


def test_a_date_of_another_age_makes_no_endless_picture():
    ages = CoverageLine(1, "xx_water", Period(date.min, date(2025, 1, 31), "0001-01/2025-01"), Counts(), "late")
    picture = drawn({"xx_water": [ages]})
    assert len(list(picture.iter(f"{SVG}g"))) == MOST
