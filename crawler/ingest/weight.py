"""How much memory captures take when they are read: what is read together must not fill it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from storage.records import Capture

T = TypeVar("T")

HEAVY = 48 * 2**20  # by `weight`: a batch of ordinary pages, or one as large as any that is read


def weight(capture: Capture) -> int:
    """About how many bytes of memory it takes to read a capture: ten times its own, and a tag a hundred times."""
    return 10 * len(capture.body or b"") + 500 * (capture.body or b"").count(b"<")


def by_weight(captures: Iterable[T], weigh: Callable[[Any], int] = weight) -> Iterator[list[T]]:
    """Captures in lists that are read together: each of one capture at least, and no heavier than `HEAVY` otherwise.

    Or whatever else `weigh` gives the weight of. What is not asked for yet is not taken from `captures` but for the
    next one.
    """
    part: list[T] = []
    total = 0
    for capture in captures:
        own = weigh(capture)
        if part and total + own > HEAVY:
            yield part
            part, total = [], 0
        part.append(capture)
        total += own
    if part:
        yield part
