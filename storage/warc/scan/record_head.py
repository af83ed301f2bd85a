"""The heads of records: WARC (ISO 28500) and its forerunner ARC 1 and 2, whose head is one line.

A form says how a record begins, so that a file can be walked, and searched where it is damaged.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LONGEST_HEAD = 64 * 1024  # bytes
LEAST_METADATA = 100  # bytes of XML behind the version of an ARC; what is less is a wrong count
REPEATED = ("warc-concurrent-to",)  # may stand several times (WARC 1.1, 5.7)

_FOLD = re.compile(r"\r?\n[ \t]+")
_DIGITS = re.compile(r"[0-9]{1,18}")
_ARC_DATE = re.compile(rb"[0-9]{14}")
_HTTP = re.compile(r"https?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RecordHead:
    """A record's head verbatim, its fields by lower-case name (those that repeat joined by commas), and its size.

    An ARC line is given WARC's names.
    """

    text: bytes = field(repr=False)
    fields: Mapping[str, str]

    @property
    def length(self) -> int | None:
        """How long the record says that its block is, in bytes; None where it does not say."""
        digits = self.fields.get("content-length", "")
        return int(digits) if _DIGITS.fullmatch(digits) else None


@dataclass(frozen=True, slots=True)
class Form:
    """How the records of a kind of file begin.

    `beginning` matches the first bytes of a record, of which at most `peek` are needed, `head` a whole head with the
    empty lines before it, `search` the same anywhere; the head itself is their group 1.
    """

    name: str
    peek: int
    beginning: re.Pattern[bytes]
    head: re.Pattern[bytes]
    search: re.Pattern[bytes]
    fields: Callable[[bytes], Mapping[str, str]]

    def parsed(self, text: bytes) -> RecordHead:
        """A head by its bytes."""
        return RecordHead(text, self.fields(text))


def _warc_fields(text: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in _FOLD.sub(" ", text.decode("utf-8", "replace")).split("\n")[1:]:
        name, colon, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        if colon and name in REPEATED and name in fields:
            fields[name] += f", {value}"
        elif colon:
            fields.setdefault(name, value)
    return fields


def _arc_fields(text: bytes) -> dict[str, str]:
    """The fields of an ARC line: URL, IP-address, archive date, content type, ..., length, parted by spaces.

    Version 2 has five more before the length. An address may hold spaces of its own.
    """
    line, _, version = text.partition(b"\n")
    parts = line.strip().split(b" ")
    place = next((n for n in (-3, -8) if len(parts) > -n + 1 and _ARC_DATE.fullmatch(parts[n])), None)
    if place is None:
        return {}
    if version:  # many writers got the length of an ARC's description of itself wrong
        rest = int(parts[-1]) - len(version)
        parts[-1] = b"%d" % (rest if rest >= LEAST_METADATA else 0)
    url, date = b" ".join(parts[: place - 1]).decode("utf-8", "replace"), parts[place].decode()
    return {
        "warc-type": "warcinfo" if url.startswith("filedesc:") else "response" if _HTTP.match(url) else "resource",
        "warc-target-uri": url,
        "warc-date": f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:]}Z",
        "warc-ip-address": parts[place - 1].decode("ascii", "replace"),
        "content-type": parts[place + 1].decode("latin-1"),
        "content-length": parts[-1].decode("ascii", "replace"),
    }


# A head in which another begins is damaged: the search takes the later one, so that each line is looked at once.
WARC = Form(
    "warc",
    64,
    re.compile(rb"WARC/\d\.\d"),
    re.compile(rb"[\r\n]*(WARC/\d\.\d+[ \t]*\r?\n(?:(?!WARC/\d)[^\r\n][^\n]*\n)*\r?\n)"),
    re.compile(rb"(WARC/\d\.\d+[ \t]*\r?\n(?:(?!WARC/\d)[^\r\n][^\n]*\n)+\r?\n)"),
    _warc_fields,
)
# Behind an ARC's description of itself, two lines say its version and the names of the fields.
_ARC_VERSION = rb"(?:[0-9]+ [0-9]+ [^\n]{0,1000}\nURL [^\n]{0,1000}\n)?"
_ARC_LINE = rb"([A-Za-z][A-Za-z0-9+.-]{0,20}:[^\r\n]{1,8000} [0-9]{1,18}\r?\n" + _ARC_VERSION + rb")"
ARC = Form(
    "arc",
    8192,
    re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,20}:[^\r\n]* [0-9]{14} "),
    re.compile(rb"[\r\n]*" + _ARC_LINE),
    re.compile(rb"(?:(?<=\n)|\A)" + _ARC_LINE),
    _arc_fields,
)


def form_of(beginning: bytes) -> Form:
    """The form of a file by its first bytes: an ARC begins with a description of itself."""
    return ARC if beginning.lstrip(b"\r\n").startswith(b"filedesc:") else WARC
