"""Values of JSON by JMESPath: each of the type that is expected, or an error that names the expression."""

import re

import pytest

from crawler.extract.json_value import JsonValue
from storage.errors import LayoutError, SourceError

VALUE = JsonValue({"a": [{"b": 0}, {"b": "x  y"}], "c": True, "d": {}, "e": "", "f": 1.5, "g": "<p>1\n2</p>"})


def test_expressions_lead_through_members_and_elements():
    assert (VALUE.text("a[0].b"), VALUE.text("a[1].b"), VALUE.text("a[-1].b")) == ("0", "x y", "x y")
    assert [each.text("b") for each in VALUE.values("a")] == ["0", "x y"]
    assert VALUE.markup("g") == "<p>1\n2</p>"


def test_an_object_is_a_list_of_one():
    assert [each.raw for each in VALUE.values("d")] == [{}]


def test_what_may_be_missing():
    assert [VALUE.text_or_none(path) for path in ("a[2].b", "a.b", "c.d", "e", "zzz")] == [None] * 5
    assert VALUE.values_or_empty("zzz") == []


@pytest.mark.parametrize("expression", ["zzz", "e", "c", "f", "d", "a"])
def test_what_is_no_text_is_an_error(expression):
    with pytest.raises(LayoutError, match=f"^expected words at '{expression}', found "):
        VALUE.text(expression)


@pytest.mark.parametrize("expression", ["c", "f", "d", "a"])
def test_what_is_neither_text_nor_nothing_is_an_error(expression):
    with pytest.raises(LayoutError, match=f"^expected words at '{expression}', found "):
        VALUE.text_or_none(expression)


@pytest.mark.parametrize("expression", ["zzz", "a[0].b", "c", "f", "d", "a"])
def test_what_is_no_markup_is_an_error(expression):
    with pytest.raises(LayoutError, match=r"^expected markup at "):
        VALUE.markup(expression)


@pytest.mark.parametrize("expression", ["c", "e", "f", "a[0].b"])
def test_what_is_no_list_is_an_error(expression):
    for values in (VALUE.values, VALUE.values_or_empty):
        with pytest.raises(LayoutError, match=r"^expected a list at "):
            values(expression)


def test_a_function_of_jmespath_that_is_given_another_type_is_an_error_of_the_page():
    with pytest.raises(LayoutError, match=re.escape("'length(c)' cannot be asked of this answer")):
        VALUE.text("length(c)")


@pytest.mark.parametrize("expression", ["a[", "a b", "", "nothing(a)|"])
def test_what_is_no_expression_is_an_error_of_the_ministrys_file(expression):
    with pytest.raises(SourceError, match=f"^{re.escape(repr(expression))} is no expression of JMESPath: [^\n]+$"):
        VALUE.text(expression)


@pytest.mark.parametrize("text", ["", "<html>", "[" * 100_000, "{'a': 1}", "1" * 10_000])
def test_what_is_not_json_is_an_error(text):
    with pytest.raises(LayoutError, match=r"^the answer is not JSON"):
        JsonValue.parse(text)


def test_a_value_too_deep_to_write_is_an_error():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(LayoutError, match="nests too deep"):
        JsonValue(deep).dumped()
