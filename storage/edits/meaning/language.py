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
LanguageFile = Mapping[str, Any]


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
        return _built({code: _file(code)})
    return _built({code: file for code in _codes() if not (file := _file(code)).get("short")})


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FILES.iterdir() if file.name.endswith(".toml")))


@cache
def _others() -> Mapping[str, str]:
    """The codes of files by the other subtags that they are for."""
    return {subtag: code for code in _codes() for subtag in _list(_file(code), "also")}


@cache
def _file(code: str) -> LanguageFile:
    return tomllib.loads((_FILES / f"{code}.toml").read_text("utf-8"))


def _built(files: Mapping[str, LanguageFile]) -> Language:
    meanings: dict[str, list[Meanings]] = {}
    for code, file in files.items():
        for word, meaning in _words(code, file).items():
            if meaning not in (known := meanings.setdefault(word, [])):
                known.append(meaning)
    every = list(files.values())
    alone = len(files) == 1
    negations = [file.get("negation", {}) for file in every]
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
        no_number=_any(file.get("no_number", _NEVER) for file in every),
        negation=_any(
            chain(
                (rf"(?<!\w)(?:{file['words']})(?!\w)" for file in negations if "words" in file),
                (file["anywhere"] for file in negations if "anywhere" in file),
            )
        ),
        no_negation=_any(file.get("none", _NEVER) for file in negations),
        signs=_signs([file["signs"] for file in every if "signs" in file]),
        codes=tuple(files),
        countries={
            spelled(name).replace("_", " "): code
            for file in every
            for code, names in file.get("countries", {}).items()
            for name in names.split()
        },
        cases=any(file.get("cases") for file in every),
        no_names=_set(every, "no_names"),
        nouns=_nouns(every[0]["nouns"]) if alone and "nouns" in every[0] else None,
    )


def _words(code: str, file: LanguageFile) -> Mapping[str, Meanings]:
    found: dict[str, dict[Role, str]] = {}
    for role in _ROLES:
        listed = ((value, form) for value, forms in file.get(role, {}).items() for form in forms.split())
        for value, form in (*listed, *_of_the_calendar(code, role)):
            for word in _inflected(re.sub("[_-]", " ", form), file):
                found.setdefault(spelled(word), {}).setdefault(role, value.replace("_", ""))
    return found


def _of_the_calendar(code: str, role: Role) -> Iterator[tuple[str, str]]:
    if role in {"months", "days"}:
        names = cldr.months(code) if role == "months" else cldr.weekdays(code)
        yield from ((str(number), name) for number, name in names)


def _suffixes(file: LanguageFile) -> set[str]:
    return {spelled(form) for suffix in _list(file, "suffixes") for form in _inflected(suffix, file)}


def _inflected(form: str, file: LanguageFile) -> Iterator[str]:
    endings = [spelled(ending) for ending in _list(file, "endings")] if form.endswith("~") else [""]
    for prefix in ("", *_list(file, "prefixes")):
        yield from (prefix + form.removesuffix("~") + ending for ending in endings)


def _nouns(table: LanguageFile) -> Nouns:
    return Nouns(**{name: re.compile(pattern) for name, pattern in table.items()})


def _signs(tables: list[LanguageFile]) -> Signs:
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


def _list(file: LanguageFile, name: str) -> tuple[str, ...]:
    return tuple(file.get(name, "").split())


def _set(every: list[LanguageFile], name: str) -> frozenset[str]:
    return frozenset(spelled(word) for file in every for word in _list(file, name))


def _any(patterns: Iterator[str]) -> re.Pattern[str]:
    # As texts are spelled, no sigma is a final one.
    return re.compile("|".join(dict.fromkeys(patterns)).replace("ς", "σ") or _NEVER)
