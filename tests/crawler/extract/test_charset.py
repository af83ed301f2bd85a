import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.charset import decode, mojibake

RUSSIAN = "Министр иностранных дел провёл переговоры"
CHINESE = "外交部发言人主持例行记者会，答记者问。"
KOREAN = "외교부 장관 통화 똠방각하"
JAPANESE = "外務大臣の会談①"


def page(declared: str, text: str) -> str:
    return f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>'


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("windows-1251", "cp1251", RUSSIAN),
        ("gb2312", "gb18030", CHINESE + "镕"),
        ("euc-kr", "cp949", KOREAN),
        ("shift_jis", "cp932", JAPANESE),
        ("iso-8859-1", "cp1252", "“Réunion” – naïve"),
        ("big5", "big5", "外交部長"),
    ],
)
def test_old_charsets_mean_their_supersets(declared, codec, text):
    body = page(declared, text).encode(codec)
    assert text in decode(body)
    assert text in decode(body.replace(b"meta", b"atem"), f"text/html; charset={declared}")


LABELS = {
    "iso8859-8": ("משרד החוץ", "iso-8859-8-i logical visual csiso88598e"),
    "iso8859-6": ("وزارة الخارجية", "iso-8859-6-i csiso88596i iso88596"),
    "cp1256": ("وزارة الخارجية", "x-cp1256 windows-1256"),
    "gb18030": (CHINESE, "x-gbk gb_2312 csgb2312 gb2312 iso-ir-58 chinese"),
    "big5": ("外交部長", "cn-big5 x-x-big5 big5-hkscs"),
    "cp949": (KOREAN, "windows-949 ks_c_5601-1989 ksc_5601 cseuckr"),
    "euc_jp": ("外務大臣", "x-euc-jp cseucpkdfmtjapanese euc-jp"),
    "cp932": (JAPANESE, "x-sjis windows-31j shift-jis ms_kanji"),
    "cp1251": (RUSSIAN, "x-cp1251 windows-1251 windows1251 win1251"),
    "iso8859-3": ("Ħal Ġwann", "iso_8859-3:1988 latin3 iso88593"),
    "iso8859-4": ("Ādaži ķēniņš", "iso_8859-4:1988 l4"),
    "mac_cyrillic": (RUSSIAN, "x-mac-cyrillic x-mac-ukrainian"),
    "koi8_u": ("Міністерство", "koi8-ru koi8-u"),
    "koi8_r": (RUSSIAN, "koi koi8 cskoi8r"),
    "cp874": ("กระทรวง", "dos-874 windows-874 iso885911 tis-620"),
    "cp1254": ("Dışişleri Bakanlığı", "x-cp1254 iso88599 latin5"),
    "cp1258": ("Bộ Ngoại giao"[:1], "x-cp1258 windows-1258"),
    "cp1252": ("naïve “Réunion”", "x-cp1252 iso88591 us-ascii latin1"),
}


@pytest.mark.parametrize("codec", LABELS)
def test_every_label_of_the_whatwg_is_known(codec):
    text, labels = LABELS[codec]
    for label in labels.split():
        body = text.encode(codec)
        assert text in decode(b"<p>" + body, f"text/html; charset={label}")
        assert text in decode(b"<p>" + body, f'text/html; charset="{label.upper()}"')
        assert text in decode(page(label, text).encode(codec))
        assert text in decode(f"<?xml version='1.0' encoding='{label}'?><rss>{text}</rss>".encode(codec))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_zeros_say_that_a_page_is_wide(codec):
    body = page("utf-8", RUSSIAN).encode(codec)
    assert decode(body, "text/html; charset=windows-1251") == page("utf-8", RUSSIAN)


def test_a_header_that_claims_utf_16_of_what_is_none_lies():
    assert decode(page("utf-8", RUSSIAN).encode(), "text/html; charset=utf-16") == page("utf-8", RUSSIAN)
    assert decode(b"<p>plain</p>", "text/html; charset=utf-16le") == "<p>plain</p>"


def test_valid_utf_8_wins_over_a_legacy_declaration():
    body = page("windows-1251", RUSSIAN).encode()
    assert RUSSIAN in decode(body)
    assert RUSSIAN in decode(body, "text/html; charset=windows-1251")


def test_a_header_that_the_bytes_contradict_gives_way_to_the_markup():
    assert CHINESE in decode(page("gb2312", CHINESE).encode("gb18030"), "text/html; charset=utf-8")


def test_a_byte_order_mark_wins_over_everything_but_an_override():
    assert decode(b"\xef\xbb\xbf" + RUSSIAN.encode(), "text/html; charset=koi8-r") == RUSSIAN
    assert decode("\ufeffdate".encode("utf-16-le")) == "date"
    assert decode("Дата".encode("cp1251"), None, "windows-1251") == "Дата"


