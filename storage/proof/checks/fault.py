"""What a check of an archive finds, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: the table, the key of the row in it, and what is wrong."""

    table: str
    row: str
    what: str


@dataclass(slots=True)
class Extent:
    """How much was looked at so far: leaves of the log, rows of evidence, payloads and their bytes; `tell` hears of it.

    `waiting` counts the rows that are no leaves yet: of a crawl that is under way or was killed, and of an archive in
    which none has closed since there is a log.
    """

    tell: Callable[[str], None] = lambda _: None
    leaves: int = 0
    rows: int = 0
    waiting: int = 0
    payloads: int = 0
    bytes: int = 0
