"""What word processors save as HTML, and editors take over."""

import re

from lxml import etree

from redress.markup import PARAGRAPH, Markup, fragment
from redress.ways.source_text import outside_raw
from redress.ways.systems import PLACE
from redress.ways.way import Way

_C1 = {"“": "&#147;", "”": "&#148;", "’": "&#146;", "–": "&#150;"}


def smart_tags(source: str) -> str:
    """As Word 2003 saved the names of places."""
    text = re.compile(r"(?<=>)[^<>]+(?=</p>)")
    marked = r'<st1:place w:st="on">\1</st1:place>'
    return outside_raw(source, lambda part: text.sub(lambda one: PLACE.sub(marked, one[0]), part))


def a_list_each(markup: Markup) -> None:
    """Every item in a list of its own, as word processors save them; a numbered one begins where the last ended."""
    for one in [*markup.text.iter("ul", "ol")]:
        items = list(one)
        if one.attrib or not all(each.tag == "li" for each in items):
            continue
        for number, each in reversed([*enumerate(items[1:], 2)]):
            other = etree.Element(one.tag, {"start": str(number)} if one.tag == "ol" else {})
            other.append(each)
            other.tail, one.tail = one.tail, None
            one.addnext(other)


def lists_of_a_word_processor(markup: Markup) -> None:
    """Items as paragraphs with a bullet in a font of signs, and space of another font after it."""
    for one in [*markup.text.iter("ul")]:
        if one.attrib or not all(each.tag == "li" and each.get(PARAGRAPH) is not None for each in one):
            continue
        one.tag = "div"
        for each in one:
            each.tag = "p"
            each.set("class", "MsoListParagraph")
            mark = fragment(
                '<span style="font-family:Symbol;mso-list:Ignore">\u00b7<span style="font:7.0pt \'Times New Roman\'">'
                "\u00a0\u00a0\u00a0 </span></span>"
            )[0]
            mark.tail, each.text = each.text, None
            each.insert(0, mark)


def signs_of_a_word_processor(source: str) -> str:
    """Quotation marks and dashes by the numbers that windows-1252 has for them, which HTML takes for what they mean."""
    return outside_raw(source, lambda text: "".join(_C1.get(sign, sign) for sign in text))


def namespaces(source: str) -> str:
    return outside_raw(
        source,
        lambda text: text.replace("</p>", '<?xml:namespace prefix = o ns = "urn:office" /><o:p></o:p></p>'),
    )


WAYS = (
    Way("names in smart tags", source_text=smart_tags),
    Way("a list for each item", a_list_each),
    Way("lists of a word processor", lists_of_a_word_processor),
    Way("signs of a word processor", source_text=signs_of_a_word_processor),
    Way("namespaces of a word processor", source_text=namespaces),
)
