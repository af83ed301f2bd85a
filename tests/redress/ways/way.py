"""What a way of dress is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from redress.markup import Markup

Dress = Callable[[Markup], None]
SourceText = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of dress: what it does to the tree of a page, to its source text or to its bytes.

    `charset` is the one in which a page of HTML is sent, as the header says. `most` is the most that may come of it:
    None where it may be no edit at all, and `typography` where a reader who looks closely sees a difference. `renames`:
    it gives pictures other addresses or other markup, as no two systems do on one page.
    """

    name: str
    tree: Dress | None = None
    source_text: SourceText | None = None
    charset: str | None = None
    most: Literal["typography"] | None = None
    renames: bool = False
