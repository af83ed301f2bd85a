"""The demo ministry's releases: each follows from its number and day alone, so thousands cost nothing.

The country, its partners and all persons are invented; the sentences follow the habits of diplomatic prose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar
from zlib import crc32

from communique.demo.prose import KINDS, PARTNERS, REGIONS, STATED

Choice = TypeVar("Choice")

# Releases of a day, Monday first. Nothing appears at weekends.
PER_WEEKDAY = (2, 1, 3, 1, 2, 0, 0)

FIGURE = re.compile(r"\d+")
VERB = re.compile(rf"\b(?:{'|'.join(STATED)})\b")


@dataclass(frozen=True, slots=True)
class Publication:
    """One release before any template: what a right reading of its page must give.

    `points` are pairs of marker ("1", "(1)") and text. `typed` says whether the page has the markers as
    text or leaves them to `<ol>`. `captions` has a text for each photo; `attachment` names a PDF, if there is one.
    """

    number: int
    path: str
    published: date
    title: str
    lead: str
    points: tuple[tuple[str, str], ...]
    typed: bool
    captions: tuple[str, ...]
    attachment: str | None


def days_back(today: date, count: int) -> Iterator[date]:
    """The days of `count` releases, newest first, beginning with `today`."""
    day = today
    while count > 0:
        for _ in range(min(PER_WEEKDAY[day.weekday()], count)):
            count -= 1
            yield day
        day -= timedelta(days=1)


def publication(number: int, published: date) -> Publication:
    """The release with this number, the same every time."""
    kind = _pick(KINDS, number, "kind")
    partner = _pick(PARTNERS, number, "partner")
    facts = partner._asdict() | {
        "day": f"{published:%B} {published.day}",
        "hour": _pick(range(9, 12), number, "hour"),
        "minutes": _pick(range(20, 95, 5), number, "minutes"),
        "round": _pick(("second", "third", "fifth", "eighth"), number, "round"),
        "amount": _pick(range(120, 980, 10), number, "amount"),
    }
    typed = kind.nested or number % 2 == 0
    return Publication(
        number=number,
        path=_path(number),
        published=published,
        title=kind.title.format_map(facts),
        lead=kind.lead.format_map(facts),
        points=tuple((marker, text.format_map(facts)) for marker, text in kind.points),
        typed=typed,
        captions=tuple(caption.format_map(facts) for caption in kind.captions),
        attachment=kind.attachment.format_map(facts) if kind.attachment else None,
    )


def edited(before: Publication) -> Publication:
    """The release with one figure and one verb changed in one of its points, as a silent edit would."""
    points = list(before.points)
    at = next(i for i, (_, text) in enumerate(points) if FIGURE.search(text) and VERB.search(text))
    marker, text = points[at]
    text = FIGURE.sub(lambda figure: str(int(figure[0]) + 15), text, count=1)
    text = VERB.sub(lambda verb: STATED[(STATED.index(verb[0]) + 1) % len(STATED)], text, count=1)
    points[at] = (marker, text)
    return replace(before, points=tuple(points))


def _path(number: int) -> str:
    """Most releases stand in the release tree, about one in six in the tree of a region."""
    if number % 6:
        return f"/press/release/pressite_000001_{number:05d}.html"
    return f"/{_pick(REGIONS, number, 'region')}/pageite_000001_{number:05d}.html"


def _pick(options: Sequence[Choice], number: int, question: str) -> Choice:
    return options[crc32(f"{question} {number}".encode()) % len(options)]
