"""The numbers and dates of a text, and whether two texts have the same.

A number is the same in digits, in words, in Roman or in Chinese numerals: "three" and 3, "12 million" and 12,000,000.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from storage.edits.meaning import tokens
from storage.edits.meaning.compounds import DATES, JOINER, is_short
from storage.edits.meaning.dates import readings
from storage.edits.meaning.figures import arabic, joined
from storage.edits.meaning.language import Language, language, spelled
from storage.edits.meaning.spelled_out import SpelledOut
from storage.edits.meaning.tokens import Token


class Number(NamedTuple):
    """A number, month or day in one form, and the words around it. An article is no `certain` number."""

    value: str
    certain: bool
    before: str
    after: str

    @property
    def is_date(self) -> bool:
        """Whether it is a month, a day of the week or a half of the day."""
        return self.value[0].isalpha()


def may_count(words: Iterable[str], tag: str | None) -> bool:
    """Whether one of the words, numbers and signs may be a part of a number, month or day."""
    meant = language(tag)
    return any(tokens.may_count(word, meant) or any(map(word.endswith, meant.duals)) for word in words)


def same_numbers(before: str, after: str, tag: str | None) -> bool:
    """Whether two wordings of a text have the same numbers, months and days; `tag` (BCP 47) chooses the word lists.

    Where they come in another order, each must have kept the word before or after it: "5 men and 3 women" are not
    "3 men and 5 women". A date in figures is the same in words.
    """
    meant = language(tag)
    return not _is_of_two(before, after, meant) and any(
        _same_each(*each, tag) for each in readings(before, after, meant)
    )


def _same_each(before: str, after: str, tag: str | None) -> bool:
    old, new = list(numbers(before, tag)), list(numbers(after, tag))
    return all(
        _same([one for one in old if one.is_date == dates], [one for one in new if one.is_date == dates])
        for dates in (False, True)
    )


def numbers(text: str, tag: str | None) -> Iterator[Number]:
    """Give the numbers, months and days of `text` in order; `tag` (BCP 47) chooses the word lists."""
    meant = language(tag)
    found = list(tokens.tokens(meant.no_number.sub(" ", spelled(arabic(joined(text)))), meant))
    number, begun, conjoined = SpelledOut(), 0, False
    for place, token in enumerate(found):
        is_joiner = token.text in meant.joiners
        if not (token.parts or is_joiner):
            if number.value:
                yield from _read(number, found, begun, place)
                number, conjoined = SpelledOut(), False
            continue
        date = _date(found, place, meant)
        if date or not token.is_close:
            yield from _read(number, found, begun, place)
            number, conjoined = SpelledOut(), False
        if date:
            yield Number(date, True, _word(found, place - 1), _word(found, place + 1))
            continue
        conjoined |= is_joiner or token.text[0] in meant.joiners  # Arabic writes "and" as one with the next word
        for part in token.parts:
            if part is JOINER:
                conjoined = True
                continue
            if number.value and not number.take(part, conjoined=conjoined):
                yield from _read(number, found, begun, place)
                number = SpelledOut()
            if not number.value:
                begun = place
                number.take(part, conjoined=False)
            conjoined = False
    yield from _read(number, found, begun, len(found))


def _is_of_two(before: str, after: str, meant: Language) -> bool:
    """Whether a word of one text is the dual of one of the other: two soldiers, and a soldier."""
    if not meant.duals:
        return False
    words = [frozenset(spelled(text).split()) for text in (before, after)]
    singulars = (
        {
            word.removesuffix(two) + one
            for word in mine - others
            for two, one in meant.duals.items()
            if word.endswith(two)
        }
        & (others - mine)
        for mine, others in (words, words[::-1])
    )
    return any(singulars)


def _same(old: Sequence[Number], new: Sequence[Number]) -> bool:
    return _alike(old, new) or _alike([one for one in old if one.certain], [one for one in new if one.certain])


def _alike(old: Sequence[Number], new: Sequence[Number]) -> bool:
    if [one.value for one in old] == [one.value for one in new]:
        return True
    return _sides(old, new, "before") or _sides(old, new, "after")


def _sides(old: Sequence[Number], new: Sequence[Number], side: Literal["before", "after"]) -> bool:
    """Whether both have the same numbers, each beside the same word."""
    befores, afters = (Counter((one.value, getattr(one, side)) for one in each) for each in (old, new))
    return befores == afters


def _read(number: SpelledOut, found: list[Token], begun: int, end: int) -> Iterator[Number]:
    if number.value:
        yield Number(number.value, number.is_certain, _word(found, begun - 1), _word(found, end))


def _word(found: list[Token], place: int) -> str:
    return found[place].text if 0 <= place < len(found) else ""


def _date(found: list[Token], place: int, meant: Language) -> str:
    """The month or day that a token names; words that are others too name one only beside a number or after "in"."""
    token = found[place]
    part = token.parts[0] if len(token.parts) == 1 else ""
    named = next((f"{role} {part[role]}" for role in DATES if role in part), "") if isinstance(part, Mapping) else ""
    is_another = len(part) > 1  # "sept" is September, and seven
    if named and (is_short(token.text) or is_another or token.text in meant.beside):
        beside = any(each.is_number for each in (*found[max(0, place - 2) : place], *found[place + 1 : place + 2]))
        return named if beside or (_word(found, place - 1) in meant.dating and not is_another) else ""
    return named
