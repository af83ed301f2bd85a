import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.marks import marks
from storage.search.query import parse


def marked(text: str, query: str) -> str:
    for start, end in reversed(marks(text, parse(query))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("minister", "The [Minister] met the [MINISTER]."),
        ('"prime minister"', "A minister and the [Prime Minister]"),
        ("minist* -water", "[Ministers] of a [ministry]"),
        ("sao OR oeuvre", "[São] Paulo, [Œuvre]"),
        ("Королев", "[Королёв]"),
        ("第3回", "今年[第3回]日中会談"),
        ("会談", "日中[会談]を行った"),
        ("今", "至[今]。[今]日"),
        ("日中会", "[日中会]談"),
        ("관", "외교부 장[관]은"),
        ("パーティー", "[ﾊﾟｰﾃｨｰ]"),
        ("平成", "[㍻元年]"),
        ("km", "le [㎞] zéro"),
        ("a_b", "[a_b] c"),
        ("nothing", "The Minister"),
    ],
)
def test_what_matches_is_marked(query, text):
    assert marked(text.replace("[", "").replace("]", ""), query) == text


@given(st.text(), st.text())
def test_marks_stand_in_the_text_in_order_and_apart(text, query):
    end = -1
    for start, stop in marks(text, parse(query)):
        assert end < start < stop <= len(text)
        end = stop
