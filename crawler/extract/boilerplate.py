"""Where the text of a page ends and its boilerplate begins, for pages whose markup does not say it."""

from collections.abc import Collection

from storage.errors import LayoutError
from storage.records import Block


def cut_boilerplate(text: tuple[Block, ...], first_lines: Collection[str]) -> tuple[Block, ...]:
    """The blocks before the one that opens the boilerplate: it says one of `first_lines` and nothing else.

    Case is ignored, and so are points and colons at the block's end. Raises LayoutError where no block does: then
    nothing says where the text ends.
    """
    wanted = {line.casefold() for line in first_lines}
    for number, block in enumerate(text):
        if block.text.rstrip(" .:").casefold() in wanted:
            return text[:number]
    raise LayoutError(f"none of {sorted(first_lines)} ends the text")
