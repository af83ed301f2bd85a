"""How much a changed text matters: its class, its flags, and the steps from the old wording to the new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from storage.edits.passages import Flag, Passage
from storage.edits.words import Operation, changes, fold, sentences

EditClass = Literal["typography", "wording", "substance"]  # from what matters least to what matters most
CLASSES: tuple[EditClass, ...] = get_args(EditClass)
FLAGS: tuple[Flag, ...] = ("number", "negation", "sentence_removed", "sentence_added", "name")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one text: class, flags in the order of `FLAGS`, and word-level operations."""

    cls: EditClass
    flags: tuple[Flag, ...] = ()
    operations: tuple[Operation, ...] = ()


def judge(before: str, after: str, language: str | None) -> Judgement:
    """Compare two wordings of one text. `language` (a BCP 47 tag) chooses the word lists; None takes all of them.

    `typography` is what is equal in letters, digits and spoken signs; `substance` is a changed number, date or
    negation, or a sentence added or removed, or as many words in one place; all between is `wording`. The flag `name`
    (a capitalized or katakana word gave way to another, "Ms." to "Mr." among them) leaves the class as it is.
    """
    steps: list[tuple[str, str]] = []
    flags: set[Flag] = set()
    old, new = sentences(before), sentences(after)
    for equal, i1, i2, j1, j2 in changes(old, new):
        if equal:
            steps.append(("".join(old[i1:i2]), "".join(new[j1:j2])))
        else:
            passage = Passage(old[i1:i2], new[j1:j2])
            steps += passage.steps()
            flags |= passage.flags(language)
    return Judgement(_class(before, after, flags), in_order(flags), tuple(_operations(steps)))


def highest(classes: Iterable[EditClass]) -> EditClass | None:
    """Give the class that matters most, or None where there is none."""
    return max(classes, key=CLASSES.index, default=None)


def at_least(cls: EditClass, least: EditClass) -> bool:
    """Whether an edit of the class `cls` matters as much as one of the class `least`, or more."""
    return CLASSES.index(cls) >= CLASSES.index(least)


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Give `flags` once each, in the order of `FLAGS`."""
    return tuple(sorted(set(flags), key=FLAGS.index))


def _class(before: str, after: str, flags: set[Flag]) -> EditClass:
    if flags - {"name"}:
        return "substance"
    return "typography" if fold(before) == fold(after) else "wording"


def _operations(steps: list[tuple[str, str]]) -> Iterator[Operation]:
    for equal, run in groupby(steps, key=lambda step: step[0] == step[1]):
        before, after = ("".join(texts) for texts in zip(*run, strict=True))
        if equal:
            yield Operation("equal", before, after)
        else:
            yield Operation("replace" if before and after else "delete" if before else "insert", before, after)
