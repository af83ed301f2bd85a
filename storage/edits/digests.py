"""Digests of a release's content: equal exactly when `storage.edits.compare` finds no edit but in where links lead.

They are made from a canonical JSON of `storage.edits.content.Content` (fields in the order of the record, no spaces,
text as UTF-8), so that any program can recompute them.
"""

import hashlib
import json
from dataclasses import fields

from storage.edits.content import Content, content
from storage.records import Release

FIELDS = tuple(field.name for field in fields(Content))
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


def _values(found: Content) -> dict[str, object]:
    return {name: getattr(found, name) for name in FIELDS}


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
