"""Other characters for the same text."""

import re
import unicodedata
from collections.abc import Callable

from redress.markup import Markup, texts
from redress.ways.way import Way

_SPACE = re.compile(r"(?<=[^\W\d_]{2}) (?=[^\W\d_]{2})")  # between words, away from markers and numbers
_WITHIN = re.compile(r"(?<=[a-zа-я]{4})(?=[a-zа-я]{4})")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def before_paragraphs(sign: str) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            one.text = sign + (one.text or "")

    return dress


def around_paragraphs(first: str, last: str) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            one.text = first + (one.text or "")
            if len(one):
                one[-1].tail = (one[-1].tail or "") + last
            else:
                one.text += last

    return dress


def within(pattern: re.Pattern[str], sign: str) -> Callable[[Markup], None]:
    return each(lambda text: pattern.sub(sign, text))


def each(change: Callable[[str], str]) -> Callable[[Markup], None]:
    """A change of all strings of the paragraphs."""

    def dress(markup: Markup) -> None:
        for one in markup.paragraphs():
            texts(one, change)

    return dress


def curly(text: str) -> str:
    return _APOSTROPHE.sub("’", re.sub(r'"([^"]*)"', r"“\1”", text))


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


WAYS = (
    *(
        Way(f"{name} before paragraphs", before_paragraphs(sign))
        for name, sign in (
            ("a zero-width space", "\u200b"),
            ("a byte order mark", "\ufeff"),
            ("a left-to-right mark", "\u200e"),
            ("a soft hyphen", "\u00ad"),
            ("a no-break space", "\u00a0"),
            ("wide spaces", "\u3000\u3000"),
        )
    ),
    Way("bidirectional marks around paragraphs", around_paragraphs("\u202b", "\u202c")),
    Way("isolates around paragraphs", around_paragraphs("\u2067", "\u2069")),
    Way("spaces around paragraphs", around_paragraphs(" \u200b\u00a0", "\u00a0\u200b ")),
    Way("soft hyphens in words", within(_WITHIN, "\u00ad")),
    Way("zero-width spaces in words", within(_WITHIN, "\u200b")),
    Way("word joiners in words", within(_WITHIN, "\u2060")),
    Way("no-break spaces", within(_SPACE, "\u00a0")),
    Way("thin spaces", within(_SPACE, "\u2009")),
    Way("narrow no-break spaces", within(_SPACE, "\u202f")),
    Way("two spaces", within(_SPACE, "  ")),
    Way("marks apart from letters", each(lambda text: unicodedata.normalize("NFD", text))),
    Way("marks with letters", each(lambda text: unicodedata.normalize("NFC", text))),
    Way("curly quotes", each(curly), most="typography"),
    Way("straight quotes", each(straight), most="typography"),
)
