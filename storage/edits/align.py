"""Which block of one version became which of the next: kept, moved, reworded, split or merged.

Equal texts are matched first, then texts that only a block's border divides, then similar ones; what is left came or
went. Similarity is the share of words two texts have in common, in order. Among real releases, unrelated paragraphs
of ten words and more share a sixth, hardly ever three tenths; so four tenths is enough between neighbours of the
same blocks, while a text that moved as well must share three quarters, since it is sought among all others.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import extract

from storage.edits.words import Change, changes, fold
from storage.search.tokens import tokens

_likeness = Indel.normalized_similarity
_NEAR = 0.4
_FAR = 0.75
_FILLS = 0.6  # the share of a neighbour's words that must be missing from a match for it to be a part of it
_STEP = 3  # blocks: how far a reworded block is first sought from where it would stand
_NEARBY = 50  # blocks: how far it is sought at most, where more than so many pairs would have to be compared
_MOST_PAIRS = 60_000  # 30 ms


@dataclass(frozen=True, slots=True)
class Match:
    """Blocks that are the same text, by their places: one and one, one and several (split), several and one (merged).

    `moved` blocks changed their order against the others; the fewest possible are called so.
    """

    before: range
    after: range
    moved: bool = False


def align(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """Match the texts of two versions, in the order of `before`; a text in no match was removed or added."""
    alignment = _Alignment(before, after)
    alignment.match_equal()
    alignment.match_parts()
    alignment.match_similar()
    return _with_moves(sorted(alignment.matches, key=lambda match: match.before.start))


class _Side:
    """The blocks of one version that have no match yet, and what is compared of each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.free = dict.fromkeys(range(len(texts)))
        self.keys: dict[int, str] = {}
        self.gap: dict[int, int] = {}  # number of the stretch between equal blocks that a block stands in
        self.words: dict[int, str] = {}  # a block's words, each as one character

    def fold(self, places: range) -> list[str]:
        folded = [fold(self.texts[place]) or self.texts[place] for place in places]
        self.keys.update(zip(places, folded, strict=True))
        return folded

    def encode(self, numbers: dict[str, int]) -> None:
        for place in self.free:
            words = tokens(self.texts[place])
            self.words[place] = "".join([chr(numbers.setdefault(word, len(numbers))) for word in words])

    def joined(self, places: range) -> str:
        return "".join(self.words[place] for place in places)


class _Candidate(NamedTuple):
    dissimilarity: float
    distance: int
    before: int
    after: int


