"""Bytes to text, by the evidence that a body, its headers and its markup give."""

import codecs
import re
from contextlib import suppress

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

# What a page without any declaration is read as: the WHATWG's default for most of the world (HTML, 13.2.3.2).
_LAST_RESORT = "cp1252"
# And for some languages, by the beginning of their tags.
_OF_LANGUAGES = {
    tag: codec
    for codec, tags in {
        "big5": "zh-hant zh-hk zh-mo zh-tw",
        "cp874": "th",
        "cp932": "ja",
        "cp949": "ko",
        "cp1250": "cs hr sk",
        "cp1251": "ba be bg kk ky mk mn ru sah sr tg tt uk",
        "cp1254": "az ku tr",
        "cp1255": "he",
        "cp1256": "ar fa",
        "cp1257": "et lt lv",
        "cp1258": "vi",
        "gb18030": "zh",
        "iso8859-2": "hu pl sl",
        "iso8859-7": "el",
    }.items()
    for tag in tags.split()
}
_LANGUAGE = re.compile(
    rb"<(?:html|body|rss|feed|rdf:rdf)\s[^>]{0,999}?\blang\s{0,9}=\s{0,9}[\"']?([a-z]{2,3}(?:-[a-z]{2,4})?)"
    rb"|<(?:dc:)?language>\s{0,9}([a-z]{2,3}(?:-[a-z]{2,4})?)"
    rb"|<meta\s[^>]{0,99}?\bcontent-language[\"']?\s[^>]{0,99}?\bcontent\s{0,9}=\s{0,9}[\"']?([a-z]{2,3}(?:-[a-z]{2,4})?)",
    re.IGNORECASE,
)
_TELLING = 1_000_000  # bytes of a page that show how much of it is UTF-8
# Names that Python decodes but no page means; some of them take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
# Labels of the WHATWG (Encoding, 4.2) that neither w3lib nor Python knows, by the codec that decodes them.
_LABELS = {
    label: codec
    for codec, labels in {
        "big5hkscs": "cn-big5 x-x-big5",
        "cp874": "dos-874 iso885911",
        "cp949": "cseuckr csksc56011987 iso-ir-149 ks_c_5601-1989 ksc_5601 windows-949",
        "cp1252": "iso88591 iso_8859-1:1987 x-user-defined",
        "cp1254": "iso88599 iso_8859-9:1989",
        "euc_jp": "cseucpkdfmtjapanese x-euc-jp",
        "gb18030": "csgb2312 gb_2312 x-gbk",
        "iso8859-6": "csiso88596e csiso88596i iso-8859-6-e iso-8859-6-i iso88596 iso_8859-6:1987",
        "iso8859-7": "iso88597 iso_8859-7:1987 sun_eu_greek",
        "iso8859-8": "csiso88598e csiso88598i iso-8859-8-e iso-8859-8-i iso88598 iso_8859-8:1988 logical visual",
        "iso8859-15": "csisolatin9 iso885915",
        "koi8_r": "koi koi8",
        "koi8_u": "koi8-ru",
        "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
        "mac_roman": "csmacintosh mac x-mac-roman",
        "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
        "utf-16-be": "unicodefffe",
        "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
        **{f"cp125{n}": f"x-cp125{n}" for n in (0, 1, 3, 5, 6, 7, 8)},
        **{f"iso8859-{n}": f"iso8859{n} iso_8859-{n}:198{7 + (n == 5)}" for n in (2, 3, 4, 5, 10, 13, 14)},
    }.items()
    for label in labels.split()
} | {f"{name}{n}": f"cp{n}" for n in range(1250, 1259) for name in ("windows", "windows_", "win", "cp-")}  # slips
_LABELS |= {"x-cp1252": "cp1252", "x-cp1254": "cp1254"}
_DECLARED = re.compile(r"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_BY_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
_ISO_2022 = re.compile(rb"\x1b\$[@B]")  # Japanese in bytes of ASCII, which browsers know even where nobody declares it
_DECLARED_WITHIN = 4096  # bytes, as w3lib has it


def _trail(codec: str) -> str:
    """A pattern for what the trailing bytes of UTF-8 (0x80-0xBF) look like when read in a one-byte `codec`."""
    shown = "".join(bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0xC0))
    return f"[{re.escape(shown)}\x80-\x9f]"


# Signs of the wrong charset, and how many of them prove it: no language writes such sequences again and again.
_MOJIBAKE = (
    ("UTF-8 read as windows-1252", re.compile(f"[ÂÃÐÑ]{_trail('cp1252')}|[à-ï]{_trail('cp1252')}{{2}}"), 3),
    ("UTF-8 read as windows-1251", re.compile(f"(?:[РС]{_trail('cp1251')}){{3}}"), 3),
    ("another charset read as windows-1252", re.compile("[À-ÖØ-öø-ÿ]{5}"), 3),
    ("UTF-8 read as GBK", re.compile("[鈥銆锛]|锟斤拷"), 3),
    ("bytes that the charset lacks", re.compile("\ufffd{3}|(?:\ufffd[^\ufffd]{0,3}){6}"), 1),
)