@pytest.mark.parametrize("declared", ['<meta charset="utf-8">', "<meta charset=utf-16>", ""])
@pytest.mark.parametrize(
    ("language", "codec", "text"),
    [
        ("ru", "cp1251", RUSSIAN),
        ("uk-UA", "cp1251", "Міністр закордонних справ"),
        ("zh-CN", "gb18030", CHINESE),
        ("zh-Hant-TW", "big5", "外交部長接見來賓"),
        ("ko-KR", "cp949", KOREAN),
        ("ja", "cp932", JAPANESE),
        ("ja", "euc_jp", "外務大臣は会談した"),
        ("ar", "cp1256", "وزير الخارجية"),
        ("tr", "cp1254", "Dışişleri Bakanlığı"),
        ("fr-FR", "cp1252", "L’État – été"),
    ],
)
def test_what_is_no_utf_8_whatever_it_says_is_in_the_old_charset_of_its_language(declared, language, codec, text):
    for page in (
        f"<!DOCTYPE html><html class=no-js lang='{language}'><head>{declared}</head><p>{text}",
        f"<rss version='2.0'><channel><language>{language}</language><title>{text}</title></channel></rss>",
    ):
        assert decode(page.encode(codec)) == page


@pytest.mark.parametrize(
    "head",
    [
        "<html><meta http-equiv='Content-Language' content='ru'>",
        '<html><head><meta http-equiv=content-language content="ru-RU"></head>',
        "<html><body class=page lang=ru>",
    ],
)
def test_a_page_may_state_its_language_in_other_places(head):
    assert RUSSIAN in decode(f"{head}<p>{RUSSIAN}".encode("cp1251"))


def test_japanese_that_nobody_declares_is_known_by_its_escapes():
    assert decode("<html><p>外務大臣は会談した。".encode("iso2022_jp")) == "<html><p>外務大臣は会談した。"
    assert decode(b"<p>\x1b[0m plain") == "<p>\x1b[0m plain"


def test_quotes_that_mean_nothing_in_a_header_do_no_harm():
    assert RUSSIAN in decode(RUSSIAN.encode("koi8-r"), "text/html; charset='koi8-r'")


def test_a_byte_that_is_none_does_not_unmake_utf_8():
    for declared in ("utf-8", "x"):
        body = f'<html lang="ru"><meta charset="{declared}"><p>{RUSSIAN} '.encode() + b"\xab"
        assert decode(body).endswith(f"{RUSSIAN} \ufffd")
    assert decode("<html lang=en><p>It’s ".encode() + b"\xe2\x80 cut") == "<html lang=en><p>It’s \ufffd cut"


def test_markup_that_claims_utf_16_is_read_anyway():
    assert "plain" in decode(page("utf-16", "plain").encode())


def test_a_character_cut_off_at_the_end_does_not_unmake_utf_8():
    assert decode(RUSSIAN.encode()[:-1], "text/html; charset=windows-1251").startswith(RUSSIAN[:-1])


@pytest.mark.parametrize("name", ["idna", "punycode", "zip", "rot13", "undefined", "no-such-charset", "utf-7"])
def test_a_name_that_is_no_charset_is_passed_over(name):
    assert "naïve" in decode("naïve".encode("cp1252"), f"text/html; charset={name}")


@given(st.binary(max_size=300), st.sampled_from([None, "text/html; charset=utf-16", "text/html; charset=euc-kr", "x"]))
def test_decoding_never_raises(body, content_type):
    assert isinstance(decode(body, content_type), str)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("Déclaration conjointe à l’issue de la réunion", "cp1252", "UTF-8 read as windows-1252"),
        ("Минск", "cp1251", None),
        (RUSSIAN, "cp1251", "UTF-8 read as windows-1251"),
        (CHINESE * 2, "latin-1", "UTF-8 read as windows-1252"),
        (CHINESE * 2 + "“中国”，“和平”。", "gb18030", "UTF-8 read as GBK"),
    ],
)
def test_mojibake_is_named(text, codec, name):
    assert mojibake(text.encode().decode(codec, "replace")) == name or name is None
    assert mojibake(text) is None


@pytest.mark.parametrize(
    ("text", "codec"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), ("Υπουργείο Εξωτερικών: ανακοίνωση", "cp1253")]
)
def test_a_charset_that_the_pages_language_does_not_have_is_named(text, codec):
    page = f"<html lang='en'><meta charset=utf-8><p>{text}".encode(codec)
    assert mojibake(decode(page)) == "another charset read as windows-1252"


def test_lost_bytes_are_named():
    assert mojibake(CHINESE.encode("gb18030").decode("utf-8", "replace")) == "bytes that the charset lacks"


@pytest.mark.parametrize("text", ["SÃO PAULO, IRMÃ", "„Spaß“ «né» É»", "РСФСР и СССР", "¡Él!", "Â"])
def test_rare_letters_are_no_mojibake(text):
    assert mojibake(text * 2) is None
