"""What weighs in official prose, language by language: pairs of sentences of one kind of change each."""

import pytest

from storage.edits.classify import judge

NUMBERS = {
    "en": ["Hundreds fled the town.", "Thousands fled the town."],
    "en-US": ["It is worth $50m in all.", "It is worth $50bn in all."],
    "en-GB": ["We meet on 3 Jun in Geneva.", "We meet on 3 Jul in Geneva."],
    "fr": ["Une dizaine de maisons ont brûlé.", "Une vingtaine de maisons ont brûlé."],
    "fr-CA": ["Seize personnes sont parties.", "Treize personnes sont parties."],
    "de": ["Es ist die dritte Sitzung dieses Rates.", "Es ist die vierte Sitzung dieses Rates."],
    "de-AT": ["Wir geben 50 Mio. Euro dafür.", "Wir geben 50 Mrd. Euro dafür."],
    "es": ["Es la primera reunión del comité.", "Es la tercera reunión del comité."],
    "pt": ["Foi assinado por dezesseis países.", "Foi assinado por dezoito países."],
    "it": ["Un centinaio di persone è partito.", "Un migliaio di persone è partito."],
    "ru": ["Встреча пройдёт в сентябре в Минске.", "Встреча пройдёт в октябре в Минске."],
    "ru-RU": ["Трое рабочих были спасены вчера.", "Четверо рабочих были спасены вчера."],
    "uk": ["Зустріч відбудеться у червні в Києві.", "Зустріч відбудеться у липні в Києві."],
    "pl": ["Pięć osób odwiedziło wystawę.", "Sześć osób odwiedziło wystawę."],
    "no": ["Tre land deltok på møtet.", "Fire land deltok på møtet."],
    "tr": ["Toplantıya beş ülke katıldı.", "Toplantıya altı ülke katıldı."],
    "ar": ["وصل ثلث المساعدات أمس.", "وصل ربع المساعدات أمس."],
    "ar-EG": ["في 3 نيسان وصل الوفد.", "في 3 أيار وصل الوفد."],
    "fa": ["در سال ۱۴۰۲ امضا شد.", "در سال ۱۴۰۳ امضا شد."],
    "hi": ["बैठक ५ मई को हुई।", "बैठक ६ मई को हुई।"],
    "zh": ["会谈将于星期三举行。", "会谈将于星期四举行。"],
    "zh-TW": ["兩艘船在外海沉沒。", "五艘船在外海沉沒。"],
    "ja": ["三社が参加しました。", "七社が参加しました。"],
    "ja-JP": ["会合は木曜日に開かれた。", "会合は金曜日に開かれた。"],
    "ko": ["회의는 목요일에 열린다.", "회의는 금요일에 열린다."],
    "ko-KR": ["세 나라가 참가했다.", "네 나라가 참가했다."],
}
NEGATIONS = {
    "zh": ["中方同意这一方案。", "中方不同意这一方案。"],
    "ja": ["実現は可能です。", "実現は不可能です。"],
    "ko": ["그곳에 가지 말기 바랍니다.", "그곳에 가기 바랍니다."],
    "uk": ["Україна підтримує документ.", "Україна не підтримує документ."],
    "pl": ["Polska popiera ten dokument.", "Polska nie popiera ten dokument."],
    "nb": ["Norge støtter vedtaket.", "Norge støtter ikke vedtaket."],
    "tr": ["Türkiye kararı destekliyor.", "Türkiye kararı desteklemiyor."],
    "el": ["Η Ελλάδα στηρίζει το κείμενο.", "Η Ελλάδα δεν στηρίζει το κείμενο."],
    "fa": ["دولت از آن حمایت می‌کند.", "دولت از آن حمایت نمی‌کند."],
    "vi": ["Việt Nam ủng hộ văn bản.", "Việt Nam không ủng hộ văn bản."],
}
NEITHER = {
    "en": ["Trade was discussed with them.", "Not only trade was discussed with them."],
    "de": ["Es geht um Handel und Recht.", "Es geht nicht nur um Handel, auch um Recht."],
    "fr": ["La ministre a parlé de paix.", "La première ministre a parlé de paix."],
    "zh": ["双方讨论了飞机问题。", "双方讨论了无人机问题。"],
    "zh-CN": ["两国的意见相同之处很多。", "两国的意见不同之处很多。"],
    "ja": ["関係を発展させます。", "未来志向の関係を発展させます。"],
    "ja-JP": ["両者は経済を議論した。", "両者は経済だけでなく安保を議論した。"],
    "ar": ["تدعم الحكومة السلام.", "تدعم الحكومة السلام لا سيما في المدن."],
    "tr": ["Bakan basına konuştu dün.", "Bakan medyaya konuştu dün."],
}
TYPOGRAPHY = {
    "ar": ["عام ٢٠٢٣ في المدن", "عام 2023 في المدن"],
    "ar-SA": ["بنسبة ٤٫٥٪", "بنسبة 4.5%"],
    "ar-EG": ["وَزارةُ الخـارجية", "وزارة الخارجية"],
    "fa": ["سال ۱۴۰۲", "سال 1402"],
    "hi": ["५ मई", "5 मई"],
    "bn": ["২০২৩", "2023"],
    "ja": ["２０２３年", "2023年"],
}


@pytest.mark.parametrize(("language", "texts"), NUMBERS.items())
def test_a_changed_number_or_day_is_substance(language, texts):
    for before, after in (texts, texts[::-1]):
        judgement = judge(before, after, language)
        assert judgement.cls == "substance"
        assert "number" in judgement.flags


@pytest.mark.parametrize(("language", "texts"), NEGATIONS.items())
def test_a_negation_that_came_or_went_is_substance(language, texts):
    for before, after in (texts, texts[::-1]):
        judgement = judge(before, after, language)
        assert (judgement.cls, judgement.flags) == ("substance", ("negation",))


@pytest.mark.parametrize(("language", "texts"), NEITHER.items())
def test_what_only_sounds_like_one_is_wording(language, texts):
    assert judge(*texts, language).cls == "wording"


@pytest.mark.parametrize(("language", "texts"), TYPOGRAPHY.items())
def test_digits_of_another_script_and_vowel_signs_are_typography(language, texts):
    assert judge(*texts, language).cls == "typography"
    assert judge(*texts, None).cls == "typography"
