"""Texts that make a pattern go back as often as it can: whatever it repeats, over and over, and no match after it.

A pattern that takes time by the square of a text's length takes minutes on such a text; one that is linear, nothing.
"""

import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MANY = 64  # repeats allowed that make a repeat worth pumping
ENDS = ("", "!\x00")
LETTERS = "a1 /-.:;,<>\"'=\n\t&?#_xé漢АΩ０،"


def pumped(pattern: str | bytes, flags: int, length: int) -> Iterator[str]:
    """Texts of about `length` characters for each thing that a pattern repeats."""
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    tree = parser.parse(text, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    found = dict.fromkeys((before, again) for before, again in _repeats(tree, "") if again)
    ways = dict.fromkeys(way for pre, again in found for way in (("", again), (pre, again), ("", pre + again)))
    for head, seed in ways:
        for end in ENDS:
            yield head + seed * (length // len(seed)) + end


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repeat of a parsed pattern: a text that leads to it, and one of what it repeats."""
    for code, value in tree:
        for inner in _inner(code, value):
            yield from _repeats(inner, before)
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[1] >= MANY:
            yield from ((before, again) for again in _samples(value[2]))
        before += next(iter(_samples([(code, value)])), "")


def _inner(code: Any, value: Any) -> list[Any]:
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _samples(tree: Any) -> list[str]:
    """Some texts that a parsed pattern matches."""
    found = [""]
    for code, value in tree:
        found = [start + more for start in found[:3] for more in _sample(code, value)]
    return found[:4]


def _sample(code: Any, value: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(value)]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [text * max(1, min(value[0], 8)) for text in _samples(value[2])]
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT, codes.GROUPREF):
        return [""]
    if code is codes.BRANCH:
        return [text for branch in value[1] for text in _samples(branch)[:1]][:4]
    if code in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
        return _samples(value[3] if code is codes.SUBPATTERN else value)
    listed = [chr(one if kind is codes.LITERAL else one[0]) for kind, one in _members(code, value)]
    return [letter for letter in (*LETTERS, *listed) if _matches(code, value, letter)][:2]


def _members(code: Any, value: Any) -> list[Any]:
    return [m for m in value if m[0] in (codes.LITERAL, codes.RANGE)] if code is codes.IN else []


def _matches(code: Any, value: Any, letter: str) -> bool:
    if code is codes.ANY:
        return letter != "\n"
    if code is codes.NOT_LITERAL:
        return letter != chr(value)
    negated = value[0][0] is codes.NEGATE
    return negated != any(_is_in(kind, one, letter) for kind, one in value)


def _is_in(kind: Any, one: Any, letter: str) -> bool:
    if kind is codes.LITERAL:
        return ord(letter) == one
    if kind is codes.RANGE:
        return bool(one[0] <= ord(letter) <= one[1])
    name = str(one).rpartition("_")[2].lower() if kind is codes.CATEGORY else ""
    known = {"digit": r"\d", "space": r"\s", "word": r"\w"}.get(name)
    if known is None:
        return False
    return (re.match(known, letter) is not None) != ("NOT" in str(one))
