"""The index of a recording as replay tools read it: CDXJ, sorted by address in SURT form and time.

In a WACZ it is compressed in blocks, which a second, small index finds (WACZ 1.1.1, 5.1.2; "ZipNum").
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from storage.warc.write.capture_records import Replayable

LINES = 1024  # of a block, as py-wacz has it
META = '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'
_WWW = re.compile(rb"^www\d*\.")
_DIGITS = re.compile(r"\D")
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SESSIONS = re.compile(
    r"(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)
_PATH_SESSIONS = re.compile(rb"/(?:(?:\([a-z]\([0-9a-z]{24}\)\))|\([0-9a-z]{24}\))(?=/[^?]+\.aspx)")


def key_of(url: str) -> str:
    """An address in SURT form, which an index is sorted and searched by: "https://www.a.example/B/" as "example,a)/b".

    Without scheme, "www.", the scheme's own port, session ids, the last slash and the fragment, all in lower case, what
    is escaped in one way, the query's parameters in order: as the library `surt` has it, by which pywb searches.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return _escaped(url.encode("utf-8", "replace"))
    named = b",".join(reversed(_WWW.sub(b"", _ascii(host)).split(b".")))
    place = f":{port}" if port and port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    query = "&".join(sorted(_SESSIONS.sub("", _escaped(_unescaped(parts.query))).split("&"), key=_pair))
    path = _PATH_SESSIONS.sub(b"", _resolved(_unescaped(parts.path).lower()))
    return f"{_escaped(named)}{place}){_escaped(path)}{'?' if query else ''}{query}"


def _ascii(host: str) -> bytes:
    host = host.replace("..", ".").strip(".")
    try:
        return host.encode("idna")
    except UnicodeError:  # a label that is none
        return host.encode("utf-8", "replace")


def _pair(parameter: str) -> list[str]:
    return parameter.split("=", 1)


def _resolved(path: bytes) -> bytes:
    """A path without steps back, empty steps, and a slash at its end."""
    steps = list[bytes]()
    for step in path.split(b"/"):
        if step == b".." and steps:
            steps.pop()
        elif step not in (b"", b"."):
            steps.append(step)
    return b"/" + b"/".join(steps)


def _unescaped(text: str) -> bytes:
    found, before = text.encode("utf-8", "replace"), b""
    while found != before:
        found, before = unquote_to_bytes(found), found
    return found


def _escaped(text: bytes) -> str:
    return quote_from_bytes(text, safe=_SAFE).lower()


def line_of(shown: Replayable, file: str, offset: int, length: int, digest: str) -> tuple[str, str, str]:
    """The key, the time (14 digits) and the rest of the line of a record that stands at a place in a file."""
    known = {
        "url": shown.url,
        "mime": shown.mime or "unk",
        "status": str(shown.status),
        "digest": shown.digest,
        "length": str(length),
        "offset": str(offset),
        "filename": file,
        "recordDigest": digest,
    }
    return key_of(shown.url), _DIGITS.sub("", shown.at)[:14], json.dumps(known)


def blocks(lines: Iterable[tuple[str, str, str]]) -> Iterator[tuple[bytes, str]]:
    """The index in compressed blocks, each with the line of the second index that finds it."""
    offset, rest = 0, iter(lines)
    while some := list(islice(rest, LINES)):
        data = gzip.compress("".join(f"{key} {at} {told}\n" for key, at, told in some).encode(), mtime=0)
        place = {
            "offset": offset,
            "length": len(data),
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "filename": "index.cdx.gz",
        }
        offset += len(data)
        yield data, f"{some[0][0]} {some[0][1]} {json.dumps(place)}\n"
