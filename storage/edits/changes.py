"""What changed between two sequences, in a time that grows no faster than they do.

Finding the fewest changes takes time by the product of two lengths. So a comparison has an `Effort` for its blocks and
one for their words, each spent in one order and always the same; what it cannot afford it compares more coarsely, and
says so.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import eq
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

_MOST = 600_000  # two hundred milliseconds; more than the longest transcript, rewritten throughout
_PAIRS = 1_000  # pairs of elements that are compared in the time of one character


class Change(NamedTuple):
    """A stretch of two sequences, given by bounds in each, that is equal or was changed."""

    equal: bool
    start: int
    end: int
    after_start: int
    after_end: int


class Effort:
    """What one comparison may cost, in characters that are read once.

    `refused` counts the times that something was too dear, and was compared more coarsely instead.
    """

    def __init__(self, left: int = _MOST) -> None:
        self.left = left
        self.refused = 0

    def affords(self, cost: int) -> bool:
        """Spend `cost`, or nothing where less is left."""
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def allows(self, cost: int) -> bool:
        """Spend `cost`, or count that it was refused."""
        afforded = self.affords(cost)
        self.refused += not afforded
        return afforded

    def compares(self, before: int, after: int) -> bool:
        """Spend what comparing each of so many elements with each of the others costs, or nothing."""
        return self.affords(before * after // _PAIRS)


def smoothed(found: Iterable[Change], before: Sequence[str]) -> list[Change]:
    """Join changes of texts that only white space keeps apart, so that a rewritten phrase is one and not one a word."""
    every = list(found)
    for index, change in enumerate(every[1:-1], 1):
        if change.equal and "".join(before[change.start : change.end]).isspace():
            every[index] = Change(False, *change[1:])
    return list(_joined(every))


def changes(before: Sequence[Hashable], after: Sequence[Hashable], effort: Effort) -> Iterator[Change]:
    """Give the changes that lead from one sequence to the other, neighbouring ones as one, and what is equal.

    They are the fewest or, where finding those is too dear, those between the elements that stand once in each
    (patience diff, B. Cohen); a stretch between two of them that is still too dear is one change, and refused.
    """
    fewest = effort.compares(len(before), len(after))
    return _joined(_fewest(before, after, 0, 0) if fewest else _steps(before, after, effort))


def longest_run(places: Sequence[int]) -> list[int]:
    """Give the indices of the longest run of `places` that ascends."""
    tails: list[int] = []  # of runs of each length: where the last place of the smallest such stands
    previous: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(tails, place, key=lambda tail: places[tail])
        previous.append(tails[length - 1] if length else -1)
        tails[length : length + 1] = [index]
    run: list[int] = []
    last = tails[-1] if tails else -1
    while last >= 0:
        run.append(last)
        last = previous[last]
    return run[::-1]


def _joined(steps: Iterable[Change]) -> Iterator[Change]:
    """Give neighbouring steps that are equal, or that are not, as one."""
    last: Change | None = None
    for step in steps:
        if last and last.equal == step.equal:
            last = Change(step.equal, last.start, step.end, last.after_start, step.after_end)
        else:
            if last:
                yield last
            last = step
    if last:
        yield last


def _steps(before: Sequence[Hashable], after: Sequence[Hashable], effort: Effort) -> Iterator[Change]:
    anchors = [(-1, -1), *_anchors(before, after), (len(before), len(after))]
    for (i, j), (i_end, j_end) in pairwise(anchors):
        if i >= 0:
            yield Change(True, i, i + 1, j, j + 1)
        yield from _between(before[i + 1 : i_end], after[j + 1 : j_end], i + 1, j + 1, effort)


def _anchors(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of what stands once in each, in the longest run of them that keeps its order."""
    others = Counter(after)
    once = {element for element, count in Counter(before).items() if count == 1 == others.get(element)}
    where = {element: j for j, element in enumerate(after) if element in once}
    pairs = [(i, where[element]) for i, element in enumerate(before) if element in once]
    return [pairs[index] for index in longest_run([j for _, j in pairs])]


def _between(
    before: Sequence[Hashable], after: Sequence[Hashable], start: int, after_start: int, effort: Effort
) -> Iterator[Change]:
    """The steps between two anchors, of which `before` starts at `start` and `after` at `after_start`."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    i, i_end, j, j_end = head, len(before) - tail, head, len(after) - tail
    if head:
        yield Change(True, start, start + i, after_start, after_start + j)
    if i < i_end and j < j_end and effort.compares(i_end - i, j_end - j):
        yield from _fewest(before[i:i_end], after[j:j_end], start + i, after_start + j)
    elif i < i_end or j < j_end:
        effort.refused += i < i_end and j < j_end
        yield Change(False, start + i, start + i_end, after_start + j, after_start + j_end)
    if tail:
        yield Change(True, start + i_end, start + len(before), after_start + j_end, after_start + len(after))


def _alike(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """How many elements at the beginning are equal."""
    return next((n for n, same in enumerate(map(eq, before, after)) if not same), min(len(before), len(after)))


def _fewest(before: Sequence[Hashable], after: Sequence[Hashable], start: int, after_start: int) -> Iterator[Change]:
    for step in Levenshtein.opcodes(before, after):
        i, i_end, j, j_end = step.src_start, step.src_end, step.dest_start, step.dest_end
        yield Change(step.tag == "equal", start + i, start + i_end, after_start + j, after_start + j_end)
