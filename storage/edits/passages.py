"""Neighbouring sentences that changed: which came, which went, and what weighs in those that stayed."""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Literal

from storage.edits.changes import Effort, changes, smoothed
from storage.edits.meaning import countries, country_words, may_count, may_name, names, negated, same_numbers
from storage.edits.words import alike, closed, fold, keys, pieces, weight

Flag = Literal[
    "number",
    "negation",
    "sentence_removed",
    "sentence_added",
    "document",
    "picture",
    "link",
    "struck",
    "name",
    "coarse",
]

# A sentence is new, or gone, when at most this share of its words stands in the other text. Unrelated sentences of one
# language share about a sixth of their words in order (articles, prepositions), reworded ones more than half.
_SHARED = 0.3
_MOST = 64  # pairs of sentences that are looked at again, without regard to order and endings
_SHORTEST = 3  # words; less is no sentence but the crumb that an abbreviation's full stop leaves
_LONG = 12  # words added or removed in one place that weigh as much as a sentence


class _Sentence:
    """A sentence in pieces, of each of which is known whether it is `kept`: stands in the other text too.

    It is `strange` where nearly nothing of it stands there.
    """

    def __init__(self, pieces: Sequence[str], kept: Sequence[bool]) -> None:
        self.pieces = pieces
        self.kept = kept
        whole = weight(pieces)
        self.strange = whole >= _SHORTEST and weight(self._split(kept=True)) <= _SHARED * whole

    @property
    def counterpart(self) -> str:
        """What the other text has a wording for: of a strange sentence the pieces it kept, else all."""
        return " ".join(self._split(kept=True)) if self.strange else "".join(self.pieces)

    def names(self, language: str | None) -> set[str]:
        """The names that do not stand in the other text; a sentence that is strange as a whole has none."""
        places = () if self.strange else [place for place, kept in enumerate(self.kept) if not kept]
        return names(self.pieces, places, language)

    def is_like(self, other: "_Sentence") -> bool:
        """Whether two sentences are wordings of one, though nearly nothing stands where it stood."""
        return alike("".join(self.pieces), "".join(other.pieces))

    def _split(self, *, kept: bool) -> list[str]:
        return [piece for piece, is_kept in zip(self.pieces, self.kept, strict=True) if is_kept == kept]


class Passage:
    """The sentences `old`, which became the sentences `new`, each apart from the space after it; either may be none."""

    def __init__(self, old: Sequence[str], new: Sequence[str], effort: Effort) -> None:
        before, after = [pieces(sentence) for sentence in old], [pieces(sentence) for sentence in new]
        self._before, self._after = list(chain.from_iterable(before)), list(chain.from_iterable(after))
        found = changes(keys(self._before), keys(self._after), effort)
        self._changes = smoothed(found, self._before)
        self._old = _sentences(before, [(c.start, c.end) for c in self._changes if c.equal])
        self._new = _sentences(after, [(c.after_start, c.after_end) for c in self._changes if c.equal])
        alone = len(self._old) == len(self._new) == 1  # and each other's counterpart, whatever of them was kept
        strange = [[sentence for sentence in each if alone or sentence.strange] for each in (self._old, self._new)]
        if len(strange[0]) * len(strange[1]) <= _MOST:
            for old_one, new_one in product(*strange):
                if (old_one.strange or new_one.strange) and old_one.is_like(new_one):
                    old_one.strange = new_one.strange = False

    def steps(self) -> Iterator[tuple[str, str]]:
        """Give the stretches in order, changed and unchanged, each as its old and its new text.

        Words that differ in typography only are stretches of their own.
        """
        for equal, i1, i2, j1, j2 in self._changes:
            before, after = self._before[i1:i2], self._after[j1:j2]
            if equal:
                yield from zip(before, after, strict=True)
            else:
                yield "".join(before), "".join(after)

    def flags(self, language: str | None) -> set[Flag]:
        """Give what makes the change weigh; `language` chooses the word lists."""
        growth = [weight(self._after[j1:j2]) - weight(self._before[i1:i2]) for _, i1, i2, j1, j2 in self._changes]
        if max(map(abs, growth)) >= _LONG and sorted(keys(self._before)) == sorted(keys(self._after)):
            growth = [0]  # words that changed places neither came nor went
        pairs = list(self._counterparts())
        changed = self._changed()
        reworded = fold("".join(self._before)) != fold("".join(self._after))  # and not only spaced: "U.S.A." is "USA"
        found: dict[Flag, bool] = {
            "sentence_removed": reworded and (any(s.strange for s in self._old) or min(growth) <= -_LONG),
            "sentence_added": reworded and (any(s.strange for s in self._new) or max(growth) >= _LONG),
            "number": may_count(changed, language)
            and any(not same_numbers(closed(old), closed(new), language) for old, new in pairs),
            "negation": any(negated(old, language) != negated(new, language) for old, new in pairs),
            "name": reworded
            and any(map(may_name, changed))
            and (self._renames(language) or any(_joined_or_left(old, new, language) for old, new in pairs)),
        }
        return {flag for flag, is_so in found.items() if is_so}

    def _changed(self) -> list[str]:
        """The pieces that came, went, or are written otherwise: "4.5" and "45" are one key, and two numbers."""
        found = []
        for equal, i1, i2, j1, j2 in self._changes:
            before, after = self._before[i1:i2], self._after[j1:j2]
            if equal:
                found += [piece for pair in zip(before, after, strict=True) if pair[0] != pair[1] for piece in pair]
            else:
                found += before + after
        return found

    def _counterparts(self) -> Iterator[tuple[str, str]]:
        old = [sentence.counterpart for sentence in self._old]
        new = [sentence.counterpart for sentence in self._new]
        if len(old) == len(new):
            yield from zip(old, new, strict=True)
        else:
            yield " ".join(old), " ".join(new)

    def _renames(self, language: str | None) -> bool:
        lost = set[str]().union(*(sentence.names(language) for sentence in self._old))
        won = set[str]().union(*(sentence.names(language) for sentence in self._new))
        if lost and won:
            old, new = (countries("".join(pieces), language) for pieces in (self._before, self._after))
            if old and old == new:  # "the UK" became "the United Kingdom"
                called = country_words(old, language)
                lost, won = lost - called, won - called
        return bool(lost - won and won - lost)


def _joined_or_left(before: str, after: str, language: str | None) -> bool:
    """Whether other countries are named than before, and not just one where there was none."""
    old, new = countries(before, language), countries(after, language)
    return old != new and bool(old and new)


def _sentences(cut: list[list[str]], kept: list[tuple[int, int]]) -> list[_Sentence]:
    every = [False] * sum(map(len, cut))
    for start, end in kept:
        every[start:end] = [True] * (end - start)
    sentences = []
    start = 0
    for sentence in cut:
        sentences.append(_Sentence(sentence, every[start : start + len(sentence)]))
        start += len(sentence)
    return [sentence for sentence in sentences if not "".join(sentence.pieces).isspace()]