def decode(body: bytes, content_type: str | None = None, override: str | None = None) -> str:
    """The text of `body`; never raises, since what cannot be decoded becomes U+FFFD.

    The order of evidence is the WHATWG's (override, byte-order mark, HTTP header, XML prolog or `<meta>`, the page's
    language), with two exceptions that real sites force. Bytes that are valid UTF-8 and use it beyond ASCII are UTF-8
    whatever a legacy declaration says; and a declaration that the bytes contradict gives way to one that they do not,
    or to the language's charset where they are no UTF-8 at all. Names of old charsets mean their supersets, as in
    browsers: gb2312 is gb18030, euc-kr cp949, shift_jis cp932.
    """
    if override:
        return _first([_LABELS.get(override.lower()) or resolve_encoding(override) or override], body)
    marked, bom = read_bom(body)
    if marked is not None and bom is not None:
        return _first([marked], body[len(bom) :])
    if wide := _unmarked(body):
        return _first([wide], body)
    if (text := _utf_8(body)) is not None:
        return text
    in_header = _labelled(content_type or "") or http_content_type_encoding(content_type) or _quoted(content_type or "")
    in_markup = html_body_declared_encoding(body) or _labelled(body[:_DECLARED_WITHIN].decode("latin-1"))
    # What is no UTF-16 by its zeros is none, whoever says so (WHATWG, 13.2.3.2).
    declared = ["utf-8" if name.startswith(("utf-16", "utf-32")) else name for name in (in_header, in_markup) if name]
    if not declared and _ISO_2022.search(body):
        declared = ["iso2022_jp_ext"]
    if set(declared) <= {"utf-8"}:
        declared = ["utf-8"] if _is_mostly_utf_8(body) else [*_of_language(body), *declared]
    return _first(declared, body)


def utf_8(body: bytes, content_type: str | None = None, override: str | None = None) -> bytes:
    """The same text in UTF-8: the bytes themselves where they are that, so that a long page is not copied."""
    if not override and read_bom(body)[0] is None and not _unmarked(body) and not body.isascii():
        with suppress(UnicodeDecodeError):
            body.decode()
            return body
    return decode(body, content_type, override).encode("utf-8", "replace")


def mojibake(text: str) -> str | None:
    """What went wrong where `text` was decoded with the wrong charset ("UTF-8 read as windows-1252"), else None.

    It takes several of the sequences that only such a mistake leaves, so that a text which quotes one is none.
    """
    for name, sign, enough in _MOJIBAKE:
        if len(sign.findall(text, 0, 100_000)) >= enough:
            return name
    return None


def _unmarked(body: bytes) -> str | None:
    """The wide encoding that only the zeros of a body tell: a page begins with ASCII (XML 1.0, appendix F)."""
    return _BY_ZEROS.get(tuple(byte == 0 for byte in body[:4]))


def _labelled(text: str) -> str | None:
    """The codec of the first declaration in a text whose label only the WHATWG knows."""
    return next((_LABELS[label] for each in _DECLARED.findall(text) if (label := each.lower()) in _LABELS), None)


def _quoted(content_type: str) -> str | None:
    """The codec of a header's charset that stands in quotes which mean nothing there."""
    found = _DECLARED.search(content_type)
    return resolve_encoding(found[1]) if found else None


def _utf_8(body: bytes) -> str | None:
    """`body` as UTF-8 where it is valid and not mere ASCII; a character cut off at the very end is no contradiction."""
    if body.isascii():
        return None
    try:
        text, read = codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return None
    return (text if read == len(body) else text + "\ufffd") if text else None


def _is_mostly_utf_8(body: bytes) -> bool:
    """Whether as much is UTF-8 beyond ASCII as is not: bytes that somebody pasted in do not unmake the page."""
    text = body[:_TELLING].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(1 for sign in text if sign > "\x7f") >= 2 * wrong


def _of_language(body: bytes) -> list[str]:
    """The charset that pages in the language that a page states have had; none where it states none."""
    stated = _LANGUAGE.search(body[:_DECLARED_WITHIN])
    if stated is None:
        return []
    tag = (stated[1] or stated[2] or stated[3]).decode("ascii").lower()
    if tag.partition("-")[0] == "ja":  # what is EUC may be Shift JIS, too, and hardly ever the other way
        return ["euc_jp", "cp932"]
    return [_OF_LANGUAGES.get(tag) or _OF_LANGUAGES.get(tag.partition("-")[0], _LAST_RESORT)]


def _first(names: list[str], body: bytes) -> str:
    """`body` by the first of `names` that it does not contradict, else by the first known, with replacements."""
    names = [name for name in names if name not in _NO_CHARSETS] or [_LAST_RESORT]
    for errors in ("strict", "replace"):
        for name in names:
            try:
                return body.decode(name, errors)
            except (UnicodeError, LookupError):
                continue
    return body.decode(_LAST_RESORT, "replace")
