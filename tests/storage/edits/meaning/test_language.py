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
WORDS = {"also", "beside", "dating", "endings", "glued", "joiners", "no_number", "prefixes", "suffixes"}
SWITCHES = {"capital_nouns", "cases", "compounds", "short"}
SIGNS = {"counters", "counters_of_more", "least", "ordinal", "part", "words"}
NEGATION = {"anywhere", "none", "words"}


@pytest.mark.parametrize("code", CODES)
def test_a_file_says_nothing_that_is_not_read(code):
    facts = tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))
    tables = {name: table for name, table in facts.items() if isinstance(table, dict)}
    assert facts.keys() <= WORDS | SWITCHES | {*get_args(Role), "countries", "negation", "signs"}
    assert {name for name in facts if facts[name] is True} <= SWITCHES
    assert tables.get("negation", {}).keys() <= NEGATION
    assert {name for name in tables.get("signs", {}) if not name[0].isdigit()} <= SIGNS
    assert all(re.fullmatch("[A-Z]{2}", name) for name in tables.get("countries", {}))


@pytest.mark.parametrize("code", CODES)
def test_each_entry_is_read_as_what_it_stands_for(code):
    known = language(code)
    wrong = {}
    for word, meaning in known.words.items():
        if meaning.keys() & {"months", "days"}:
            text, values = f"7 {word}", {f"{role} {meaning[role]}" for role in ("months", "days") if role in meaning}
        elif word in known.glued:
            text, values = f"1{word}", {meaning["multipliers"]}
        else:
            text = word
            values = {value for role, value in meaning.items() if role not in {"stems", "fractions", "vague"}}
            values |= {f"{meaning['vague']}s"} if "vague" in meaning else set()
            values |= {f"1/{meaning['fractions']}"} if "fractions" in meaning else set()
        read = [number.value for number in numbers(text, code)]
        if meaning.keys() != {"stems"} and not known.no_number.search(text) and not values & set(read):
            wrong[word] = dict(meaning), read
    assert not wrong
