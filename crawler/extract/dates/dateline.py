"""Releases that state their day where a letter does: in a dateline at the end of the text."""

from collections.abc import Sequence
from datetime import date

from crawler.extract.dates.long import find_date
from storage.records import Block

_LINES = 2  # at the end of a text, among which the dateline stands; the place may follow it
_LONGEST = 40  # characters: "Putrajaya, 25 January 2022" is a dateline, a sentence that mentions a day is not


def dateline_date(blocks: Sequence[Block], language: str) -> date | None:
    """The day that a short last line of the text prints ("25 JANUARY 2022", "December 6, 2021, Minsk"), or None."""
    for block in reversed(blocks[-_LINES:]):
        if len(block.text) <= _LONGEST and (found := find_date(block.text, language)):
            return found
    return None
