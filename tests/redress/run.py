"""Dresses every page in every way, alone and in random company, and compares what is read with what was."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from redress.injected import EDITS, edited
from redress.markup import Markup
from redress.pages import Base
from redress.ways import WAYS
from redress.ways.way import Way
from storage.edits.compare import Comparison, compare
from storage.errors import LayoutError

MOST_AT_ONCE = 5
# Layouts that say where a text stands by the very elements around it: a page that has others is read no more, and that
# is said, for a person to mend the layout. It is no edit.
UNREADABLE = {("jp_mofa_ja/release_sections", "an element more around the text")}
SPACES = {"Chinese and Japanese lines wrapped", "minified"}  # makes spaces of line breaks, and spaces are read


class Trial(NamedTuple):
    """A page, the ways in which it is dressed, and the edit that is made before, if one is."""

    base: Base
    ways: Sequence[Way]
    edit: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the page has what the edit changes."""
        return not self.edit or EDITS[self.edit][0] in self.base.furniture

    def tree(self, markup: Markup) -> None:
        if self.edit:
            edited(markup, self.edit)
        for way in self.ways:
            if way.tree:
                way.tree(markup)

    def source_text(self, source: str) -> str:
        for way in self.ways:
            source = way.source_text(source) if way.source_text else source
        return source

    @property
    def charset(self) -> str:
        return next((way.charset for way in self.ways if way.charset), "utf-8")

    def __str__(self) -> str:
        edit = f" and {self.edit}" if self.edit else ""
        return f"{self.base.name}, {' + '.join(way.name for way in self.ways)}{edit}"


@dataclass(slots=True)
class Outcome:
    """What came of trials: how many comparisons there were, of which ways, pages and edits, and what was wrong."""

    comparisons: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def alone(bases: Sequence[Base]) -> Iterator[Trial]:
    """Every page in every way."""
    yield from (Trial(base, (way,)) for base in bases for way in WAYS.values())


def together(bases: Sequence[Base], count: int, seed: int, edits: Sequence[str | None] = (None,)) -> Iterator[Trial]:
    """So many pages in several ways at once, with `edits` by turns; the same for the same seed."""
    random = Random(seed)
    for number in range(count):
        ways = random.sample([*WAYS.values()], random.randint(1 if edits[0] else 2, MOST_AT_ONCE))
        renaming = [way for way in ways if way.renames][1:]
        kept = [way for way in ways if way not in renaming]
        yield Trial(random.choice(bases), kept, edits[number % len(edits)])


def run(trials: Iterable[Trial]) -> Outcome:
    """Compare each page with itself in another dress. Any edit is wrong, and so is a page that is read no more.

    Where an edit was made before, it is wrong that none is found. What changes nothing of a page is no comparison.
    """
    outcome = Outcome()
    for trial in trials:
        base = trial.base
        page = base.dressed(trial.tree, trial.source_text, trial.charset)
        if page.body == base.plain_page.body or not trial.is_whole:
            continue
        outcome.comparisons += 1
        outcome.ways.update(way.name for way in trial.ways)
        outcome.pages[base.name] += 1
        outcome.edits.update([trial.edit] if trial.edit else [])
        try:
            fault = judged(trial, compare(base.plain, base.read(page), base.source.language))
        except LayoutError as error:
            known = any((base.name, way.name) in UNREADABLE for way in trial.ways)
            fault = None if known else str(error)
        outcome.wrong += [f"{trial}: {fault}"] if fault else []
    return outcome


def judged(trial: Trial, found: Comparison) -> str | None:
    """What is wrong with the edits that were found, in words; None where nothing is."""
    if trial.edit:
        return None if found.cls in ("wording", "substance") else f"the edit is not found, but {found.edits}"
    allowed = {way.most for way in trial.ways}
    if {way.name for way in trial.ways} >= SPACES:
        allowed.add("typography")
    return "; ".join(
        f"{e.field} {e.kind} {e.cls} {e.before!r} {e.after!r}" for e in found.edits if e.cls not in allowed
    )
