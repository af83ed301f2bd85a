"""A person's query: words, "phrases", -without, OR and prefix*, in the words of the index."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from storage.records import normal_form
from storage.search.tokens import phrase

T = TypeVar("T")
_WRITTEN_OTHERWISE = str.maketrans(
    {**dict.fromkeys("“”„‟«»「」『』＂", '"'), **dict.fromkeys("－‐‑‒–−", "-"), "＊": "*", "｜": "|"}
)
_TERM = re.compile(
    r'(?P<without>(?<!\S)-+(?=[^\s-]))?(?:"(?P<quoted>[^"]*)(?P<end>"|$)(?P<star>\*)?|(?P<bare>[^\s"]+))'
)
_OPERATORS = ("OR", "AND", "NOT")
# What other programs understand.
_GROUPED = re.compile(r"(?<!\S)-?\(|\)(?!\S)")
_OPERATED = re.compile(r"(?<!\S)(OR|AND|NOT|-\S+)(?!\S)")
_WILD = re.compile(r"[*?](?=\w)|\*(?=\")")
_SIGNS = re.compile(r"\|{1,2}|(?<!\S)(?:NEAR\(|NEAR/\d+|~(?=\w))|(?<=[\w\"])[~^](?=\d|\s|$)")
_FILTER = re.compile(r"(?i)\b(title|intitle|text|author|date|source|site|country|lang|language|url|inurl):\S")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the index that stand one after another; the last need only begin so where it is a `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Of each group in `wanted` one phrase stands in what is found, and none of `without`.

    `misunderstood` says what in the query means nothing, or not what it means elsewhere.
    """

    wanted: tuple[tuple[Phrase, ...], ...]
    without: tuple[Phrase, ...] = ()
    misunderstood: tuple[str, ...] = field(default=(), compare=False)

    @property
    def words(self) -> int:
        """How many words of the index it has in all."""
        return sum(len(phrase.words) for group in (*self.wanted, self.without) for phrase in group)

    @property
    def has_prefix(self) -> bool:
        """Whether a word of it need only begin so."""
        return any(phrase.prefix for group in (*self.wanted, self.without) for phrase in group)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or a phrase of a query; `operator` where it is a bare OR, AND or NOT."""

    phrase: Phrase
    without: bool = False
    operator: str | None = None


def parse(text: str) -> Query:
    """Read a query. Any text is one; where `wanted` is empty, there is nothing to look for.

    All words must stand in a text; words between double quotes of any language stand there as they are. `OR` between
    two of them wants one or the other, `-` before one wants it nowhere, `*` behind one lets it be the beginning of a
    word. So it is in the search engines that everybody knows; they know no parentheses either.
    """
    wanted: list[tuple[Phrase, ...]] = []
    without: list[Phrase] = []
    notes = [*_notes(text)]
    terms = [*_terms(text)]
    either = False  # whether the term before is an OR between two that are wanted
    for before, term, after in zip([None, *terms], terms, [*terms[1:], None], strict=False):
        between = before is not None and after is not None and not before.operator and not after.operator
        if term.operator == "AND" and between:
            continue
        if term.operator == "OR" and between and before and after and not (before.without or after.without):
            either = True
            continue
        if term.operator:
            notes.append(f"{term.operator} is searched as a word here")
        if term.without:
            without.append(term.phrase)
        elif either:
            wanted[-1] += (term.phrase,)
        else:
            wanted.append((term.phrase,))
        either = False
    return Query(_once(wanted), _once(without), _once(notes))


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _terms(text: str) -> Iterator[_Term]:
    for found in _TERM.finditer(text.translate(_WRITTEN_OTHERWISE)):
        bare = found["bare"]
        words, prefix = phrase(found["quoted"] if bare is None else bare)
        if words:
            star = bool(found["star"]) if bare is None else bare.endswith("*")
            named = normal_form("NFKC", bare or "")
            operator = named if named in _OPERATORS and not found["without"] else None
            yield _Term(Phrase(tuple(words), prefix or star), bool(found["without"]), operator)


def _notes(text: str) -> Iterator[str]:
    text = text.translate(_WRITTEN_OTHERWISE)
    if text.count('"') % 2:
        yield "a quotation mark is not closed: the phrase goes to the end"
    if _GROUPED.search(text) and _OPERATED.search(text):
        yield "parentheses mean nothing: OR stands between the two words beside it"
    if _WILD.search(text):
        yield "* stands only for the rest of a word, and ? for nothing"
    if found := _SIGNS.search(text):
        yield f"{found[0]} means nothing: all words are searched, OR stands between two of which one is enough"
    if found := _FILTER.search(text):
        yield f"{found[1]}: is searched as a word; what hits are filtered by are options (--help shows them)"
