"""Digests of a release: of its content, of each field of that, and of all that an archive holds of it.

Those of content are equal exactly when `storage.edits.compare` finds no edit but in where links lead. They follow the
rules of today, and a better rule changes them. A seal follows no rule, and holds as long as nothing is altered.

All are made from canonical JSON (fields in the order of the record, no spaces, text as UTF-8), so that any program can
recompute them: of `storage.edits.content.Content`, and of `Release.as_json`.
"""

import hashlib
import json
from dataclasses import fields

from storage.edits.content import Content, content
from storage.records import Release
from storage.storable import storable

FIELDS = tuple(field.name for field in fields(Content))
_CLOSE = (",", ":")
_SHORT = 16  # hexadecimal digits: enough to tell the versions of one field of one release apart


def content_digest(release: Release) -> bytes:
    """Give the SHA-256 (32 bytes) of a release's content; the page's dress does not enter it."""
    return hashlib.sha256(_canonical(_values(content(release)))).digest()


def field_digests(release: Release) -> dict[str, str]:
    """Give a short digest (16 hexadecimal digits of a SHA-256) for each field of the content.

    The names are `title`, `date`, `author`, `type`, `blocks`, `images` and `attachments`.
    """
    values = _values(content(release))
    return {name: hashlib.sha256(_canonical(values[name])).hexdigest()[:_SHORT] for name in FIELDS}


def seal(release: Release, digest: bytes) -> bytes:
    """Give the SHA-256 (32 bytes) of a content digest and everything that an archive holds of the release under it."""
    held = storable(json.dumps(release.as_json(source="", url="", language=""), ensure_ascii=False, separators=_CLOSE))
    return hashlib.sha256(digest + held.encode()).digest()


def _values(found: Content) -> dict[str, object]:
    return {name: getattr(found, name) for name in FIELDS}


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=_CLOSE).encode()
