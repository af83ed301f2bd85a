"""How many real edits are found, and how many that are none, beside what a diff of texts makes of the same pages.

Compared are the releases of the recorded cases and, where the real pages are at hand, transcripts from there, each
furnished by `tests/redress/pages.py` with what its dress can act on. What is compared with: a diff of the text that
trafilatura extracts, and a diff of all text that a browser shows, which is what changedetection.io makes of a page.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from random import Random
from statistics import median
from time import process_time
from typing import Any

import trafilatura
from lxml import etree, html
from redress.injected import EDITS
from redress.markup import held
from redress.pages import Base, base, recorded
from redress.run import Trial
from redress.ways import WAYS, addresses, pictures

from benchmarks._measure import Figure, corpus, show
from benchmarks.reading import PAGES, SOURCES, sample
from crawler.extract.visible import BLOCKS
from crawler.sources.page import Page
from crawler.sources.registry import source
from storage.edits.compare import compare
from storage.errors import LayoutError
from storage.records import Release

OF_EACH = 30  # real pages of each language
WAYS_OF_EACH = 20  # ways in which each page is dressed
OF_FILES = ("a picture", "a link", "a document")
GROUPS = {way.name: name for name, ways in (("addresses", addresses), ("pictures", pictures)) for way in ways.WAYS}
SEEN = "dress that a close reader sees"  # such as other quotation marks; ours tells it as typography
UNSEEN = ("script", "style", "template", "noscript", "head", "svg")


@dataclass(slots=True)
class Method:
    """A way to find edits: what it makes of a page, what it tells between two; and how often it told what of what."""

    name: str
    read: Callable[[Base, Page], Any]
    compare: Callable[[Base, Any, Any], Sequence[object]]
    told: dict[str, list[int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def figures() -> list[Figure]:
    bases = list(pages())
    random = Random(1)  # noqa: S311 - the same ways every time
    methods = [
        Method("Communique", _release, _edits),
        Method("trafilatura", _extracted, _changes),
        Method("visible text", _visible, _changes),
    ]
    for one in bases:
        pairs = [(what, one.dressed(trial.tree, trial.source_text)) for what, trial in trials(one, random)]
        changed = [(what, page) for what, page in pairs if page.body != one.plain_page.body]
        for method in methods:
            before = method.read(one, one.plain_page)
            for what, page in changed:
                started = process_time()
                found = method.compare(one, before, method.read(one, page))
                method.seconds.append(process_time() - started)
                method.told.setdefault(what, []).append(len(found))
    return [*_counted(methods, len(bases)), _timed(methods)]


def pages() -> Iterator[Base]:
    """Pages that every method can read: HTML of which the layout reads the furniture."""
    found = recorded()
    if (file := corpus(PAGES)) is not None:
        for name, part in SOURCES.items():
            for one in sample(file, name, part)[:OF_EACH]:
                page = Page(one.body or b"", one.url, one.at, one.headers)
                found.append(base(f"{name} {one.url}", source(name), page))
    yield from (one for one in found if one.furniture and not held(one.page))


def trials(one: Base, random: Random) -> Iterator[tuple[str, Trial]]:
    """The page in other dress, of which a reader notices nothing in the text; with an edit; and with both."""
    ways = random.sample([*WAYS.values()], WAYS_OF_EACH)
    for way in ways:
        dress = f"{GROUPS.get(way.name, 'text and markup')} in other dress"
        yield f"told, {SEEN}" if way.most else f"false alarms, {dress}", Trial(one, [way])
    for name, way in zip(EDITS, (way for way in ways if not way.most), strict=False):
        of_file = name in OF_FILES  # of which a diff of texts could tell nothing but the dress
        if (trial := Trial(one, [], name)).is_whole:
            yield f"found, {'another picture, link or document' if of_file else 'edits of the text'}", trial
            if not of_file:
                yield "found and nothing else, edits of the text in other dress", Trial(one, [way], name)


def _counted(methods: Sequence[Method], pages: int) -> Iterator[Figure]:
    for what in sorted(methods[0].told):
        alone = "nothing else" in what
        counts = [sum(n == 1 if alone else n > 0 for n in method.told[what]) for method in methods]
        tried = len(methods[0].told[what])
        of = f"of {tried} comparisons of {pages} pages; {_names(methods)}"
        figure = Figure(what, " / ".join(map(str, counts)), of)
        wanted = 0 if what.startswith("false") else tried
        yield figure if SEEN in what else replace(figure, budget=str(wanted), met=counts[0] == wanted)


def _timed(methods: Sequence[Method]) -> Figure:
    times = " / ".join(f"{1000 * median(method.seconds):.1f}" for method in methods)
    return Figure("reading a page and comparing it (ms)", times, _names(methods))


def _names(methods: Sequence[Method]) -> str:
    return " / ".join(method.name for method in methods)


def _release(one: Base, page: Page) -> Release | None:
    try:
        return one.read(page)
    except LayoutError:
        return None


def _edits(one: Base, before: Release, after: Release | None) -> Sequence[object]:
    """A page that its layout reads no more is told as a finding: an alarm too."""
    return compare(before, after, one.source.language).edits if after else ["unreadable"]


def _extracted(_one: Base, page: Page) -> list[str]:
    return (trafilatura.extract(page.body, url=page.url) or "").splitlines()


def _visible(_one: Base, page: Page) -> list[str]:
    """The lines of all text that a browser shows; space counts for nothing."""
    tree = html.fromstring(page.body)
    etree.strip_elements(tree, etree.Comment, *UNSEEN, with_tail=False)
    for block in tree.iter(*BLOCKS, "br"):
        block.text, block.tail = f"\n{block.text or ''}", f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return [line for line in lines if line]


def _changes(_one: Base, before: list[str], after: list[str]) -> Sequence[object]:
    """The places in which two texts differ."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [step for step in steps if step[0] != "equal"]


if __name__ == "__main__":
    show(figures())
