"""What is known of one language, or of all together: the files of `languages/`, whose README says what they hold."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, Literal, get_args

from storage.edits.meaning import cldr
from storage.edits.words import plain

Role = Literal[
    "numbers", "articles", "ordinals", "multipliers", "vague", "fractions", "months", "days", "halves", "stems"
]
Meanings = Mapping[Role, str]  # of one word: "third" is an ordinal of 3 and a fraction of 3
_ROLES: tuple[Role, ...] = get_args(Role)
_FILES = files(__package__) / "languages"
_NEVER = "(?!)"
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language, or all of them together. Words are spelled as by `spelled`, of entries of several with spaces."""

    words: Mapping[str, Meanings]
    decimal: str
    joiners: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    duals: Mapping[str, str]  # endings of two, with what one ends in
    compounds: bool
    beside: frozenset[str]
    dating: frozenset[str]
    glued: frozenset[str]
    no_number: re.Pattern[str]
    negation: re.Pattern[str]
    no_negation: re.Pattern[str]
    signs: "Signs"
    codes: tuple[str, ...]  # of the languages
    countries: Mapping[str, str]  # codes of countries by names that the CLDR has not
    cases: bool
    no_names: frozenset[str]
    nouns: "Nouns | None"


@dataclass(frozen=True, slots=True)
class Nouns:
    """How nouns are told from names where both have a capital."""

    endings: re.Pattern[str]
    declined: re.Pattern[str]
    surnames: re.Pattern[str]
    prepositions: re.Pattern[str]
    before: re.Pattern[str]
    little: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """The numerals of one sign each, and what surrounds them; patterns, empty where there are none."""

    values: Mapping[str, int]
    counters: str
    counters_of_more: str
    ordinal: str
    part: str
    least: int
    words: bool


def spelled(text: str) -> str:
    """Give `text` as words are listed: in compatibility form and lower case, without the dots of ё."""
    return plain(text).replace("ё", "е")


def language(tag: str | None) -> Language:
    """Give what is known of a language by its BCP 47 tag; where there is no file for it, what all files agree on."""
    primary = (tag or "").partition("-")[0].lower()
    return _known(primary if primary in _codes() else _others().get(primary, ""))


@cache
def _known(code: str) -> Language:
    if code:
        return _built({code: _facts(code)})
    return _built({code: facts for code in _codes() if not (facts := _facts(code)).get("short")})


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FILES.iterdir() if file.name.endswith(".toml")))


@cache
def _others() -> Mapping[str, str]:
    """The codes of files by the other subtags that they are for."""
    return {subtag: code for code in _codes() for subtag in _list(_facts(code), "also")}


@cache
def _facts(code: str) -> Facts:
    return tomllib.loads((_FILES / f"{code}.toml").read_text("utf-8"))


def _built(files: Mapping[str, Facts]) -> Language:
    meanings: dict[str, list[Meanings]] = {}
    for code, facts in files.items():
        for word, meaning in _words(code, facts).items():
            if meaning not in (known := meanings.setdefault(word, [])):
                known.append(meaning)
    every = list(files.values())
    alone = len(files) == 1
    negations = [facts.get("negation", {}) for facts in every]
    return Language(
        words={word: meaning for word, (meaning, *others) in meanings.items() if not others},
        decimal=cldr.decimal_sign(next(iter(files))) if alone else ".",
        joiners=_set(every, "joiners"),
        prefixes=_list(every[0], "prefixes") if alone else (),
        suffixes=tuple(sorted(_suffixes(every[0]), key=len, reverse=True)) if alone else (),
        duals=dict(dual.split(":") for dual in _list(every[0], "duals")) if alone else {},
        compounds=alone and every[0].get("compounds", False),
        beside=_set(every, "beside"),
        dating=_set(every, "dating"),
        glued=_set(every, "glued"),
        no_number=_any(facts.get("no_number", _NEVER) for facts in every),
        negation=_any(
            chain(
                (rf"(?<!\w)(?:{facts['words']})(?!\w)" for facts in negations if "words" in facts),
                (facts["anywhere"] for facts in negations if "anywhere" in facts),
            )
        ),
        no_negation=_any(facts.get("none", _NEVER) for facts in negations),
        signs=_signs([facts["signs"] for facts in every if "signs" in facts]),
        codes=tuple(files),
        countries={
            spelled(name).replace("_", " "): code
            for facts in every
            for code, names in facts.get("countries", {}).items()
            for name in names.split()
        },
        cases=any(facts.get("cases") for facts in every),
        no_names=_set(every, "no_names"),
        nouns=_nouns(every[0]["nouns"]) if alone and "nouns" in every[0] else None,
    )


def _words(code: str, facts: Facts) -> Mapping[str, Meanings]:
    found: dict[str, dict[Role, str]] = {}
    for role in _ROLES:
        listed = ((value, form) for value, forms in facts.get(role, {}).items() for form in forms.split())
        for value, form in (*listed, *_of_the_calendar(code, role)):
            for word in _inflected(re.sub("[_-]", " ", form), facts):
                found.setdefault(spelled(word), {}).setdefault(role, value.replace("_", ""))
    return found


def _of_the_calendar(code: str, role: Role) -> Iterator[tuple[str, str]]:
    if role in {"months", "days"}:
        names = cldr.months(code) if role == "months" else cldr.weekdays(code)
        yield from ((str(number), name) for number, name in names)


def _suffixes(facts: Facts) -> set[str]:
    return {spelled(form) for suffix in _list(facts, "suffixes") for form in _inflected(suffix, facts)}


def _inflected(form: str, facts: Facts) -> Iterator[str]:
    endings = [spelled(ending) for ending in _list(facts, "endings")] if form.endswith("~") else [""]
    for prefix in ("", *_list(facts, "prefixes")):
        yield from (prefix + form.removesuffix("~") + ending for ending in endings)


def _nouns(table: Facts) -> Nouns:
    return Nouns(**{name: re.compile(pattern) for name, pattern in table.items()})


def _signs(tables: list[Facts]) -> Signs:
    # Those of Korean are syllables of other words, and known only where the language is.
    tables = [table for table in tables if not table.get("words")] or tables
    values = {
        sign: int(value.replace("_", ""))
        for table in tables
        for value, signs in table.items()
        if value[0].isdigit()
        for sign in signs
    }
    counters, more, ordinal, part = (
        "|".join(filter(None, (table.get(name) for table in tables)))
        for name in ("counters", "counters_of_more", "ordinal", "part")
    )
    least, words = tables[0].get("least", 2) if tables else 0, any(table.get("words") for table in tables)
    return Signs(values, counters, more, ordinal, part, least, words)


def _list(facts: Facts, name: str) -> tuple[str, ...]:
    return tuple(facts.get(name, "").split())


def _set(every: list[Facts], name: str) -> frozenset[str]:
    return frozenset(spelled(word) for facts in every for word in _list(facts, name))


def _any(patterns: Iterator[str]) -> re.Pattern[str]:
    # As texts are spelled, no sigma is a final one.
    return re.compile("|".join(dict.fromkeys(patterns)).replace("ς", "σ") or _NEVER)
