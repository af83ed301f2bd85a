"""A calendar of what is held: a row for each source, a column for each month or year. Drawn as SVG."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from communique.plots.marks import DARK, LEGEND, SIDE, draw, told
from storage.read.coverage.coverage import CoverageLine
from storage.read.coverage.periods import By, Period, periods
from storage.records import visible

STEP, LEFT, TOP, LINE = SIDE + 3, 150, 40, 18  # pixels
MOST = 600  # columns, the newest: a date of another age makes no picture of a thousand years
LONGEST = 22  # characters of a source's name
FONT = {"font-family": "sans-serif", "font-size": "11", "fill": DARK}


def calendar(lines: Mapping[str, Sequence[CoverageLine]], by: By) -> bytes:
    """The picture of the coverage of sources, by their names."""
    columns = _columns(lines, by)
    places = {period: LEFT + STEP * number for number, period in enumerate(columns)}
    bottom = TOP + STEP * len(lines)
    size = {"width": str(max(LEFT + STEP * len(columns), 480) + 10), "height": str(bottom + LINE * (len(LEGEND) + 1))}
    picture = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img"})
    SubElement(picture, "title").text = f"What the archive holds of each source, by {by}"
    SubElement(picture, "rect", {**size, "fill": "#ffffff"})
    for number, period in enumerate(columns):
        year = period.name[:4]
        if number == 0 or (columns[number - 1].name[:4] != year and (by == "month" or int(year) % 5 == 0)):
            _text(picture, places[period], TOP - 8, year)
    for row, (source, of_source) in enumerate(lines.items()):
        y = TOP + STEP * row
        name = visible(source)
        _text(picture, 8, y + SIDE - 2, name if len(name) <= LONGEST else f"{name[:LONGEST]}…")
        _row(picture, of_source, by, places, y)
    for number, (verdict, words) in enumerate(LEGEND.items(), 1):
        y = bottom + LINE * number - SIDE
        draw(picture, verdict, LEFT, y, 2, 1)
        _text(picture, LEFT + STEP + 4, y + SIDE - 2, words)
    written: bytes = tostring(picture, encoding="utf-8", xml_declaration=True)
    return written


def _columns(lines: Mapping[str, Sequence[CoverageLine]], by: By) -> list[Period]:
    ends = [day for of_source in lines.values() for line in of_source for day in (line.period.first, line.period.last)]
    days = [day for day in ends if day is not None]
    return list(periods(by, min(days), max(days)))[-MOST:] if days else []


def _row(picture: Element, lines: Sequence[CoverageLine], by: By, places: Mapping[Period, float], y: float) -> None:
    for line in lines:
        if line.period.first is None or line.period.last is None:
            continue
        for period in periods(by, line.period.first, line.period.last):
            if period in places:
                group = SubElement(picture, "g")
                SubElement(group, "title").text = visible(told(line, period.name))
                draw(group, line.verdict, places[period], y, line.counts.listed, line.counts.held)


def _text(picture: Element, x: float, y: float, text: str) -> None:
    SubElement(picture, "text", {"x": f"{x:g}", "y": f"{y:g}", **FONT}).text = text
