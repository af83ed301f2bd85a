"""Whether and where the words of a query stand in a text, for whoever shows it."""

from collections.abc import Iterator

from storage.search.index import LONGEST_TEXT
from storage.search.query import Phrase, Query
from storage.search.tokens import ONE_PAIRED, placed_tokens

Span = tuple[int, int]


def marks(text: str, query: Query) -> list[Span]:
    """The spans of characters of `text` at which phrases of the query stand, in order; none overlaps another."""
    words = placed_tokens(text)
    spans = sorted(span for group in query.wanted for phrase in group for span in _places(phrase, words))
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def matches(text: str, query: Query) -> bool:
    """Whether a query finds a text, as it would if that were indexed."""
    words = placed_tokens(text[:LONGEST_TEXT])

    def stands(phrase: Phrase) -> bool:
        return any(True for _ in _places(phrase, words))

    wanted = all(any(map(stands, group)) for group in query.wanted)
    return bool(query.wanted) and wanted and not any(map(stands, query.without))


def _places(phrase: Phrase, words: list[tuple[str, Span]]) -> Iterator[Span]:
    wanted, last = list(phrase.words[:-1]), phrase.words[-1]
    for place, (there, (start, end)) in enumerate(words[len(wanted) :]):
        if not (there.startswith(last) if phrase.prefix else there == last):
            continue
        if [word for word, _ in words[place : place + len(wanted)]] == wanted:
            is_half = end - start == 2 and ONE_PAIRED.fullmatch(last)  # of a pair
            yield words[place][1][0], start + 1 if is_half else end
