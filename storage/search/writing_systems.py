"""Classes of characters for regular expressions: what Python says nothing of, or not enough."""

import unicodedata

# Combining marks continue a word (Hindi and Thai vowels are marks), but `\w` leaves them out.
MARKS = "".join(chr(code) for code in range(0x300, 0xAC00) if unicodedata.category(chr(code))[0] == "M")
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\uac00-\ud7ff"
# Written without spaces: Thai, Lao, Burmese and Khmer; iteration marks, kana and bopomofo; Chinese characters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u303b\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Signs that are no letters and stand for some: ㎞, №, ㍻ (Unicode Standard, 22.7 and 22.9).
SYMBOLS = "".join(
    chr(code)
    for code in (*range(0x2000, 0x2500), *range(0x3200, 0x3400), *range(0x1F100, 0x1F252))
    if not chr(code).isalnum() and any(map(str.isalnum, unicodedata.normalize("NFKD", chr(code))))
)
