"""Releases that state their day where a letter does: in a line of its own at the end of the text."""

from collections.abc import Sequence
from datetime import date

from crawler.extract import find_date
from storage.records import Block

_LINES = 2  # at the end of a text, among which the date stands; the place may follow it
_LONGEST = 40  # characters: "Putrajaya, 25 January 2022" is a date line, a sentence that speaks of a day is none


def closing_date(blocks: Sequence[Block], language: str) -> date | None:
    """The day that a short last line of the text prints ("25 JANUARY 2022", "December 6, 2021, Minsk"), or None."""
    for block in reversed(blocks[-_LINES:]):
        if len(block.text) <= _LONGEST and (found := find_date(block.text, language)):
            return found
    return None
