import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.tokens import query_terms, tokens

CJK = "日本国外務大臣会談中华人民共和国发言人例行記者のはをがざパーティー々〇외교부장관은회담"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèüñçãøłőžßœİıÅ"
FORMS = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. met on 5 May, 10:30.", ["the", "u", "s", "met", "on", "5", "may", "10", "30"]),
        ("snake_case & COVID-19", ["snake", "case", "covid", "19"]),
        ("Élysée, Łódź, Ærø, Straße, İstanbul", ["elysee", "lodz", "aero", "strasse", "istanbul"]),
        ("Чрезвычайный ПОСОЛ, ёлка", ["чрезвычайный", "посол", "ёлка"]),
        ("وزيرُ الخارجيّةِ أمســس", ["وزير", "الخارجية", "أمسس"]),
        ("विदेश मंत्री", ["विदेश", "मंत्री"]),
        ("日本", ["日本"]),
        ("米", ["米"]),
        ("林外務大臣は7月1日、G7会合", ["林外", "外務", "務大", "大臣", "臣は", "7", "月", "1", "日", "g7", "会合"]),
        ("Ｇ７　２０２５年", ["g7", "2025", "年"]),
        ("ﾊﾟｰﾃｨｰ", ["パー", "ーテ", "ティ", "ィー"]),
        ("외교부 장관", ["외교", "교부", "장관"]),
        ("ญี่ปุ่น", ["ญี", "ี่", "่ป", "ปุ", "ุ่", "่น"]),
        ("", []),
        ("?! — …", []),
    ],
)
def test_words_of_a_script(text, words):
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ('nuclear "joint statement" test', [["nuclear"], ["joint", "statement"], ["test"]]),
        ("日本政府 声明", [["日本", "本政", "政府"], ["声明"]]),
        ("東京「首脳会談」", [["東京"], ["首脳", "脳会", "会談"]]),
        ("«нота протеста» U.S.", [["нота", "протеста"], ["u", "s"]]),
        ("“Élysée Treaty”", [["elysee", "treaty"]]),
        ('"never closed at all', [["never", "closed", "at", "all"]]),
        ("a OR -b* NEAR(c)", [["a"], ["or"], ["b"], ["near", "c"]]),
        ('"" "?" \' ) (', []),
        ("  ", []),
    ],
)
def test_a_query_is_read_as_phrases(query, phrases):
    assert query_terms(query) == phrases


@given(st.text())
def test_a_query_survives_any_text(query):
    assert all(phrase and all(phrase) for phrase in query_terms(query))


@given(st.text() | st.text(LATIN + CJK + " .,_-’\"'"), st.sampled_from(FORMS))
def test_normalization_forms_are_one_text(text, form):
    assert tokens(unicodedata.normalize(form, text)) == tokens(text)


@given(st.text(LATIN + CJK + " .,"))
def test_tokens_are_their_own_tokens(text):
    for token in tokens(text):
        assert tokens(token) == [token]


@given(st.text(CJK, min_size=2), st.text(), st.text(), st.data())
def test_any_piece_of_a_cjk_run_is_consecutive_tokens(run, left, right, data):
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    assert consecutive(tokens(run[start:end]), tokens(f"{left} {run} {right}"))


@given(st.lists(st.text(LATIN + "0123456789", min_size=1), min_size=1), st.data())
def test_any_words_of_a_latin_text_are_found(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    [phrase] = query_terms('"' + " ".join(words[start:end]) + '"')
    assert consecutive(phrase, tokens(", ".join(words)))


def consecutive(piece, whole):
    return bool(piece) and any(whole[i : i + len(piece)] == piece for i in range(len(whole)))
