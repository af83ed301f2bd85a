import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.text import clean

ANYTHING = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("  The   two\n ministers\t", "The two ministers"),
        ("\u3000\u3000第一，\u3000中方", "第一， 中方"),
        ("7\u00a0October\u202f2023", "7 October 2023"),
        ("pro\u00adtocol\u200b \ufeffsigned", "protocol signed"),
        ("Cafe\u0301", "Café"),
        ("“quoted” ‘and’ — dashed – kept…", "“quoted” ‘and’ — dashed – kept…"),
        ("icon \ue001 glyph", "icon glyph"),
        ("\u200fوزارة\u200e الخارجية\u202a!", "وزارة الخارجية!"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Lat\u200cin \u200djoiner", "Latin joiner"),
        ("a\x00b\x07c\x85d", "abc d"),
        ("half \ud800 pair", "half pair"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("", ""),
    ],
)
def test_text_is_what_a_reader_sees(shown, expected):
    assert clean(shown) == expected


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(ANYTHING)
def test_clean_text_can_be_stored_and_is_squeezed(text):
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(sign) in ("Cc", "Co", "Cs") for sign in cleaned)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Po", "Pd", "Pi", "Pf")), max_size=40))
def test_letters_figures_and_punctuation_survive(text):
    cleaned = clean(text)
    kept = [sign for sign in unicodedata.normalize("NFC", text) if sign not in "\u115f\u1160\u3164\uffa0"]
    assert [sign for sign in cleaned if not sign.isspace()] == [sign for sign in kept if not sign.isspace()]


def test_text_with_marks_without_end_is_clean_once_and_for_all():
    text = clean("None" + "\u0301" * 40 + "x" * 100)
    assert clean(text) == text
