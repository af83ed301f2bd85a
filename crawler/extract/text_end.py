"""Pages known by the order of what a reader reads, not by their markup: where the text begins and ends."""

from collections.abc import Collection

from crawler.extract.errors import LayoutError
from storage.records import Block


def before(text: tuple[Block, ...], ends: Collection[str]) -> tuple[Block, ...]:
    """The blocks before the first that says one of `ends` and nothing else; points and colons at its end are ignored.

    Raises LayoutError where none does: then nothing says where the text ends and the page's furniture begins.
    """
    wanted = {end.casefold() for end in ends}
    for number, block in enumerate(text):
        if block.text.rstrip(" .:").casefold() in wanted:
            return text[:number]
    raise LayoutError(f"none of {sorted(ends)} ends the text")
