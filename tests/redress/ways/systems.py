"""What editors, translators and content management systems make of the same words."""

import re
from collections.abc import Callable

from lxml import etree

from redress.markup import PARAGRAPH, Markup
from redress.ways.lines import runs
from redress.ways.structure import fill, wrap
from redress.ways.way import Way

PLACE = re.compile(r"(?<![\w@/.])(Northport|Stonebridge)(?![\w@/.])")


def drop_cap(markup: Markup) -> None:
    """The first letter of the text in an element of its own."""
    for one in markup.paragraphs("p")[:1]:
        if one.text and one.text[0].isalpha():
            cap = etree.Element("span", {"class": "dropcap"})
            cap.text, cap.tail, one.text = one.text[0], one.text[1:], None
            one.insert(0, cap)


def names_in(tag: str, **attributes: str) -> Callable[[Markup], None]:
    """Each name of a place within an inline element."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            while one.text and (found := PLACE.search(one.text)):
                mark = etree.Element(tag, attributes)
                mark.text, mark.tail = found[0], one.text[found.end() :]
                one.text = one.text[: found.start()]
                one.insert(0, mark)

    return dress


def filled(*layers: tuple[str, dict[str, str]]) -> Callable[[Markup], None]:
    """The content of each paragraph in several elements, one within the other."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            for tag, attributes in layers:
                fill(one, tag, attributes)

    return dress


def around_all(*layers: tuple[str, dict[str, str]]) -> Callable[[Markup], None]:
    """Neighbouring paragraphs together in elements more."""

    def dress(markup: Markup) -> None:
        for run in runs(markup.paragraphs("p")):
            outer = wrap(run[0], *layers[0])
            for one in run[1:]:
                outer.tail, one.tail = one.tail, None
                outer.append(one)
            for layer in layers[1:]:
                outer = wrap(outer, *layer)

    return dress


def headings_as(tag: str, **attributes: str) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in markup.paragraphs("h2", "h3", "h4", "h5", "h6"):
            one.tag = tag
            one.attrib.update({name.replace("_", "-").strip("-"): value for name, value in attributes.items()})

    return dress


def headings_linked(sign: str, **attributes: str) -> Callable[[Markup], None]:
    """A link to itself at a heading's end, which shows when a mouse is over it."""

    def dress(markup: Markup) -> None:
        for number, one in enumerate(markup.paragraphs("h2", "h3", "h4", "h5", "h6")):
            one.set("id", f"x-{number}")
            mark = etree.SubElement(one, "a", {"href": f"#x-{number}", "class": "headerlink", **attributes})
            mark.text = sign

    return dress


def lists_as(tag: str, item: str = "li", **attributes: str) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in [*markup.text.iter("ul")]:
            if not one.attrib and all(each.tag == "li" and each.get(PARAGRAPH) is not None for each in one):
                one.tag = tag
                one.attrib.update(attributes)
                for each in one:
                    each.tag = item

    return dress


def numbered_items(markup: Markup) -> None:
    for one in markup.text.iter("ol"):
        if not one.attrib:
            one.set("type", "1")
            one.set("start", "1")
            for number, each in enumerate(one.iterchildren("li"), 1):
                each.set("value", str(number))


WAYS = (
    Way("a drop cap", drop_cap),
    Way("names in abbr", names_in("abbr", title="A town on the river")),
    Way("names in mark", names_in("mark")),
    Way("names in data", names_in("data", value="Q41")),
    Way("names kept together", names_in("nobr")),
    Way("names not translated", names_in("span", **{"class": "notranslate", "translate": "no"})),
    Way("translated and back", filled(("font", {"style": "vertical-align: inherit;"}), ("font", {"dir": "auto"}))),
    Way("ins in paragraphs", filled(("ins", {"datetime": "2026-03-01"}))),
    Way("small in big in paragraphs", filled(("small", {}), ("big", {}))),
    Way("bdi in paragraphs", filled(("bdi", {"class": "x-dir"}))),
    Way(
        "groups of blocks",
        around_all(("div", {"class": "wp-block-group__inner-container"}), ("div", {"class": "wp-block-group"})),
    ),
    Way(
        "a page builder's rows",
        around_all(
            ("div", {"class": "elementor-widget-container"}),
            ("div", {"data-id": "41"}),
            ("section", {"class": "elementor-section"}),
        ),
    ),
    Way("text that unfolds", around_all(("details", {"open": ""}))),
    Way("elements of their own names", around_all(("x-text", {}), ("x-column", {"slot": "text"}))),
    Way("fieldsets around paragraphs", around_all(("fieldset", {}))),
    Way("address around paragraphs", around_all(("address", {}))),
    Way("headings by their role", headings_as("div", role="heading", aria_level="3")),
    Way("headings by their class", headings_as("p", class_="h3 title")),
    Way("headings with a link to themselves", headings_linked("", aria_label="41")),
    Way("headings with a hidden sign", headings_linked("#", style="opacity: 0")),
    Way("menus for lists", lists_as("menu")),
    Way("dir for lists", lists_as("dir")),
    Way("lists by their role", lists_as("div", "div", role="list")),
    Way("items with their numbers", numbered_items),
)
