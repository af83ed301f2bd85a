"""Another source text for the same tree."""

import re
from collections.abc import Callable

from redress.markup import Markup, texts
from redress.ways.way import Way

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_RAW = re.compile(r"(<(script|style|pre|textarea)\b.*?</\2>)", re.DOTALL)
_WIDE = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff，。、])(?=[\u3040-\u30ff\u4e00-\u9fff])")
_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|h[1-6]|table|tbody|tr|td|th|section|figure|figcaption|blockquote|main|article|header|br)\b[^<>]*>"
)
_APART = re.compile(r"(?<=[\w,])(?<![\u2e80-\u9fff]) (?=\w)(?![^<>]*>)")  # where it is a space that a reader sees
_OPEN_TAG = re.compile(r"<(p|div|li|ul|ol|h[2-6]|section|figure|img|a)((?: [\w-]+=\"[^<>\"]*\")*)>")
_ATTRIBUTE = re.compile(r' ([\w-]+="[^"]*")')
_MANY = 7  # signs of a wrapped line
_NAMED = {
    "\u00a0": "&nbsp;",
    "“": "&ldquo;",
    "”": "&rdquo;",
    "’": "&rsquo;",
    "–": "&ndash;",
    "é": "&eacute;",
    "ü": "&uuml;",
}


def outside_raw(source: str, change: Callable[[str], str]) -> str:
    """A change of all markup but scripts, styles and what is set as it stands."""
    parts = _RAW.split(source)
    return "".join(part if n % 3 == 1 else "" if n % 3 == 2 else change(part) for n, part in enumerate(parts))


def minified(source: str) -> str:
    return outside_raw(
        source,
        lambda text: re.sub(
            r"[ \t\r\n]+", " ", re.sub(r">[ \t\r\n]+<(?=/?(?:p|div|ul|ol|li|h\d|table|t[rdh]|section)\b)", "><", text)
        ),
    )


def indented(source: str) -> str:
    return outside_raw(source, lambda text: _BLOCK.sub(r"\n\t\t\g<0>\n\t\t", text))


def broken_at_spaces(source: str) -> str:
    return outside_raw(source, lambda text: _APART.sub("\n        ", text))


def wrapped(markup: Markup) -> None:
    """Lines of Chinese and Japanese broken and indented after some signs."""
    for one in markup.paragraphs():
        texts(one, lambda text: _WIDE.sub(lambda place: "\n\t " if place.start() % _MANY == 0 else "", text))


def upper_case_tags(source: str) -> str:
    return outside_raw(source, lambda text: _TAG.sub(lambda tag: f"<{tag[1]}{tag[2].upper()}{tag[3]}>", text))


def xhtml(source: str) -> str:
    source = re.sub(
        r"^<!DOCTYPE[^>]*>",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
        source,
    )
    return outside_raw(source, lambda text: re.sub(r"<(br|img|hr|input|meta|link)\b([^<>]*?)/?>", r"<\1\2 />", text))


def html_4(source: str) -> str:
    return re.sub(r"^<!DOCTYPE[^>]*>", '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">', source)


def no_doctype(source: str) -> str:
    return re.sub(r"^<!DOCTYPE[^>]*>\n?", "", source)


def unclosed(source: str) -> str:
    """Without the end tags that HTML lets authors leave out: of paragraphs before other blocks, of items and cells."""
    source = re.sub(r"</p>(\s*)(?=<(?:p|div|ul|ol|h\d|table|section|figure|blockquote)\b)", r"\1", source)
    return re.sub(
        r"</(?:li|td|tr|dt|dd|option)>(\s*)(?=<(?:li|td|tr|dt|dd|option)\b|</(?:ul|ol|tr|table|tbody|dl|select)>)",
        r"\1",
        source,
    )


def unquoted(source: str) -> str:
    return outside_raw(source, lambda text: re.sub(r'(<[a-z][^<>]*?)="([\w./:#-]+[\w#-])"(?=[\s>])', r"\1=\2", text))


def single_quotes(source: str) -> str:
    return outside_raw(source, lambda text: re.sub(r"=\"([^\"'<>]*)\"", r"='\1'", text))


def decimal(source: str) -> str:
    return outside_raw(source, lambda text: re.sub(r"[^\x00-\x7f]", lambda sign: f"&#{ord(sign[0])};", text))


def hexadecimal(source: str) -> str:
    return outside_raw(source, lambda text: re.sub(r"[^\x00-\x7f]", lambda sign: f"&#x{ord(sign[0]):X};", text))


def named(source: str) -> str:
    return outside_raw(source, lambda text: "".join(_NAMED.get(sign, sign) for sign in text))


def windows_lines(source: str) -> str:
    return source.replace("\n", "\r\n")


def with_a_mark(source: str) -> str:
    return source if source.startswith("\ufeff") else f"\ufeff{source}"


def broken_within_tags(source: str) -> str:
    """Attributes and ends of tags on lines of their own."""

    def broken(tag: re.Match[str]) -> str:
        attributes = _ATTRIBUTE.sub(r"\n  \1", tag[2])
        return f"<{tag[1]}{attributes}\n>"

    return outside_raw(source, lambda text: _OPEN_TAG.sub(broken, text))


def stray_end_tags(source: str) -> str:
    return outside_raw(source, lambda text: text.replace("</p>", "</u></p></p>"))


def misnested(source: str) -> str:
    return outside_raw(source, lambda text: re.sub(r"(<p(?: [^<>]*)?>)([^<>]+)</p>", r"\1<b><i>\2</b></i></p>", text))


def blank_lines(source: str) -> str:
    return outside_raw(source, lambda text: text.replace("\n", "\n \t\n"))


def old_mac_lines(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\n", "\r")


WAYS = (
    Way("minified", source_text=minified),
    Way("indented", source_text=indented),
    Way("broken at spaces", source_text=broken_at_spaces),
    Way("Chinese and Japanese lines wrapped", wrapped),
    Way("tags in upper case", source_text=upper_case_tags),
    Way("XHTML", source_text=xhtml),
    Way("HTML 4", source_text=html_4),
    Way("without a doctype", source_text=no_doctype),
    Way("end tags left out", source_text=unclosed),
    Way("attributes without quotes", source_text=unquoted),
    Way("attributes in single quotes", source_text=single_quotes),
    Way("decimal references", source_text=decimal),
    Way("hexadecimal references", source_text=hexadecimal),
    Way("named references", source_text=named),
    Way("lines as Windows ends them", source_text=windows_lines),
    Way("a byte order mark", source_text=with_a_mark),
    Way("in UTF-16", charset="utf-16"),
    Way("in windows-1251", charset="windows-1251"),
    Way("in GB 18030", charset="gb18030"),
    Way("lines broken within tags", source_text=broken_within_tags),
    Way("stray end tags", source_text=stray_end_tags),
    Way("misnested tags", source_text=misnested),
    Way("blank lines in the source", source_text=blank_lines),
    Way("lines as old Macs ended them", source_text=old_mac_lines),
    Way("in windows-1252", charset="windows-1252"),
    Way("in Shift_JIS", charset="shift_jis"),
    Way("in EUC-KR", charset="euc-kr"),
    Way("in KOI8-R", charset="koi8-r"),
)
