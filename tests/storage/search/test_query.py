import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.query import Phrase, Query, parse


def one(*words: str, prefix: bool = False) -> tuple[Phrase, ...]:
    return (Phrase(words, prefix),)


def without(*phrases: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(tuple(words.split())) for words in phrases)


A, B, C = one("a"), one("b"), one("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ('nuclear "joint statement" test', Query((one("nuclear"), one("joint", "statement"), one("test")))),
        ("日本政府 声明", Query((one("日本", "本政", "政府"), one("声明")))),
        ("東京「首脳会談」", Query((one("東京"), one("首脳", "脳会", "会談")))),
        ("«нота протеста» U.S.", Query((one("нота", "протеста"), one("u", "s")))),
        ("“Élysée Treaty”", Query((one("elysee", "treaty"),))),
        ("第3回", Query((one("第", "3", "回", prefix=True),))),
        ('minister* "joint stat"*', Query((one("minister", prefix=True), one("joint", "stat", prefix=True)))),
        ("a OR b c", Query((A + B, C))),
        ('a OR "b c" OR c', Query((A + one("b", "c") + C,))),
        ("a AND b", Query((A, B))),
        ("c＊ －b", Query((one("c", prefix=True),), without("b"))),
        ("+a Q&A", Query((A, one("q", "a")))),
        ('a -b -"c d"', Query((A,), without("b", "c d"))),
        ("-b", Query((), without("b"))),
        *((f"a {dash}b", Query((A,), without("b"))) for dash in ("--", "–", "−", "‐")),
        ("a ＯＲ b", Query((A + B,))),
        ("well-known - 5", Query((one("well", "known"), one("5")))),
        ("a a OR b a", Query((A, A + B))),
        ('"" "?" \' ) (', Query(())),
        ("  ", Query(())),
    ],
)
def test_what_everybody_knows_is_understood(text, query):
    assert parse(text) == query
    assert parse(text).misunderstood == ()


@pytest.mark.parametrize(
    ("text", "query", "said"),
    [
        ('"never closed at all', Query((one("never", "closed", "at", "all"),)), "quotation mark"),
        ("OR", Query((one("or"),)), "OR is searched as a word here"),
        ("a OR", Query((A, one("or"))), "OR is searched"),
        ("a OR -b", Query((A, one("or")), without("b")), "OR is searched"),
        ("a -b OR c", Query((A, one("or"), C), without("b")), "OR is searched"),
        ("a OR OR b", Query((A, one("or"), B)), "OR is searched"),
        ("NOT a", Query((one("not"), A)), "NOT is searched"),
        ("(a b) OR c", Query((A, B + C)), "parentheses"),
        ("a -(b c)", Query((A, C), without("b")), "parentheses"),
        ("wat*er", Query((one("wat", "er"),)), "* stands only for the rest of a word"),
        ("a | b", Query((A, B)), "| means nothing"),
        ("a|b", Query((one("a", "b"),)), "| means nothing"),
        ("a ~b", Query((A, B)), "~ means nothing"),
        ("a~2 b", Query((one("a", "2"), B)), "~ means nothing"),
        ("NEAR(a b)", Query((one("near", "a"), B)), "NEAR( means nothing"),
        ('"wat*"', Query((one("wat"),)), "* stands only for the rest of a word"),
        ("title:a", Query((one("title", "a"),)), "title: is searched as a word"),
    ],
)
def test_what_is_not_understood_is_said(text, query, said):
    assert parse(text) == query
    assert len(parse(text).misunderstood) == 1
    assert said in parse(text).misunderstood[0]


@given(
    st.text() | st.lists(st.sampled_from(["a", "OR", "AND", "NOT", "-b", '"', "c*", "(", ")", "華", "-"])).map(" ".join)
)
def test_a_query_survives_any_text(text):
    query = parse(text)
    assert all(group and all(phrase.words and all(phrase.words) for phrase in group) for group in query.wanted)
    assert all(phrase.words for phrase in query.without)
