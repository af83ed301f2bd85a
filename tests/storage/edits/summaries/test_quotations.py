"""Quotations end and begin between words, and never within what a reader sees as one sign."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.edits.summaries.quotations import apart, cut

FAMILY, FRANCE = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1eb\U0001f1f7"
SIGNS = [
    "a",
    "é",
    "e\u0301",
    "क्\u200dष",
    "한",
    "\u1112\u1161\u11ab",
    "\u26a0\ufe0f",
    "\U0001f44d\U0001f3fd",
    FAMILY,
    FRANCE,
]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The ministers met in the capital", "The ministers met in …"),
        ("Министры встретились в столице", "Министры встретились …"),
        ("中华人民共和国外交部发言人就此发表谈话并回答记者提问", "中华人民共和国外交部发言人就此发表谈话并 …"),
        ("Hôtel-de-ville-de-la-capitale", "Hôtel-de-ville-de-la …"),
        (FAMILY * 9, FAMILY * 4 + " …"),
        (FRANCE * 20, FRANCE * 10 + " …"),
    ],
)
def test_a_quotation_ends_between_words(text, shown):
    assert cut(text, 22) == shown


@given(st.lists(st.sampled_from(SIGNS), min_size=30, max_size=60), st.integers(12, 40))
def test_no_sign_is_cut(signs, most):
    shown = cut("".join(signs), most).removesuffix(" …")
    assert len(shown) <= most
    assert any(shown == "".join(signs[:end]) for end in range(1, len(signs)))


@given(st.lists(st.text("abcdéжд", min_size=1, max_size=9), min_size=20, max_size=40), st.integers(20, 60))
def test_no_word_is_cut(words, most):
    shown = cut(" ".join(words), most).removesuffix(" …").split()
    assert shown == words[: len(shown)]


def test_long_texts_that_differ_late_are_shown_from_the_beginning_of_a_word():
    before = "The minister of foreign affairs of the republic met the ambassador of France"
    shown = apart(before, before.replace("France", "Spain"))
    assert [re.sub("^…", "", text).split()[0] in before.split() for text in shown] == [True, True]
