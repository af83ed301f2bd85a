"""The index of a recording as replay tools read it: CDXJ, sorted by address in SURT form and time.

In a WACZ it is compressed in blocks, which a second, small index finds (WACZ 1.1.1, 5.1.2; "ZipNum").
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from storage.warc.write.capture_records import Replayable

LINES = 1024  # of a block, as py-wacz has it
META = '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'
_WWW = re.compile(r"^www\d*\.")
_DIGITS = re.compile(r"\D")


def key_of(url: str) -> str:
    """An address in SURT form, which an index is sorted and searched by: "https://www.a.example/B" as "example,a)/b".

    Without scheme, "www.", the scheme's own port and the fragment, all in lower case, the query's parameters in order.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower()
    named = ",".join(reversed(_WWW.sub("", host).split(".")))
    place = f":{port}" if port and port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return re.sub(r"\s", "%20", f"{named}{place}){parts.path or '/'}{'?' if query else ''}{query}".lower())


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
