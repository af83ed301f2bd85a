"""What a language's file lists is read as what it is listed for."""

from importlib.resources import files

import pytest

from storage.edits.meaning.language import language
from storage.edits.meaning.numbers import numbers

LANGUAGES = sorted(
    file.name.removesuffix(".toml")
    for file in files("storage.edits.meaning").joinpath("languages").iterdir()
    if file.name.endswith(".toml")
)
READ_AS = {
    "numbers": "{}",
    "articles": "{}",
    "ordinals": "{}",
    "multipliers": "{}",
    "vague": "{}s",
    "fractions": "1/{}",
    "months": "months {}",
    "days": "days {}",
}


def values(text: str, code: str) -> set[str]:
    return {number.value for number in numbers(text, code)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_is_read_as_what_it_is_listed_for(code: str) -> None:
    meant = language(code)
    for word, meanings in meant.words.items():
        expected = {READ_AS[role].format(value) for role, value in meanings.items() if role in READ_AS}
        if word in meant.glued:
            assert values(f"5{word}", code) != values("5", code), word
        elif expected and not meant.no_number.fullmatch(word):
            assert expected & values(word, code) or expected & values(f"5 {word}", code), word
