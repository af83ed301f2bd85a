"""Bytes and values made worse, by a given Random, so that a case comes out the same every time."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]

LONGEST = 200_000  # bytes; a case stays small enough that its bound of time says something
TEXTS = [
    *["", " ", "\0", "\ufeff", "\ud800", "\ufffe", "\u202e", "\u0301" * 40, "\U0001f600", "ﬀ", "İ", "ß", "٣", "²", "½"],
    *["0", "-1", "1e999", "NaN", "9" * 40, "0x10", "1.5", "true", "null", "[]", "{}", "None", "undefined", "%s"],
    *["31.02.2024", "0000-00-00", "9999-12-31T23:59:60Z", "0001-01-01T00:00:00+14:00", "2024-02-30", "32 May 2024"],
    *["1 January 99999", "令和0年0月0日", "昭和64年1月8日", "二〇二一年十三月", "January January 7, 2025", "7/7/7/7"],
    *["24:00", "Fri, 31 Dec 9999 23:59:59 -1200", "2024-03-31T02:30:00", "99:99 p.m.", "+99:99", "1 May", "May"],
    *[
        "http://[node:url]/fr",
        "http://[",
        "https://a:99999/",
        "https://a:abc/",
        "//",
        "///",
        "?",
        "#",
        "http:",
        "https:/",
    ],
    *["http://a@b:c@d/", "http://[::1", "http://[v1.x]/", "file:///etc/passwd", "data:,x", "javascript:0", "mailto:x"],
    *[
        "http://xn--a/",
        "http://ａ.example/",
        "http://a..b/",
        "http:///x",
        "https://\udc80/",
        "http://a/%",
        "http://a/%zz",
    ],
    *[
        "{{ title }}",
        "${x}",
        "<%= x %>",
        "&#x110000;",
        "&#0;",
        "&#xd800;",
        "&lt;",
        "&nosuch;",
        "]]>",
        "<!--",
        "<![CDATA[",
    ],
    *[
        "a" * 3_000,
        "(" * 500,
        "<b>" * 300,
        "1." * 500,
        " " * 3_000,
        "'\"><",
        "\\",
        "\r\n\r\n",
        "\x1b[31m",
        "\x85\u2028",
    ],
]
VALUES: list[Any] = [None, True, 0, -1, 10**30, 1.5, float("inf"), "", [], {}, [None], {"": None}, [[[]]], *TEXTS]
CHARSETS = [
    "utf-8",
    "utf-16",
    "utf-32",
    "latin-1",
    "shift_jis",
    "gb18030",
    "big5",
    "euc-kr",
    "cp1251",
    "koi8-r",
    "utf-7",
]
_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb"=\s*(\"[^\"<>]*\"|'[^'<>]*')")
_TEXT = re.compile(rb">([^<>]+)<")
_NUMBER = re.compile(rb"\d+")
_CHARSET = re.compile(rb"(?i)(charset\s*=\s*[\"']?|encoding\s*=\s*[\"'])([\w-]+)")


def text(random: Random) -> str:
    """A nasty text, or several."""
    return "".join(random.choices(TEXTS, k=random.choice((1, 1, 1, 2, 3))))


def encoded(written: str) -> bytes:
    """A text as a careless server writes it."""
    return written.encode("utf-8", "surrogatepass")


def mutated(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """`body` after one or some mutations; `others` are bodies to take parts of."""
    if body.lstrip()[:1] in (b"{", b"[") and random.random() < 0.6:
        body = _json(random, body)
    for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
        body = random.choice(MUTATIONS)(random, body, others)[:LONGEST]
    return body


def _span(random: Random, body: bytes, longest: int = 400) -> tuple[int, int]:
    start = random.randint(0, len(body))
    return start, min(len(body), start + random.randint(0, longest))


def _flipped(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(body)
    for _number in range(random.randint(1, 8) if body else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _dropped(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(random, body)
    return body[:start] + body[end:]


def _repeated(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(random, body)
    return body[:end] + body[start:end] * random.choice((1, 2, 30)) + body[end:]


def _inserted(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(body))
    return body[:place] + encoded(text(random)) + body[place:]


def _truncated(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return body[: random.randint(0, len(body))]


def _spliced(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    start, end = _span(random, other, 3_000)
    place, rest = _span(random, body)
    return body[:place] + other[start:end] + body[rest:]


def _moved(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    tags = list(_TAG.finditer(body))
    if len(tags) < 2:
        return body
    first, second = sorted(random.sample(tags, 2), key=re.Match.start)
    between = body[first.end() : second.start()]
    return body[: first.start()] + second[0] + between + first[0] + body[second.end() :]


def _replacing(pattern: re.Pattern[bytes], group: int, written: Callable[[Random, bytes], bytes]) -> Mutation:
    """The mutation that writes something else for one or some of what a pattern finds."""

    def mutation(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
        found = list(pattern.finditer(body))
        for match in sorted(random.sample(found, min(len(found), random.choice((1, 1, 4)))), key=re.Match.start)[::-1]:
            body = body[: match.start(group)] + written(random, match[group]) + body[match.end(group) :]
        return body

    return mutation


def _recoded(random: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return body.decode("utf-8", "replace").encode(random.choice(CHARSETS), "replace")


def _json(random: Random, body: bytes) -> bytes:
    """JSON of which some values are of another type, or gone."""
    try:
        whole = json.loads(body)
    except ValueError:
        return body
    for _ in range(random.choice((1, 1, 2, 5))):
        places = list(_places(whole))
        if not places:
            break
        holder, key = random.choice(places)
        if random.random() < 0.2:
            del holder[key]
        else:
            holder[key] = deepcopy(random.choice(VALUES))  # a list that the next round may change
    return json.dumps(whole).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


MUTATIONS: list[Mutation] = [
    _flipped,
    _dropped,
    _repeated,
    _inserted,
    _truncated,
    _spliced,
    _moved,
    _replacing(_ATTRIBUTE, 1, lambda random, _: b'"' + encoded(text(random)) + b'"'),
    _replacing(_TEXT, 1, lambda random, _: encoded(text(random))),
    _replacing(_TAG, 0, lambda _, tag: tag * 3),
    _replacing(_NUMBER, 0, lambda random, _: random.choice((b"0", b"99", b"-5", b"9" * 30, b"1" * 5_000, b""))),
    _replacing(_CHARSET, 2, lambda random, _: random.choice(CHARSETS).encode()),
    _recoded,
]
