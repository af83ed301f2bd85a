"""Which blocks of two versions are one text in other words, or divided otherwise.

Similarity is the share of words two texts have in common, in order. Among real releases, unrelated paragraphs of ten
words and more share a sixth, hardly ever three tenths; so four tenths is enough between neighbours of the same blocks,
while a text that moved as well must share three quarters, since it is sought among all others.

Where too many words were changed to compare all with all, the beginning of each block stands for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import merge
from math import inf

from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import extract

from storage.edits.changes import Effort
from storage.edits.words import alike, fold
from storage.search.tokens import tokens

_Candidate = tuple[float, int, int, int]  # dissimilarity, distance, and the places in the old and the new version
_likeness = Indel.normalized_similarity
_NEAR = 0.4
_FAR = 0.75
_FEW, _HALF = 2, 0.5  # of so few words half is not enough: "Sanctions lifted" became "Sanctions kept"
_FILLS = 0.6  # the share of a neighbour's words that must be missing from a match for it to be a part of it
_STEP = 3  # blocks: how far a reworded block is first sought from where it would stand
_NEARBY = 50  # blocks: how far it is sought at most, where more than so many pairs would have to be compared
_MOST_PAIRS = 60_000  # 30 ms
_MOST_NEARBY = 250_000  # pairs; beyond, it is sought less far
_MOST_CHARACTERS = 250_000  # of each version that are cut into words
_MOST_WORDS = 30_000  # of each version that are compared, each with each: 150 ms
_HEAD = 8  # characters by which a part is found
_STEP_OF_PARTS = 10  # what looking at one costs
_LONGEST = 10_000  # characters; longer blocks are not sought in one another
_SHORTEST = 40  # characters; less of a block does not stand for it


class Side:
    """The blocks of one version that have no match yet, and what is compared of each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.free = dict.fromkeys(range(len(texts)))
        self.keys: dict[int, str] = {}
        self.gap: dict[int, int] = {}  # number of the stretch between equal blocks that a block stands in
        self.words: dict[int, str] = {}  # a block's words, each as one character

    def size(self) -> int:
        """How many characters the free blocks have, and some for each block."""
        return sum(len(self.texts[place]) + 5 for place in self.free)

    def fold(self, places: range, *, wholly: bool) -> list[str]:
        """Give the blocks' keys: their texts, folded where it is wanted."""
        folded = [(wholly and fold(self.texts[place])) or self.texts[place] for place in places]
        self.keys.update(zip(places, folded, strict=True))
        return folded

    def encode(self, numbers: dict[str, int]) -> bool:
        """Make the free blocks' words of their texts; give whether all words of all of them could be taken."""
        lengths = [len(self.texts[place]) for place in self.free]
        longest = max(_cut(lengths, _MOST_CHARACTERS), _SHORTEST)
        compared = list(self.free)[: _MOST_CHARACTERS // _SHORTEST]
        found = {place: tokens(self.texts[place][:longest]) for place in compared}
        most = _cut([len(words) for words in found.values()], _MOST_WORDS)
        for place, words in found.items():
            self.words[place] = "".join([chr(numbers.setdefault(word, len(numbers))) for word in words[:most]])
        whole = all(len(words) <= most for words in found.values())
        return whole and len(compared) == len(lengths) and longest >= max(lengths)

    def joined(self, places: range) -> str:
        """Give the words of neighbouring blocks as one text."""
        return "".join(self.words[place] for place in places)


def divided(whole: Side, parts: Side, effort: Effort) -> Iterator[tuple[int, range]]:
    """Give the free blocks of `whole` that stand in `parts` as several neighbours with the same words."""
    long = _long_enough(whole, parts)
    lengths = {min(len(parts.keys[j]), _HEAD) for j in parts.free} if long else ()
    wanted = {(whole.gap[i], whole.keys[i][:length]) for i in long for length in lengths}
    by_head = defaultdict(list)
    for j in parts.free:
        if (head := (parts.gap[j], parts.keys[j][:_HEAD])) in wanted:
            by_head[head].append(j)
    for i in long if by_head else ():
        heads = {(whole.gap[i], whole.keys[i][:length]) for length in lengths}
        found = [by_head[head] for head in heads if head in by_head]
        for j in merge(*found) if found[1:] else found[0] if found else ():
            if not effort.allows(_STEP_OF_PARTS):
                return
            end = _end_of_parts(whole.keys[i], j, parts, effort)
            if end is not None:
                yield i, range(j, end)
                break


def _long_enough(whole: Side, parts: Side) -> list[int]:
    """The free blocks of `whole` that are no shorter than the two shortest neighbours that may be their parts."""
    least: dict[int, int] = {}
    for j in parts.free:
        if j + 1 in parts.free:
            two = len(parts.keys[j]) + len(parts.keys[j + 1])
            least[parts.gap[j]] = min(two, least.get(parts.gap[j], two))
    return [i for i in whole.free if len(whole.keys[i]) >= least.get(whole.gap[i], inf)]


def _end_of_parts(key: str, start: int, parts: Side, effort: Effort) -> int | None:
    """Where the neighbours end, of which the first is `start`, that together are `key`."""
    length, end = 0, start
    while length < len(key) and end in parts.free and key.startswith(parts.keys[end], length):
        if not effort.allows(_STEP_OF_PARTS):
            return None
        length += len(parts.keys[end])
        end += 1
    return end if length == len(key) else None


class Similar:
    """The free blocks of two versions, compared word by word; `shifts` leads, by gap, from a place to its counterpart.

    Whoever takes what `passes` gives takes those blocks out of the free ones.
    """

    def __init__(self, before: Side, after: Side, shifts: Sequence[int], effort: Effort) -> None:
        self._before, self._after, self._shifts, self._effort = before, after, shifts, effort
        numbers: dict[str, int] = {}
        whole = [side.encode(numbers) for side in (before, after)]
        effort.refused += not all(whole)

    def passes(self) -> Iterator[tuple[range, range]]:
        """Give similar pairs, the most similar first; of equally similar ones, those that stand closest."""
        yield from self._pairs(_STEP, _FAR)
        free = len(self._before.free)
        few = free * len(self._after.free) <= _MOST_PAIRS
        reach = min(_NEARBY, _MOST_NEARBY // max(free, 1))
        self._effort.refused += not few and reach < _NEARBY
        yield from self._pairs(None if few else reach, _NEAR)
        yield from self._alone()

    def _alone(self) -> Iterator[tuple[range, range]]:
        """Give those that are alone between the same blocks, and have the same words in other forms or some more."""
        old, new = _alone(self._before), _alone(self._after)
        for i, j in [(old[gap], new[gap]) for gap in old.keys() & new.keys()]:
            before, after = self._before.texts[i], self._after.texts[j]
            few = min(len(self._before.words.get(i, "")), len(self._after.words.get(j, ""))) <= _FEW
            if alike(before, after, few=few) or (not few and _holds(before, after)):
                yield range(i, i + 1), range(j, j + 1)

    def _pairs(self, reach: int | None, cutoff: float) -> Iterator[tuple[range, range]]:
        for _, _, i, j in sorted(self._candidates(reach, cutoff)):
            if i in self._before.free and j in self._after.free:
                yield self._grown(range(i, i + 1), range(j, j + 1))

    def _candidates(self, reach: int | None, cutoff: float) -> Iterator[_Candidate]:
        before, after = self._before, self._after
        everywhere = {j: after.words[j] for j in after.free if j in after.words}
        for i in before.free:
            if i not in before.words:
                continue
            centre = i + self._shifts[before.gap[i]]
            choices = everywhere
            if reach is not None:
                around = range(centre - reach, centre + reach + 1)
                choices = {j: everywhere[j] for j in around if j in everywhere}
            text = before.words[i]
            for words, score, j in extract(text, choices, scorer=_likeness, score_cutoff=cutoff, limit=None):
                near = before.gap[i] == after.gap[j] and (score > _HALF or max(len(text), len(words)) > _FEW)
                if near or (score >= _FAR and words):
                    yield -round(score, 6), abs(centre - j), i, j

    def _grown(self, before: range, after: range) -> tuple[range, range]:
        """Take in free neighbours that hold what a similar pair lacks: the text was split, or merged, and reworded."""
        if (wider := self._widened(after, self._after, self._before.joined(before))) != after:
            return before, wider
        return self._widened(before, self._before, self._after.joined(after)), after

    def _widened(self, span: range, side: Side, other: str) -> range:
        """Take the free neighbours of `span` into it whose words fill what it lacks of `other`, one after the other."""
        while True:
            later, earlier = range(span.start, span.stop + 1), range(span.start - 1, span.stop)
            if self._fills(span.stop, span, later, side, other):
                span = later
            elif self._fills(span.start - 1, span, earlier, side, other):
                span = earlier
            else:
                return span

    def _fills(self, neighbour: int, span: range, wider: range, side: Side, other: str) -> bool:
        if neighbour not in side.free or not side.words.get(neighbour):
            return False
        longer = side.joined(wider)
        if not (self._effort.affords(len(wider)) and self._effort.compares(len(longer), 2 * len(other))):
            self._effort.refused += 1
            return False
        gain = LCSseq.similarity(longer, other) - LCSseq.similarity(side.joined(span), other)
        return gain >= _FILLS * len(side.words[neighbour])


def _alone(side: Side) -> dict[int, int]:
    """The free blocks between whose equal neighbours nothing else is free, by gap."""
    counts = Counter(side.gap[place] for place in side.free)
    return {side.gap[place]: place for place in side.free if counts[side.gap[place]] == 1}


def _holds(before: str, after: str) -> bool:
    """Whether one text stands in the other; of long ones the words in common tell enough."""
    if max(len(before), len(after)) > _LONGEST:
        return False
    shorter, longer = sorted((fold(before), fold(after)), key=len)
    return shorter in longer


def _cut(lengths: Sequence[int], most: int) -> int:
    """A length to which all may be cut, so that together they have about `most` at most."""
    longest, counts = max(lengths, default=0), Counter(lengths)
    while longest and sum(min(length, longest) * count for length, count in counts.items()) > most:
        longest //= 2
    return longest
