import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage.search import tokens as words_of_texts
from storage.search.tokens import AS_IT_STANDS, phrase, placed_tokens, tokens

CJK = "日本国外務大臣会談中华人民共和国发言人例行記者のはをがざパーティー々〇외교부장관은회담"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèüñçãøłőžßœİıÅ"
RAISED = re.compile("[⁰¹²³⁴-⁹₀-₉]")
FORMS = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. met on 5 May, 10:30.", ["the", "u", "s", "met", "on", "5", "may", "10", "30"]),
        ("snake_case & COVID-19", ["snake", "case", "covid", "19"]),
        ("Élysée, Łódź, Ærø, Straße, İstanbul", ["elysee", "lodz", "aero", "strasse", "istanbul"]),
        ("Чрезвычайный ПОСОЛ, ёлка, за́мок", ["чрезвычайный", "посол", "елка", "замок"]),
        ("Пʼять, п’ять; Oʻzbekiston, Rusʹ", ["п", "ять", "п", "ять", "o", "zbekiston", "rus"]),
        ("क़लम ज़्यादा", ["कलम", "ज्यादा"]),
        ("हिन्दी संबंध चाँद अङ्क पञ्च", ["हिंदी", "संबंध", "चांद", "अंक", "पंच"]),
        ("जन्म वाङ्मय", ["जन्म", "वाङ्मय"]),
        ("क्\u200dया ශ්\u200dරී co\u00adoperation", ["क्या", "ශ්රී", "cooperation"]),
        ("می\u200cشود", ["مي", "شود"]),
        ("الشئون والمسؤول، شيء", ["الشءون", "والمسءول", "شيء"]),
        ("ہفتہ خانهٔ خانۀ", ["هفته", "خانه", "خانه"]),
        ("ፀሐይ ዓለም ሠላም ኃይል", ["ጸሀይ", "አለም", "ሰላም", "ሀይል"]),
        ("Þórður", ["thordur"]),
        ("霞ヶ関", ["霞ケ", "ケ関", "関"]),
        ("Київ, їжак", ["київ", "їжак"]),
        ("وزيرُ الخارجيّةِ أمســس", ["وزير", "الخارجيه", "امسس"]),
        ("إلى آخر", ["الي", "اخر"]),
        ("کشور ایران", ["كشور", "ايران"]),
        ("Ἀθῆναι, ΆΓΙΟΣ, τῷ", ["αθηναι", "αγιοσ", "τω"]),
        ("שָׁלוֹם", ["שלום"]),
        ("١٢٣ ۴۵ १२ ４５", ["123", "45", "12", "45"]),
        ("विदेश मंत्री", ["विदेश", "मंत्री"]),
        ("日本", ["日本", "本"]),
        ("米", ["米"]),
        (
            "林外務大臣は7月1日、G7会合",
            ["林外", "外務", "務大", "大臣", "臣は", "は", "7", "月", "1", "日", "g7", "会合", "合"],
        ),
        ("Ｇ７　２０２５年", ["g7", "2025", "年"]),
        ("ﾊﾟｰﾃｨｰ", ["パー", "ーテ", "ティ", "ィー", "ー"]),
        ("외교부 장관", ["외교", "교부", "부", "장관", "관"]),
        ("ญี่ปุ่น", ["ญี", "ี่", "่ป", "ปุ", "ุ่", "่น", "น"]),
        ("In 2023¹ it grew to 10⁶ m²", ["in", "2023", "1", "it", "grew", "to", "10", "6", "m2"]),
        ("", []),
        ("?! — …", []),
    ],
)
def test_words_of_a_script(text, words):
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شؤون", "شئون"),
        ("مسؤولية", "مسئولية"),
        ("सम्बन्ध", "संबंध"),
        ("हिन्दी", "हिंदी"),
        ("ක්\u200dරම", "ක්රම"),
        ("ব্\u200cযাংক", "ব্যাংক"),
        ("คำ\u200bตอบ", "คำตอบ"),
        ("កម្ពុ\u200bជា", "កម្ពុជា"),
        ("ہفتہ", "هفته"),
        ("ፀሐይ", "ጸሀይ"),
        ("霞ヶ関", "霞ケ関"),
        ("Þór", "Thor"),
    ],
)
def test_spellings_that_readers_take_for_one_are_one(one, other):
    assert tokens(one) == tokens(other)
    assert phrase(one) == phrase(other)
    assert [word for word, _ in placed_tokens(f"a {one} b")] == ["a", *tokens(other), "b"]


def test_what_need_not_be_folded_would_be_folded_into_itself(monkeypatch):
    signs = [chr(code) for code in range(0x20, 0x10000) if AS_IT_STANDS.fullmatch(chr(code))]
    around = [form.format(sign) for sign in signs for form in ("{}", "a{0}1{0}", "中{}国", "е{0}й{0}")]
    quickly = [tokens(text) for text in around]
    monkeypatch.setattr(words_of_texts, "AS_IT_STANDS", re.compile("$"))
    assert [tokens(text) for text in around] == quickly


@given(st.text() | st.text(LATIN + CJK + " .,_-’\"'"), st.sampled_from(FORMS))
def test_normalization_forms_are_one_text(text, form):
    assume(not RAISED.search(text))  # which compatibility forms put into the number before
    assert tokens(unicodedata.normalize(form, text)) == tokens(text)


@given(st.text(LATIN + CJK + " .,"))
def test_words_are_found_by_themselves(text):
    for token in tokens(text):
        assert stands(token, token)
        assert stands(token, text)


@given(st.text(CJK + "0123456789", min_size=1), st.text(), st.text(), st.data())
def test_any_piece_of_a_cjk_run_is_found(run, left, right, data):
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    piece, before, after = run[start:end], run[:start], run[end:]
    assume(not (before[-1:] + piece[:1]).isdecimal() and not (piece[-1:] + after[:1]).isdecimal())  # a number is a word
    assert stands(piece, f"{left} {run} {right}")


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("第3回", "今年第3回日中会談"),
        ("2024年10月", "于2024年10月份"),
        ("今", "至今。"),
        ("今", "今日"),
        ("관", "장관은"),
        ("日中 会談", "日中、会談"),
        ("5月", "2024年5月1日"),
    ],
)
def test_a_number_with_its_counter_and_a_lone_character_are_found(piece, text):
    assert stands(piece, text)


@pytest.mark.parametrize(("piece", "text"), [("5月", "15月"), ("中日", "日中"), ("회담", "회의담당")])
def test_what_does_not_stand_there_is_not_found(piece, text):
    assert not stands(piece, text)


@given(st.lists(st.text(LATIN + "0123456789", min_size=1), min_size=1), st.data())
def test_any_words_of_a_latin_text_are_found(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert stands(" ".join(words[start:end]), ", ".join(words))


def stands(piece: str, text: str) -> bool:
    """Whether a phrase stands in a text, as an index of words finds it."""
    wanted, prefix = phrase(piece)
    whole = tokens(text)
    places = (whole[start : start + len(wanted)] for start in range(len(whole) - len(wanted) + 1))
    return bool(wanted) and any(
        some[:-1] == wanted[:-1] and (some[-1].startswith(wanted[-1]) if prefix else some[-1] == wanted[-1])
        for some in places
    )
