"""The files of languages: each entry is read as what it stands for, and nothing in them is unknown."""

import re
import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from storage.edits.meaning.language import Role, language
from storage.edits.meaning.numbers import numbers

FOLDER = files("storage.edits.meaning") / "languages"
CODES = sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml"))
WORDS = {
    "also",
    "beside",
    "dating",
    "duals",
    "endings",
    "glued",
    "joiners",
    "no_names",
    "no_number",
    "prefixes",
    "suffixes",
}
SWITCHES = {"cases", "compounds", "short"}
SIGNS = {"counters", "counters_of_more", "least", "ordinal", "part", "words"}
READ_AS = {
    "numbers": "{}",
    "articles": "{}",
    "ordinals": "{}",
    "multipliers": "{}",
    "vague": "{}s",
    "fractions": "1/{}",
    "months": "months {}",
    "days": "days {}",
    "halves": "halves {}",
}
NEGATION = {"anywhere", "none", "words"}


@pytest.mark.parametrize("code", CODES)
def test_a_file_says_nothing_that_is_not_read(code):
    facts = tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))
    tables = {name: table for name, table in facts.items() if isinstance(table, dict)}
    assert facts.keys() <= WORDS | SWITCHES | {*get_args(Role), "countries", "negation", "nouns", "signs"}
    assert {name for name in facts if facts[name] is True} <= SWITCHES
    assert tables.get("negation", {}).keys() <= NEGATION
    assert {name for name in tables.get("signs", {}) if not name[0].isdigit()} <= SIGNS
    assert all(re.fullmatch("[A-Z]{2}", name) for name in tables.get("countries", {}))


def values(text: str, code: str) -> set[str]:
    return {number.value for number in numbers(text, code)}


@pytest.mark.parametrize("code", CODES)
def test_each_entry_is_read_as_what_it_stands_for(code):
    known = language(code)
    for word, meanings in known.words.items():
        expected = {READ_AS[role].format(value) for role, value in meanings.items() if role in READ_AS}
        if word in known.glued:
            assert values(f"5{word}", code) != values("5", code), word
        elif expected and not known.no_number.fullmatch(word):
            assert expected & values(word, code) or expected & values(f"5 {word}", code), word
