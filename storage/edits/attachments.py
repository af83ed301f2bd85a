"""Edits of what a release carries besides its text: images with their captions, and attached documents."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from storage.edits.classify import EditClass, Judge
from storage.edits.content import Document, Picture
from storage.edits.edit import Edit, EditField, judged, whole
from storage.edits.struck import text_edits
from storage.edits.words import fold

File = TypeVar("File", Picture, Document)


def image_edits(before: Sequence[Picture], after: Sequence[Picture], judge: Judge) -> Iterator[Edit]:
    """Compare images, wherever they stand: an image that came, went or was replaced is wording, a caption is text.

    An image of the name it had, in another folder, is the same image, and its change is typography. So is an
    alternative text that came or went: who sees the picture reads none.
    """
    for old, new in _pairs(before, after):
        if old and new:
            yield from _address_edits("image", old, new)
            yield from _caption_edits(old.caption, new.caption, judge)
            if old.alt and new.alt and old.alt != new.alt:
                yield judged("image", "changed", old.alt, new.alt, judge(old.alt, new.alt))
            elif old.alt != new.alt:
                yield Edit("image", "changed", old.alt or None, new.alt or None, "typography")
        elif old:
            yield Edit("image", "removed", old.address, None, "wording")
            yield from _caption_edits(old.caption, "", judge)
        elif new:
            yield Edit("image", "added", None, new.address, "wording")
            yield from _caption_edits("", new.caption, judge)


def without_recast_captions(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Give `edits`, with one of typography for each caption that was a block of the text before, or became one."""
    other: dict[EditField, EditField] = {"block": "caption", "caption": "block"}
    come = defaultdict(list)
    for edit in edits:
        if edit.kind == "added" and edit.after and edit.field in other:
            come[edit.field, fold(edit.after)].append(edit)
    recast = set[int]()
    told = list(edits)
    for place, edit in enumerate(edits):
        text = edit.before if edit.kind == "removed" and edit.field in other else None
        if text and (same := come[other[edit.field], fold(text)]):
            twin = same.pop()
            recast.add(id(twin))
            told[place] = Edit("caption", "moved", text, twin.after, "typography")
    return tuple(edit for edit in told if id(edit) not in recast)


def attachment_edits(before: Sequence[Document], after: Sequence[Document], judge: Judge) -> Iterator[Edit]:
    """Compare attached documents, wherever they stand: one that came, went or was exchanged is substance."""
    for old, new in _pairs(before, after):
        if old and new:
            yield from _address_edits("attachment", old, new)
            if old.text != new.text:
                yield judged("attachment", "changed", old.text, new.text, judge(old.text, new.text))
        elif old:
            yield Edit("attachment", "removed", old.address, None, "substance")
        elif new:
            yield Edit("attachment", "added", None, new.address, "substance")


def _address_edits(field: EditField, old: File, new: File) -> Iterator[Edit]:
    if old.telling != new.telling:
        other: EditClass = "wording" if field == "image" else "substance"  # another document behind the same words
        yield Edit(field, "changed", old.address, new.address, "typography" if _name(old) == _name(new) else other)


def _caption_edits(before: str, after: str, judge: Judge) -> Iterator[Edit]:
    if before and after and before != after:
        yield from text_edits("caption", "reworded", before, after, judge)
    elif before != after:
        yield whole("caption", "added", after) if after else whole("caption", "removed", before)


def _pairs(before: Sequence[File], after: Sequence[File]) -> Iterator[tuple[File | None, File | None]]:
    """Pair files: the very same first, then by address, by name, by caption or link text; None stands for no pair."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    for likeness in (_whole, _telling, _name, _text):
        alike = defaultdict(list)
        for j in reversed(new):
            alike[likeness(new[j])].append(j)
        for i, one in list(old.items()):
            if likeness(one) and (others := alike[likeness(one)]):
                yield old.pop(i), new.pop(others.pop())
    yield from ((one, None) for one in old.values())
    yield from ((None, other) for other in new.values())


def _whole(file: File) -> Hashable:
    return file[:-1]


def _telling(file: File) -> Hashable:
    return file.telling


def _text(file: File) -> Hashable:
    return file[1]


def _name(file: File) -> Hashable:
    try:
        parts = urlsplit(file.telling)
    except ValueError:  # a bracket in the host
        return file.telling
    name = parts.path.rpartition("/")[2]
    return f"{name}?{parts.query}" if name or parts.query else ""
