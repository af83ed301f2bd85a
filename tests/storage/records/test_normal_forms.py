import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import normal_form

FORMS = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])
letters = st.text("ab é한中ﬀ\U0001f600", min_size=1, max_size=4)
words = st.lists(st.tuples(letters, st.text("\u0301\u0323\U0001d165\U0001d16d", max_size=15)), min_size=20)
texts = words.map(lambda parts: "".join(letters + marks for letters, marks in parts))


@given(texts, FORMS)
def test_what_people_write_is_in_its_normal_form(text, form):
    assert normal_form(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\U0001d165\U0001d16d"])
def test_of_more_marks_than_any_language_stacks_thirty_are_kept(marks):
    text = "x" + marks * 200_000 + "y" * 100
    shown = normal_form("NFC", text)
    assert shown == unicodedata.normalize("NFC", "x" + marks * 15 + "y" * 100)
    assert normal_form("NFC", shown) == shown
