"""Which language's words are taken: by the primary subtag of a tag, or all that do not contradict one another."""

import pytest

from storage.edits.classify import judge
from storage.edits.meaning.language import language

CHANGED = {
    "en-US": ["It is worth $50m in all.", "It is worth $50bn in all.", "number"],
    "fr-CA": ["Seize personnes sont parties.", "Treize personnes sont parties.", "number"],
    "de-AT": ["Im Jänner waren wir in Wien.", "Im Februar waren wir in Wien.", "number"],
    "no": ["Tre land deltok på møtet.", "Fire land deltok på møtet.", "number"],
    "nn": ["Noreg støttar vedtaket.", "Noreg støttar ikkje vedtaket.", "negation"],
    "zh-TW": ["兩艘船在外海沉沒。", "五艘船在外海沉沒。", "number"],
    "sw": ["five points", "six points", "number"],
    None: ["Россия не согласна.", "Россия согласна.", "negation"],
}


@pytest.mark.parametrize(("tag", "change"), CHANGED.items())
def test_a_change_is_seen(tag, change):
    before, after, flag = change
    for old, new in ((before, after), (after, before)):
        judgement = judge(old, new, tag)
        assert (judgement.cls, judgement.flags) == ("substance", (flag,))


def test_however_many_tags_sites_make_up_no_language_is_read_twice():
    assert language("en-US") is language("EN") is not language("sw")
    assert language("sw") is language("x-made-up") is language("") is language(None)


TYPOGRAPHY = {
    "ar": ["عام ٢٠٢٣ في المدن", "عام 2023 في المدن"],
    "ar-SA": ["بنسبة ٤٫٥٪", "بنسبة 4.5%"],
    "ar-EG": ["وَزارةُ الخـارجية", "وزارة الخارجية"],
    "fa": ["سال ۱۴۰۲", "سال 1402"],
    "hi": ["५ मई", "5 मई"],
    "bn": ["২০২৩", "2023"],
    "ja": ["２０２３年", "2023年"],
    "de": ["--- # --- Berlin", "Berlin ==="],
}


@pytest.mark.parametrize(("tag", "texts"), TYPOGRAPHY.items())
def test_digits_of_another_script_vowel_signs_and_rulers_are_typography(tag, texts):
    assert judge(*texts, tag).cls == "typography"
    assert judge(*texts, None).cls == "typography"
