"""The letters and signs that ministries number with, in their order, and what roman and Chinese numerals come to."""

from collections.abc import Iterator, Mapping, Sequence


def _apart(text: str) -> Sequence[str]:
    """Signs of one letter or more, told apart by spaces."""
    return text.split()


ALPHABETS: Mapping[str, Sequence[str]] = {
    "kana": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "hangul": "가나다라마바사아자차카타파하",
    "jamo": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラム",
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "doubled": [2 * letter for letter in "abcdefghjklm"],  # below "a)" in German law: "aa)"
    "azerbaijani": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "turkish": "abcçdefgğhıijklmnoöprsştuüvyz",
    "vietnamese": "abcdđeghiklmnopqrstuvxy",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя",  # Russian lists leave out ё, й and the signs
    "ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщюя",
    "kazakh": "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчш",
    "serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "greek numerals": _apart("α β γ δ ε στ ζ η θ ι ια ιβ ιγ ιδ ιε ιστ ιζ ιη ιθ κ"),
    "abjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "alphabetical": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "persian": _apart("الف ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ"),
    "hebrew": _apart("א ב ג ד ה ו ז ח ט י יא יב יג יד טו טז יז יח יט כ כא כב כג כד כה"),
    "hebrew letters": "אבגדהוזחטיכלמנסעפצקרשת",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "thai": "กขคงจฉชซ",
    "devanagari": "कखगघङचछजझ",
    "bengali": "কখগঘঙচছজঝ",
    "burmese": "ကခဂဃငစဆဇ",
    "khmer": "កខគឃងចឆជ",
    "lao": "ກຂຄງຈສຊຍ",
    "tamil": "அஆஇஈஉஊஎஏ",
    "sinhala": "අආඇඈඉඊ",
    "amharic": "ሀለሐመሠረሰሸቀበ",
    "ethiopic numerals": "፩፪፫፬፭፮፯፰፱፲",
    "stems": "甲乙丙丁戊己庚辛壬癸",
    "formal": "壹貳參肆伍陸柒捌玖拾",
    "simplified": "壹贰叁肆伍陆柒捌玖拾",
}
CASED = frozenset(
    (
        *_apart("latin doubled azerbaijani turkish vietnamese cyrillic kazakh ukrainian serbian greek armenian"),
        "greek numerals",
    )
)
CHINESE = frozenset({"han", "stems", "formal", "simplified"})
HAN = "一二三四五六七八九十"
_ROMAN = tuple(
    tens + ones
    for tens in ("", "x", "xx", "xxx", "xl", "l")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
)[1:]
# Signs that hold a number and what encloses it: by the first of them, the style and how many there are.
ENCLOSED = {
    chr(first + place): (style, number + place)
    for first, style, number, many in (
        (0x2460, "circled", 1, 20),
        (0x3251, "circled", 21, 15),
        (0x2474, "bracketed", 1, 20),
        (0x2488, "stopped", 1, 20),
        (0x2776, "inverse", 1, 10),
        (0x24EB, "inverse", 11, 10),
        (0x24F5, "double circled", 1, 10),
        (0x2780, "sans serif", 1, 10),
        (0x278A, "inverse sans serif", 1, 10),
        (0x249C, "bracketed latin", 1, 26),
        (0x24B6, "circled capital", 1, 26),
        (0x24D0, "circled latin", 1, 26),
        (0x3200, "bracketed jamo", 1, 14),
        (0x320E, "bracketed hangul", 1, 14),
        (0x3220, "bracketed han", 1, 10),
        (0x3260, "circled jamo", 1, 14),
        (0x326E, "circled hangul", 1, 14),
        (0x3280, "circled han", 1, 10),
        (0x32D0, "circled kana", 1, 46),
    )
    for place in range(many)
}
_PLACES: dict[str, list[tuple[str, int]]] = {}
for _name, _letters in ALPHABETS.items():
    for _place, _letter in enumerate(_letters, 1):
        _PLACES.setdefault(_letter, []).append((_name, _place))


def ordinals(sign: str) -> Iterator[tuple[str, int]]:
    """Each alphabet that `sign` belongs to, with its place in it; capitals are an alphabet of their own."""
    sign = sign.rstrip("ـ")  # the fifth Arabic letter is drawn out, lest it look like a figure
    lower = sign.lower()
    if sign.isdecimal():
        yield "decimal", int(sign)
    elif sign[0] in HAN:
        tens, ten, ones = sign.rpartition("十")
        yield "han", (10 * (HAN.find(tens) + 1 or 1) if ten else 0) + HAN.find(ones or " ") + 1
    elif lower in _ROMAN:
        yield ("roman" if sign == lower else "ROMAN"), _ROMAN.index(lower) + 1
    for name, place in _PLACES.get(lower, ()):
        yield (name if sign == lower else name.upper()), place
