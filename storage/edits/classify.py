"""How much a changed text matters: its class, its flags, and the steps from the old wording to the new."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from storage.edits.changes import Effort, changes, smoothed
from storage.edits.passages import Flag, Passage
from storage.edits.words import Operation, fold, parts, sentences

EditClass = Literal["typography", "wording", "substance"]  # from what matters least to what matters most
CLASSES: tuple[EditClass, ...] = get_args(EditClass)
_LONG = 500_000  # characters of both texts; what is longer is first compared in parts
_PART = 200  # characters
_TO_BEGIN = 1_000  # what beginning with a stretch costs, as if it had so many more characters
FLAGS: tuple[Flag, ...] = get_args(Flag)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one text: class, flags in the order of `FLAGS`, and word-level operations."""

    cls: EditClass
    flags: tuple[Flag, ...] = ()
    operations: tuple[Operation, ...] = ()


Judge = Callable[[str, str], Judgement]


def judge(before: str, after: str, language: str | None, effort: Effort | None = None) -> Judgement:
    """Compare two wordings of one text. `language` (a BCP 47 tag) chooses the word lists; None takes all of them.

    `typography` is what is equal in letters, digits and spoken signs; `substance` is a changed number, date or
    negation, or a sentence added or removed, or as many words in one place, or what stands in another column of a
    table; all between is `wording`. The flag `name` (a capitalized or katakana word gave way to another, "Ms." to "Mr."
    among them) leaves the class as it is.

    What `effort` refuses is `coarse`: somewhere a stretch of the old text is given whole against one of the new, and
    what in it changed is not known. So the class is `substance`, and other flags may be missing.
    """
    effort = effort or Effort()
    refused = effort.refused
    steps: list[tuple[str, str]] = []
    flags: set[Flag] = set()
    worn = True  # and nothing but typography was changed
    for old, new in _stretches(before, after, effort):
        if old == new:
            steps.append((old, old))
        elif effort.allows(_TO_BEGIN + len(old) + len(new)):
            worn = worn and fold(old) == fold(new)
            for step, weighs in _passages(old, new, language, effort):
                steps += step
                flags |= weighs
        else:
            steps.append((old, new))
    if effort.refused > refused:
        flags.add("coarse")
    heavy = flags - {"name"} or (worn and _moved_cells(before, after))
    cls: EditClass = "substance" if heavy else "typography" if worn else "wording"
    return Judgement(cls, in_order(flags), tuple(_operations(steps)))


def highest(classes: Iterable[EditClass]) -> EditClass | None:
    """Give the class that matters most, or None where there is none."""
    return max(classes, key=CLASSES.index, default=None)


def at_least(cls: EditClass, least: EditClass) -> bool:
    """Whether an edit of the class `cls` matters as much as one of the class `least`, or more."""
    return CLASSES.index(cls) >= CLASSES.index(least)


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Give `flags` once each, in the order of `FLAGS`."""
    return tuple(sorted(set(flags), key=FLAGS.index))


def _moved_cells(before: str, after: str) -> bool:
    """Whether two table rows of as many cells have the same words in other columns: 5 given is no 5 lent."""
    old, new = ([fold(cell) for cell in row.split("|")] for row in (before, after))
    return len(old) == len(new) and old != new


def _stretches(before: str, after: str, effort: Effort) -> Iterator[tuple[str, str]]:
    """Give all of two texts in turn, equal stretches and others; what is not too long is one stretch."""
    if 0 < len(before) + len(after) <= _LONG:
        yield before, after
        return
    old, new = list(parts(before, _PART)), list(parts(after, _PART))
    for _, i1, i2, j1, j2 in changes(old, new, effort):
        yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _passages(
    before: str, after: str, language: str | None, effort: Effort
) -> Iterator[tuple[list[tuple[str, str]], set[Flag]]]:
    """Compare two texts sentence by sentence; give the steps of each passage and what makes it weigh."""
    old, new = _apart(before), _apart(after)
    for equal, i1, i2, j1, j2 in smoothed(changes(old, new, effort), old):
        if equal:
            yield [("".join(old[i1:i2]), "".join(new[j1:j2]))], set()
        else:
            passage = Passage(old[i1:i2], new[j1:j2], effort)
            yield list(passage.steps()), passage.flags(language)


def _apart(text: str) -> list[str]:
    """Give the sentences of a text and what space stands between them, so that the last is equal wherever it stands."""
    bare = [(sentence, sentence.rstrip()) for sentence in sentences(text)]
    return [unit for sentence, words in bare for unit in (words, sentence[len(words) :]) if unit]


def _operations(steps: list[tuple[str, str]]) -> Iterator[Operation]:
    for equal, run in groupby(steps, key=lambda step: step[0] == step[1]):
        before, after = ("".join(texts) for texts in zip(*run, strict=True))
        if equal:
            yield Operation("equal", before, after)
        else:
            yield Operation("replace" if before and after else "delete" if before else "insert", before, after)
