"""Edits of files: a document or a picture that was replaced under its address, and what a document says since. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from storage.edits.compare import compare
from storage.edits.edit import Edit
from storage.edits.words import sentences
from storage.records import Block, Release

_SPACE = re.compile(r"\s+")
_TOLD = frozenset({"reworded", "added", "removed", "moved"})  # where a sentence ends says nothing of what it says


class FileVersion(NamedTuple):
    """A file as it was at some time: the SHA-256 of its bytes, and what its pages say, where it is a document."""

    sha256: bytes
    pages: Sequence[str] = ()


def file_edits(
    field: Literal["image", "attachment"],
    address: str,
    before: FileVersion,
    after: FileVersion,
    of: str,
    language: str | None,
) -> tuple[Edit, ...]:
    """Compare two versions of a file under one address; `of` is what a reader calls it.

    Other bytes are another file, and substance, unless both are documents that say the same: then they are typography,
    for it may have been made anew. What a document says is compared sentence by sentence, wherever lines and pages end.
    """
    if before.sha256 == after.sha256:
        return ()
    old, new = _said(before), _said(after)
    same = bool(old) and old == new
    was, now = (f"{address} sha256:{one.sha256.hex()}" for one in (before, after))
    if same:
        return (Edit(field, "changed", was, now, "typography", of=of),)
    flag: Literal["picture", "document"] = "picture" if field == "image" else "document"
    other = Edit(field, "changed", was, now, "substance", (flag,), of=of)
    return (other, *_text_edits(old, new, of, language)) if old and new else (other,)


def _text_edits(before: str, after: str, of: str, language: str | None) -> Iterator[Edit]:
    for edit in compare(_release(before), _release(after), language).edits:
        if edit.kind in _TOLD:
            yield replace(edit, field="document", of=of, was=(), now=())


def _release(said: str) -> Release:
    return Release("", None, tuple(Block("paragraph", sentence.strip()) for sentence in sentences(said)))


def _said(file: FileVersion) -> str:
    return _SPACE.sub(" ", " ".join(file.pages)).strip()
