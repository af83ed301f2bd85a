"""Edits of files: a document or a picture that was replaced under its address, and what a document says since. Pure."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from storage.edits.compare import compare
from storage.edits.edit import Edit
from storage.edits.files.looks import same_to_the_eye
from storage.edits.words import sentences
from storage.records import Block, Release
from storage.storable import storable

_SPACE = re.compile(r"\s+")
_TOLD = frozenset({"reworded", "added", "removed", "moved"})  # where a sentence ends says nothing of what it says


class FileVersion(NamedTuple):
    """A file as it was at some time: the SHA-256 of its bytes, and what was read of them.

    `passages` are what the pages of a document say, each with its number; `look` is how a picture looks; `reader` names
    the code that read it.
    """

    sha256: bytes
    passages: Sequence[tuple[int, str]] = ()
    look: bytes | None = None
    reader: str | None = None

    @classmethod
    def of(cls, sha256: bytes, pages: Sequence[str], look: bytes | None, reader: str | None) -> "FileVersion":
        """A file whose pages say this; one that says nothing is no passage."""
        passages = tuple((number, storable(text)) for number, text in enumerate(pages, 1) if text)
        return cls(sha256, passages, look, reader)

    @property
    def seal(self) -> bytes:
        """The SHA-256 of all that was read: it holds as long as nothing of it is altered."""
        said = json.dumps([self.sha256.hex(), (self.look or b"").hex(), self.passages], separators=(",", ":"))
        return hashlib.sha256(said.encode()).digest()


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
    for it may have been made anew. What a document says is compared sentence by sentence, wherever lines and pages end;
    but not what one reader made of the one and another of the other. Pictures that are the same to the eye are dress.
    """
    if before.sha256 == after.sha256 or (field == "image" and same_to_the_eye(before.look, after.look)):
        return ()
    old, new = _said(before), _said(after)
    same = bool(old) and old == new
    was, now = (f"{address} sha256:{one.sha256.hex()}" for one in (before, after))
    if same:
        return (Edit(field, "changed", was, now, "typography", of=of),)
    flag: Literal["picture", "document"] = "picture" if field == "image" else "document"
    other = Edit(field, "changed", was, now, "substance", (flag,), of=of)
    comparable = old and new and before.reader == after.reader
    return (other, *_text_edits(old, new, of, language)) if comparable else (other,)


def _text_edits(before: str, after: str, of: str, language: str | None) -> Iterator[Edit]:
    for edit in compare(_release(before), _release(after), language).edits:
        if edit.kind in _TOLD:
            yield replace(edit, field="document", of=of, was=(), now=())


def _release(said: str) -> Release:
    return Release("", None, tuple(Block("paragraph", sentence.strip()) for sentence in sentences(said)))


def _said(file: FileVersion) -> str:
    return _SPACE.sub(" ", " ".join(text for _, text in file.passages)).strip()
