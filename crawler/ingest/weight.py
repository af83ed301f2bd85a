"""How much memory captures take when they are read: what is read together must not fill it."""

from collections.abc import Iterable, Iterator

from storage.records import Capture, StoredCapture

HEAVY = 48 * 2**20  # by `weight`: a batch of ordinary pages, or one as large as any that is read


def weight(capture: Capture) -> int:
    """About how many bytes of memory it takes to read a capture: ten times its own, and a tag a hundred times."""
    return 10 * len(capture.body or b"") + 500 * (capture.body or b"").count(b"<")


def by_weight(captures: Iterable[StoredCapture]) -> Iterator[list[StoredCapture]]:
    """Captures in lists that are read together: each of one capture at least, and no heavier than `HEAVY` otherwise."""
    part: list[StoredCapture] = []
    total = 0
    for capture in captures:
        heavier = total + weight(capture)
        if part and heavier > HEAVY:
            yield part
            part, heavier = [], weight(capture)
        part.append(capture)
        total = heavier
    if part:
        yield part
