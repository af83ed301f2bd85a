"""Dresses every page in every way, alone and in random company, and compares what is read with what was."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from redress.markup import Markup
from redress.pages import Base, Tree
from redress.ways import WAYS
from redress.ways.way import Way
from storage.edits.compare import Comparison, compare
from storage.errors import LayoutError

Trial = tuple[Base, Sequence[Way]]
MOST_AT_ONCE = 5


@dataclass(slots=True)
class Outcome:
    """What came of dressing pages: how many comparisons there were, of which ways and pages, and what was wrong."""

    comparisons: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def alone(bases: Sequence[Base]) -> Iterator[Trial]:
    """Every page in every way."""
    yield from ((base, (way,)) for base in bases for way in WAYS.values())


def together(bases: Sequence[Base], count: int, seed: int) -> Iterator[Trial]:
    """So many pages in several ways at once, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - the same trials every time
    for _ in range(count):
        yield random.choice(bases), random.sample([*WAYS.values()], random.randint(2, MOST_AT_ONCE))


def run(trials: Iterable[Trial], edit: Tree | None = None) -> Outcome:
    """Compare each page with itself in another dress: an edit is wrong, and so is a page that is read no more.

    With an `edit`, which is made before the page is dressed, it is wrong that none is found. What a way does not change
    is no comparison.
    """
    outcome = Outcome()
    for base, ways in trials:
        page = base.dressed(lambda markup: dress(markup, ways, edit), lambda source: spell(source, ways))
        if page.body == base.plain_page.body:
            continue
        outcome.comparisons += 1
        outcome.ways.update(way.name for way in ways)
        outcome.pages[base.name] += 1
        try:
            found = compare(base.plain, base.read(page), base.source.language)
        except LayoutError as error:
            outcome.wrong.append(f"{base.name}, {named(ways)}: {error}")
            continue
        if (fault := missed(found) if edit else false(found, ways)) is not None:
            outcome.wrong.append(f"{base.name}, {named(ways)}: {fault}")
    return outcome


def dress(markup: Markup, ways: Sequence[Way], edit: Tree | None = None) -> None:
    if edit:
        edit(markup)
    for way in ways:
        if way.tree:
            way.tree(markup)


def spell(source: str, ways: Sequence[Way]) -> str:
    for way in ways:
        source = way.source_text(source) if way.source_text else source
    return source


def false(found: Comparison, ways: Sequence[Way]) -> str | None:
    """The edits that are none; None where there is none but those that the ways allow."""
    allowed = {way.most for way in ways}
    edits = [f"{e.field} {e.kind} {e.cls} {e.before!r} {e.after!r}" for e in found.edits if e.cls not in allowed]
    return "; ".join(edits) or None


def missed(found: Comparison) -> str | None:
    return None if found.cls in ("wording", "substance") else f"the edit is not found, but {found.edits}"


def named(ways: Sequence[Way]) -> str:
    return " + ".join(way.name for way in ways)
