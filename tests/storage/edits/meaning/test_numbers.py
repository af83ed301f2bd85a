"""Numbers, months and days as people write them, and when two texts have the same."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.edits.meaning.numbers import numbers, same_numbers


def read(text, tag):
    return [number.value for number in numbers(text, tag)]


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        ("en", "twenty-one", "21"),
        ("en", "two hundred and five thousand three hundred", "205300"),
        ("en", "1.5 million", "1500000"),
        ("en", "$50m", "50000000"),
        ("en", "two and a half", "2.5"),
        ("en", "the twenty-third", "23"),
        ("en", "two thirds", "2/3"),
        ("en", "two dozen", "24"),
        ("en", "hundreds", "100s"),
        ("en-GB", "10,500", "10500"),
        ("de", "10.500", "10500"),
        ("de-AT", "1,5 Mrd.", "1500000000"),
        ("de", "zweihundertfünfundzwanzigtausend", "225000"),
        ("de", "der einundzwanzigste", "21"),
        ("fr", "quatre-vingt-dix-sept", "97"),
        ("fr-CA", "soixante et onze", "71"),
        ("fr", "deux cent mille", "200000"),
        ("it", "milleottocentoventotto", "1828"),
        ("es", "mil novecientos ochenta y cuatro", "1984"),
        ("es", "2 mil millones", "2000000000"),
        ("pt-BR", "cento e vinte e um mil", "121000"),
        ("pl", "dwudziesty trzeci", "23"),
        ("nn", "fireogtyve", "24"),
        ("tr", "yirmi beşinde", "25"),
        ("nl", "tweeëntwintig", "22"),
        ("sv", "trettiotre", "33"),
        ("el", "εκατόν είκοσι τρία", "123"),
        ("ru", "двадцать первого", "21"),
        ("ar", "خمسة وعشرون", "25"),
        ("zh", "三千五百", "3500"),
        ("ja", "3億5000万", "350000000"),
        ("hi", "५,००,०००", "500000"),
        ("en", "Chapter XIV", "14"),
        ("en", "Pope John XXIII.", "23"),
    ],
)
def test_a_number_is_read_as_it_is_meant(tag, text, value):
    assert read(text, tag) == [value]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "They may march on."),
        ("en", "The First Lady and I spoke."),
        ("en", "A CIVIL MIX of XML"),
        ("fr", "La Première ministre"),
        ("it", "prima del voto, secondo il ministro"),
        ("tr", "Onun onlara dediği"),
    ],
)
def test_what_only_looks_like_one_is_none(tag, text):
    assert read(text, tag) == []


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("On 5 May 3 ministers met", "3 ministers met on 5 May", True),
        ("5 men and 3 women", "3 men and 5 women", False),
        ("from June to July", "from July to June", False),
        ("one of them", "1 of them", True),
        ("one of them left", "of them left", True),
        ("the 1 who left", "the who left", False),
        ("one left", "two left", False),
        ("meeting at 5.10", "meeting at 5.1", False),
        ("article 7/2", "article 72", False),
    ],
)
def test_when_two_texts_have_the_same_numbers(before, after, same):
    assert same_numbers(before, after, "en") == same


@settings(max_examples=30)
@given(st.integers(1, 10**12))
def test_thousands_may_be_set_apart_or_not(number):
    grouped = f"{number:,}"
    for tag, sign in [("en", ","), ("de", "."), ("fr", " "), ("de-CH", "’"), (None, "\u202f")]:
        assert read(f"x {grouped.replace(',', sign)} x", tag) == [str(number)]


@settings(max_examples=50)
@example("上午十点十五", "zh")
@example("百分之十点十", "zh")
@example("1.2.3万", "ja")
@given(st.text("0123456789.,:/-IVX% 億万三十点hundred ½Ⅳ'"), st.sampled_from(["en", "de", "zh", "ko", None]))
def test_anything_is_read(text, tag):
    assert same_numbers(text, text, tag)
