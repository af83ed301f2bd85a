import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import normal_form

JOINER = "\u034f"
texts = st.text("ab é\u0301\u0323\U0001d165\U0001d16d한中\U0001f600", min_size=90, max_size=200)


@given(texts, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_what_people_write_is_in_its_normal_form(text, form):
    shown = normal_form(form, text)
    assert JOINER in shown or shown == unicodedata.normalize(form, text)


@given(st.text("ab é\u0301\u0323한", min_size=90, max_size=200).filter(lambda text: "\u0301\u0323" * 8 not in text))
def test_no_joiner_is_added_to_what_people_write(text):
    assert JOINER not in normal_form("NFC", text)


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\U0001d165\U0001d16d"])
def test_more_marks_than_any_language_stacks_are_put_in_order_by_thirties(marks):
    text = "a" + marks * 200_000 + "b"
    shown = normal_form("NFD", text)
    assert sorted(shown.replace(JOINER, "")) == sorted(text)
    assert max(map(len, shown.split(JOINER))) <= 32
    assert normal_form("NFD", shown) == shown
