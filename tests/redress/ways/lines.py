"""Lines, paragraphs and lists in each other's place, with the same markers before the same words."""

import re
from collections.abc import Callable
from itertools import pairwise

from lxml import etree

from redress.markup import PARAGRAPH, Element, Markup
from redress.ways.structure import fill
from redress.ways.way import Way


def parted_by(breaks: int) -> Callable[[Markup], None]:
    """Neighbouring paragraphs as lines of one element, with so many line breaks between."""

    def dress(markup: Markup) -> None:
        for run in runs(markup.paragraphs("p")):
            _in_lines(run, breaks)

    return dress


def _in_lines(paragraphs: list[Element], breaks: int) -> None:
    """All in the first of them."""
    first, *others = paragraphs
    first.tag = "div"
    for one in others:
        for _ in range(breaks):
            etree.SubElement(first, "br")
        append(first, one.text or "")
        first.extend(list(one))
        one.getparent().remove(one)


def runs(paragraphs: list[Element]) -> list[list[Element]]:
    """Neighbours of which nothing stands between: one run each."""
    found = [[one] for one in paragraphs[:1]]
    for one, following in pairwise(paragraphs):
        if one.getnext() is following and not (one.tail or "").strip():
            found[-1].append(following)
        else:
            found.append([following])
    return found


def append(into: Element, text: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + text
    else:
        into.text = (into.text or "") + text


def lines_as_paragraphs(markup: Markup) -> None:
    """Each line that a line break ends as a paragraph of its own."""
    for one in markup.paragraphs("p"):
        breaks = one.findall("br")
        if not breaks or any(child.find(".//br") is not None for child in one):
            continue
        for last in reversed(breaks):
            after = etree.Element("p", {PARAGRAPH: ""})
            after.text = last.tail
            after.extend(list(one)[one.index(last) + 1 :])
            last.tail = None
            one.remove(last)
            after.tail, one.tail = one.tail, None
            one.addnext(after)


def typed(sign: Callable[[int], str], *, listed: str, tag: str) -> Callable[[Markup], None]:
    """Lists as lines that begin with the marker: paragraphs, or lines of one paragraph (`tag` is "br")."""

    def dress(markup: Markup) -> None:
        for one in [*markup.text.iter(listed)]:
            items = list(one)
            plain = all(item.tag == "li" and item.get(PARAGRAPH) is not None for item in items)
            if not items or not plain or one.attrib or one.getparent().tag == "li":
                continue
            for number, item in enumerate(items, 1):
                _type(item, sign(number))
                item.tag = "p"
            one.tag = "div"
            if tag == "br":
                _in_lines(items, 1)

    return dress


def _type(item: Element, sign: str) -> None:
    """Write the sign before the first words of an item."""
    while len(item) and item[0].tag == "p" and not (item.text or "").strip():
        item = item[0]
    item.text = sign + (item.text or "")


def typed_in_items(markup: Markup) -> None:
    for one in [*markup.text.iter("ol")]:
        if not one.attrib and all(item.tag == "li" for item in one):
            one.tag = "ul"
            one.set("style", "list-style: none")
            for number, item in enumerate(one, 1):
                _type(item, f"{number}. ")


def paragraphs_in_items(markup: Markup) -> None:
    for one in markup.paragraphs("li"):
        fill(one, "p", {})


def numbered_as_lists(markup: Markup) -> None:
    """Paragraphs that begin "1. ", "2. " ... as the items of a list."""
    numbered = [one for one in markup.paragraphs("p") if re.match(r"\d\. ", one.text or "")]
    for run in runs(numbered):
        if len(run) > 1 and all((one.text or "").startswith(f"{number}. ") for number, one in enumerate(run, 1)):
            outer = etree.Element("ol")
            run[0].addprevious(outer)
            for one in run:
                one.text = (one.text or "").partition(" ")[2]
                one.tag, one.tail = "li", None
                outer.append(one)


def preserved_lines(markup: Markup) -> None:
    """Paragraphs as lines of one element whose style keeps line breaks, as scripts render a text from a database."""
    for run in runs(markup.paragraphs("p")):
        if any(len(one) or "\n" in (one.text or "") for one in run):
            continue
        first, *others = run
        first.tag = "div"
        first.set("style", "white-space: pre-line")
        del first.attrib[PARAGRAPH]  # no way that knows one paragraph acts on it
        for one in others:
            append(first, f"\n\n{one.text or ''}")
            one.getparent().remove(one)


WAYS = (
    Way("line breaks for paragraphs", parted_by(1)),
    Way("two line breaks for paragraphs", parted_by(2)),
    Way("paragraphs for line breaks", lines_as_paragraphs),
    Way("typed bullets in paragraphs", typed(lambda number: "• ", listed="ul", tag="p")),
    Way("typed bullets in lines", typed(lambda number: "• ", listed="ul", tag="br")),
    Way("typed dashes in lines", typed(lambda number: "- ", listed="ul", tag="br"), most="typography"),
    Way("typed numbers in paragraphs", typed(lambda number: f"{number}. ", listed="ol", tag="p")),
    Way("typed numbers in lines", typed(lambda number: f"{number}. ", listed="ol", tag="br")),
    Way("typed numbers in items", typed_in_items),
    Way("lists for typed numbers", numbered_as_lists),
    Way("paragraphs in items", paragraphs_in_items),
    Way("lines that a style keeps", preserved_lines),
)
