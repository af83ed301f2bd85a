"""Which of the changes in a reworded text made it weigh, told in a sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from storage.edits.edit import Edit
from storage.edits.meaning import names, negated, same_numbers
from storage.edits.passages import Flag
from storage.edits.summaries.quotations import JOINERS, apart, plain, quote
from storage.edits.words import Operation, fold, pieces
from storage.search.writing_systems import MARKS, UNSPACED

_MOST = 200  # changes that are looked at
_LONGEST = 2_000  # characters of each
_COMMAS = " ,;،؛，、；"
_SIGN = rf"[\w{MARKS}{JOINERS}$€£¥₩₽%‰'’-]"
_OF_A_WORD = rf"(?:(?![{UNSPACED}]){_SIGN}){{0,24}}"
_HEAD, _TAIL = re.compile(rf"{_OF_A_WORD}$"), re.compile(_OF_A_WORD)
# What goes on with the word or the figure before it, or into the one behind it: a comma before a name does not.
_GOES_ON, _GOES_INTO = re.compile(rf"{_SIGN}|[.,:/]\d"), re.compile(rf"(?:{_SIGN}|\d[.,:/])$")
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
_Step = tuple[str, str]  # old and new words
# What of a rewording gave it a flag.
_CAUSES: dict[Flag, Callable[[_Step], bool]] = {
    "number": lambda step: not same_numbers(step[0], step[1], None),
    "negation": lambda step: negated(step[0], None) != negated(step[1], None),
    "sentence_removed": lambda step: len(step[0]) > 2 * len(step[1]),
    "sentence_added": lambda step: len(step[1]) > 2 * len(step[0]),
    "name": lambda step: _names(step[0]) != _names(step[1]),
}


def reworded(edit: Edit, spot: str) -> str:
    """Tell the change that made a new wording weigh; `spot` says of what it is the wording."""
    if "coarse" in edit.flags:
        return f"much of {spot} was rewritten: {quote(edit.after)}"
    every = [*islice(_steps(edit.operations), _MOST)]
    if edit.cls == "typography":
        in_case = next((step for step in every if step[0] != step[1] and step[0].lower() == step[1].lower()), None)
        return _change(in_case, None, spot) if in_case else f"only punctuation or space changed in {spot}"
    if edit.cls == "substance" and not edit.flags:
        return f"the cells of {spot} changed places: {quote(edit.after)}"
    steps = [step for step in every if fold(step[0]) != fold(step[1])] or every
    cause = next((flag for flag in edit.flags if flag in _CAUSES), None)
    step = next(filter(_CAUSES[cause], steps), steps[0]) if cause else steps[0]
    return _change(step, cause, spot) + and_more(steps)


def _change(step: _Step, cause: Flag | None, spot: str) -> str:
    old, new = step
    if plain(old) and plain(new):
        was, now = apart(old, new)
        figures = _FIGURE.fullmatch(was) and _FIGURE.fullmatch(now)
        return f"the number {was} became {now} in {spot}" if figures else f"“{was}” became “{now}” in {spot}"
    if cause in ("sentence_removed", "sentence_added"):
        return f"a sentence was {f'removed from {spot}' if plain(old) else f'added to {spot}'}: {quote(old or new)}"
    words = (old or new).strip(_COMMAS) or old or new
    return f"{quote(words)} was {f'removed from {spot}' if plain(old) else f'added in {spot}'}"


def _names(text: str) -> set[str]:
    """The names in a text that stands in the middle of a sentence."""
    sentence = ["a", " ", *pieces(text)]
    return names(sentence, range(2, len(sentence)), None)


def _steps(operations: Sequence[Operation]) -> Iterator[_Step]:
    """The steps that change something, with the whole of the words of which a part was changed."""
    nothing = Operation("equal", "", "")
    for left, (op, before, after), right in zip(
        chain([nothing], operations), operations, chain(operations[1:], [nothing]), strict=False
    ):
        if op == "equal":
            continue
        sides = [side for side in (before, after) if side]
        on = any(map(_GOES_ON.match, sides)) and not any(side[0].isspace() for side in sides)
        into = any(_GOES_INTO.search(side[-2:]) for side in sides) and not any(side[-1].isspace() for side in sides)
        head = _found(_HEAD, left.before[-24:]) if on else ""
        tail = _found(_TAIL, right.before[:24]) if into else ""
        yield head + before[:_LONGEST] + tail, head + after[:_LONGEST] + tail


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def and_more(found: Sequence[object]) -> str:
    """What a sentence ends with that tells one of several changes."""
    return ", and more" if len(found) > 1 else ""
