"""Other elements around the same words."""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from redress.markup import Element, Markup
from redress.ways.way import Way

_HEADINGS = ("h3", "h4", "h5", "h6")


def renamed(*tags: str, to: str) -> Callable[[Markup], None]:
    """Paragraphs of these tags as elements of another."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs(*tags):
            one.tag = to

    return dress


def inline(tag: str, to: str) -> Callable[[Markup], None]:
    """Inline elements of one name as those of another."""

    def dress(markup: Markup) -> None:
        for one in [*markup.text.iter(tag)]:
            if not one.get("class") and not one.get("id"):
                one.tag = to

    return dress


def within(tag: str, **attributes: str) -> Callable[[Markup], None]:
    """The content of each paragraph in an element of its own."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            fill(one, tag, attributes)

    return dress


def around(*tags: str, **attributes: str) -> Callable[[Markup], None]:
    """Elements around each paragraph that is no item of a list."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs("p", "div", *_HEADINGS):
            for tag in tags:
                wrap(one, tag, attributes)

    return dress


def fill(one: Element, tag: str, attributes: dict[str, str]) -> None:
    inner = etree.Element(tag, attributes)
    inner.text, one.text = one.text, None
    inner.extend(list(one))
    one.append(inner)


def wrap(one: Element, tag: str, attributes: dict[str, str] | None = None) -> Element:
    outer = etree.Element(tag, attributes or {})
    outer.tail, one.tail = one.tail, None
    one.getparent().replace(one, outer)
    outer.append(one)
    return outer


def headings_as_strong_paragraphs(markup: Markup) -> None:
    for one in markup.paragraphs(*_HEADINGS):
        one.tag = "p"
        fill(one, "strong", {})


def strong_paragraphs_as_headings(markup: Markup) -> None:
    for one in markup.paragraphs("p"):
        if len(one) == 1 and one[0].tag in ("strong", "b") and not (one.text or one[0].tail or "").strip():
            one.tag = "h4"


def in_a_table(markup: Markup) -> None:
    for one in markup.paragraphs("p", "div"):
        wrap(wrap(wrap(one, "td"), "tr"), "table")


def split_in_spans(markup: Markup) -> None:
    """Each string in two spans that part a word."""
    for one in markup.paragraphs():
        if one.text and len(one.text) > 6 and len(one) == 0:
            half = len(one.text) // 2
            first, second = etree.Element("span"), etree.Element("span")
            first.text, second.text, one.text = one.text[:half], one.text[half:], None
            one.extend([first, second])


def spans_for_paragraphs(markup: Markup) -> None:
    for one in markup.paragraphs("p"):
        one.tag = "span"
        one.set("style", "display: block; margin-bottom: 1em")


def words_linked(markup: Markup) -> None:
    """The first words of a text as a link: who reads them reads the same."""
    for one in markup.paragraphs("p"):
        if one.text and not len(one) and one.text.count(" ") > 4:
            first, second, rest = one.text.split(" ", 2)
            link = etree.Element("a", href="https://x.example/glossary")
            link.text, link.tail, one.text = second, f" {rest}", f"{first} "
            one.append(link)


def empty_paragraphs(markup: Markup) -> None:
    for number, one in enumerate(markup.paragraphs("p", "div", *_HEADINGS)):
        empty = etree.Element("p")
        if number % 3 == 1:
            empty.text = "\u00a0"
        elif number % 3 == 2:
            etree.SubElement(empty, "br")
        one.addprevious(empty)


def line_break_at_the_end(markup: Markup) -> None:
    for one in markup.paragraphs("p", "div", "li"):
        etree.SubElement(one, "br")


def anchors(markup: Markup) -> None:
    for number, one in enumerate(markup.paragraphs()):
        mark = etree.Element("a", name=f"_Toc{number}")
        mark.tail, one.text = one.text, None
        one.insert(0, mark)


def from_a_word_processor(markup: Markup) -> None:
    for one in markup.paragraphs("p"):
        one.set("style", "margin:0cm;line-height:115%")
        fill(one, "span", {"style": "font-size:12.0pt;mso-fareast-language:EN-US", "lang": "EN-GB"})
        etree.SubElement(one, "span", {"style": "mso-spacerun:yes"}).text = "\u00a0"


def rules_between(markup: Markup) -> None:
    for one in markup.paragraphs("p")[1:]:
        one.addprevious(etree.Element("hr"))


def columns(markup: Markup) -> None:
    for one in markup.paragraphs("p", "div"):
        wrap(wrap(one, "div", {"class": "wp-block-column"}), "div", {"class": "col-md-8"})


def in_one_element(markup: Markup) -> None:
    """All children of the text in one element more."""
    inner = etree.Element("div", {"class": "x-inner"})
    inner.text, markup.text.text = markup.text.text, None
    inner.extend([deepcopy(child) for child in markup.text])
    for child in list(markup.text):
        markup.text.remove(child)
    markup.text.append(inner)


WAYS = (
    Way("div for p", renamed("p", to="div")),
    Way("p for div", renamed("div", to="p")),
    Way("headings a level lower", renamed("h3", "h4", to="h5")),
    Way("headings as bold paragraphs", headings_as_strong_paragraphs),
    Way("bold paragraphs as headings", strong_paragraphs_as_headings),
    Way("section around paragraphs", around("section")),
    Way("divs around paragraphs", around("div", "div")),
    Way("blockquote around paragraphs", around("blockquote")),
    Way("center around paragraphs", around("center")),
    Way("columns around paragraphs", columns),
    Way("an element more around the text", in_one_element),
    Way("span in paragraphs", within("span", style="color: #333")),
    Way("font in paragraphs", within("font", face="Arial", size="2")),
    Way("b in paragraphs", within("b")),
    Way("em in paragraphs", within("em")),
    Way("u in paragraphs", within("u")),
    Way("b for strong", inline("strong", "b")),
    Way("strong for b", inline("b", "strong")),
    Way("tables for layout", in_a_table),
    Way("words in two spans", split_in_spans),
    Way("spans for paragraphs", spans_for_paragraphs),
    Way("words linked", words_linked),
    Way("empty paragraphs", empty_paragraphs),
    Way("a line break at the end", line_break_at_the_end),
    Way("anchors without words", anchors),
    Way("a word processor's markup", from_a_word_processor),
    Way("rules between paragraphs", rules_between),
)
