"""How a period is drawn: each verdict has a shape and a lightness of its own, so that no colour need be told apart."""

from xml.etree.ElementTree import Element, SubElement

from storage.read.coverage.coverage import CoverageLine
from storage.read.coverage.periods import PeriodVerdict

SIDE = 12  # pixels
DARK, MIDDLE, LIGHT = "#1a1a1a", "#767676", "#d9d9d9"

LEGEND: dict[PeriodVerdict, str] = {
    "complete": "complete: all that was announced is held (pale: nothing was)",
    "incomplete": "incomplete: filled as far as it is held",
    "blocked": "blocked",
    "unreadable": "unreadable",
    "late": "late: the listings were not read since",
    "unknown": "unknown: no listing shows all of it",
}


def draw(parent: Element, verdict: PeriodVerdict, x: float, y: float, listed: int, held: int) -> None:
    """Draw a period in a square with its upper left corner at a place."""
    if verdict == "complete":
        _square(parent, x, y, SIDE, DARK if listed or held else LIGHT)
    elif verdict == "incomplete":
        height = SIDE * held / listed if listed else 0
        _square(parent, x, y + SIDE - height, height, MIDDLE)
        _outline(parent, x, y)
    elif verdict == "blocked":
        _outline(parent, x, y)
        _line(parent, x, y, x + SIDE, y + SIDE)
        _line(parent, x, y + SIDE, x + SIDE, y)
    elif verdict == "unreadable":
        _outline(parent, x, y)
        for part in (0.25, 0.5, 0.75):
            _line(parent, x, y + SIDE * part, x + SIDE, y + SIDE * part)
    elif verdict == "late":
        _outline(parent, x, y, dashed=True)
    else:
        middle = {"cx": f"{x + SIDE / 2:g}", "cy": f"{y + SIDE / 2:g}", "r": "1.5"}
        SubElement(parent, "circle", {**middle, "fill": MIDDLE})


def told(line: CoverageLine, name: str) -> str:
    """What a reader who points at a period is told."""
    counts = line.counts
    return f"{line.source} {name}: {line.verdict}, {counts.held} held of {counts.listed} listed"


def _square(parent: Element, x: float, y: float, height: float, fill: str) -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": str(SIDE), "height": f"{height:g}"}
    SubElement(parent, "rect", {**place, "fill": fill})


def _outline(parent: Element, x: float, y: float, *, dashed: bool = False) -> None:
    place = {"x": f"{x + 0.5:g}", "y": f"{y + 0.5:g}", "width": str(SIDE - 1), "height": str(SIDE - 1)}
    dashes = {"stroke-dasharray": "2 2"} if dashed else {}
    SubElement(parent, "rect", {**place, "fill": "none", "stroke": DARK, **dashes})


def _line(parent: Element, x1: float, y1: float, x2: float, y2: float) -> None:
    ends = {"x1": f"{x1:g}", "y1": f"{y1:g}", "x2": f"{x2:g}", "y2": f"{y2:g}"}
    SubElement(parent, "line", {**ends, "stroke": DARK})
