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


def test_lost_bytes_are_named():
    assert mojibake(CHINESE.encode("gb18030").decode("utf-8", "replace")) == "bytes that the charset lacks"


@pytest.mark.parametrize("text", ["SÃO PAULO, IRMÃ", "„Spaß“ «né» É»", "РСФСР и СССР", "¡Él!", "Â"])
def test_rare_letters_are_no_mojibake(text):
    assert mojibake(text * 2) is None