class _Alignment:
    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self.before, self.after = _Side(before), _Side(after)
        self.shifts: list[int] = []  # by gap: from a place in the one version to its counterpart in the other
        self.matches: list[Match] = []

    def add(self, before: range, after: range) -> None:
        for side, places in ((self.before, before), (self.after, after)):
            for place in places:
                del side.free[place]
        self.matches.append(Match(before, after))

    def match_equal(self) -> None:
        for change in changes(self.before.texts, self.after.texts):
            if change.equal:
                self.add_each(change)
            else:
                self.match_folded(change)
        elsewhere = defaultdict(list)
        for j in reversed(self.after.free):
            elsewhere[self.after.keys[j]].append(j)
        for i in list(self.before.free):
            if same := elsewhere[self.before.keys[i]]:
                self.add(_one(i), _one(same.pop()))

    def match_folded(self, stretch: Change) -> None:
        befores, afters = range(stretch.start, stretch.end), range(stretch.after_start, stretch.after_end)
        for equal, i1, i2, j1, j2 in changes(self.before.fold(befores), self.after.fold(afters)):
            change = Change(equal, befores.start + i1, befores.start + i2, afters.start + j1, afters.start + j2)
            if equal:
                self.add_each(change)
            else:
                self.before.gap |= dict.fromkeys(range(change.start, change.end), len(self.shifts))
                self.after.gap |= dict.fromkeys(range(change.after_start, change.after_end), len(self.shifts))
                self.shifts.append(change.after_start - change.start)

    def add_each(self, equal: Change) -> None:
        for i, j in zip(range(equal.start, equal.end), range(equal.after_start, equal.after_end), strict=True):
            self.add(_one(i), _one(j))

    def match_parts(self) -> None:
        for i, parts in _parts(self.before, self.after):
            self.add(_one(i), parts)
        for j, parts in _parts(self.after, self.before):
            self.add(parts, _one(j))

    def match_similar(self) -> None:
        if not (self.before.free and self.after.free):
            return
        numbers: dict[str, int] = {}
        self.before.encode(numbers)
        self.after.encode(numbers)
        self.match_candidates(_STEP, _FAR)
        few = len(self.before.free) * len(self.after.free) <= _MOST_PAIRS
        self.match_candidates(None if few else _NEARBY, _NEAR)

    def match_candidates(self, reach: int | None, cutoff: float) -> None:
        """Match similar pairs, the most similar first; of equally similar ones, those that stand closest."""
        for _, _, i, j in sorted(self.candidates(reach, cutoff)):
            if i in self.before.free and j in self.after.free:
                self.add(*self.grown(_one(i), _one(j)))

    def candidates(self, reach: int | None, cutoff: float) -> Iterator[_Candidate]:
        everywhere = {j: self.after.words[j] for j in self.after.free}
        for i in self.before.free:
            centre = i + self.shifts[self.before.gap[i]]
            choices = everywhere
            if reach is not None:
                near = range(centre - reach, centre + reach + 1)
                choices = {j: everywhere[j] for j in near if j in everywhere}
            text = self.before.words[i]
            for words, score, j in extract(text, choices, scorer=_likeness, score_cutoff=cutoff, limit=None):
                if self.before.gap[i] == self.after.gap[j] or (score >= _FAR and words):
                    yield _Candidate(-round(score, 6), abs(centre - j), i, j)

    def grown(self, before: range, after: range) -> tuple[range, range]:
        """Take in free neighbours that hold what a similar pair lacks: the text was split, or merged, and reworded."""
        if (wider := _widened(after, self.after, self.before.joined(before))) != after:
            return before, wider
        return _widened(before, self.before, self.after.joined(after)), after


def _one(place: int) -> range:
    return range(place, place + 1)


def _parts(whole: _Side, parts: _Side) -> Iterator[tuple[int, range]]:
    """Give the free blocks of `whole` that stand in `parts` as several neighbours with the same words."""
    by_first = defaultdict(list)
    for j in parts.free:
        by_first[parts.keys[j][:1]].append(j)
    for i in list(whole.free):
        for j in by_first[whole.keys[i][:1]]:
            end = j
            left = whole.keys[i]
            while left and end in parts.free and left.startswith(parts.keys[end]):
                left = left[len(parts.keys[end]) :]
                end += 1
            if not left and whole.gap[i] == parts.gap[j]:
                yield i, range(j, end)
                break


def _widened(span: range, side: _Side, other: str) -> range:
    """Take the free neighbours of `span` into it whose words fill what it lacks of `other`, one after the other."""
    while True:
        later, earlier = range(span.start, span.stop + 1), range(span.start - 1, span.stop)
        if _fills(span.stop, span, later, side, other):
            span = later
        elif _fills(span.start - 1, span, earlier, side, other):
            span = earlier
        else:
            return span


def _fills(neighbour: int, span: range, wider: range, side: _Side, other: str) -> bool:
    if neighbour not in side.free or not side.words[neighbour]:
        return False
    gain = LCSseq.similarity(side.joined(wider), other) - LCSseq.similarity(side.joined(span), other)
    return gain >= _FILLS * len(side.words[neighbour])


def _with_moves(matches: list[Match]) -> list[Match]:
    """Mark as moved all that stand outside the longest run of matches that keep their order."""
    tails: list[int] = []  # of runs of each length: where the last match with the smallest place stands
    previous: list[int | None] = []
    for index, match in enumerate(matches):
        length = bisect_left(tails, match.after.start, key=lambda tail: matches[tail].after.start)
        previous.append(tails[length - 1] if length else None)
        tails[length : length + 1] = [index]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return [match if index in kept else replace(match, moved=True) for index, match in enumerate(matches)]
