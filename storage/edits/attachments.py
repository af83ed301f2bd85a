"""Edits of what a release carries besides its text: images with their captions, and attached documents."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from storage.edits.classify import EditClass, Judge
from storage.edits.content import Document, Picture
from storage.edits.edit import Edit, EditField, judged, whole

File = TypeVar("File", Picture, Document)
_SCALED = re.compile(r"-\d+x\d+(?=\.\w+$)")  # WordPress names an image's smaller copies so


def image_edits(before: Sequence[Picture], after: Sequence[Picture], judge: Judge) -> Iterator[Edit]:
    """Compare images, wherever they stand: an image that came, went or was replaced is wording, a caption is text.

    An image under another address with the name it had is the same image, and its change is typography.
    """
    for old, new in _pairs(before, after):
        if old and new:
            yield from _address_edits("image", old, new)
            yield from _caption_edits(old[1], new[1], judge)
            if old[2] != new[2]:
                yield judged("image", "changed", old[2] or None, new[2] or None, judge(old[2], new[2]))
        elif old:
            yield Edit("image", "removed", old[0], None, "wording")
            yield from _caption_edits(old[1], "", judge)
        elif new:
            yield Edit("image", "added", None, new[0], "wording")
            yield from _caption_edits("", new[1], judge)


def attachment_edits(before: Sequence[Document], after: Sequence[Document], judge: Judge) -> Iterator[Edit]:
    """Compare attached documents, wherever they stand: one that came, went or was exchanged is substance."""
    for old, new in _pairs(before, after):
        if old and new:
            yield from _address_edits("attachment", old, new)
            if old[1] != new[1]:
                yield judged("attachment", "changed", old[1], new[1], judge(old[1], new[1]))
        elif old:
            yield Edit("attachment", "removed", old[0], None, "substance")
        elif new:
            yield Edit("attachment", "added", None, new[0], "substance")


def _address_edits(field: EditField, old: File, new: File) -> Iterator[Edit]:
    if old[0] != new[0]:
        other: EditClass = "wording" if field == "image" else "substance"  # another document behind the same words
        yield Edit(field, "changed", old[0], new[0], "typography" if _name(old) == _name(new) else other)


def _caption_edits(before: str, after: str, judge: Judge) -> Iterator[Edit]:
    if before and after and before != after:
        yield judged("caption", "reworded", before, after, judge(before, after))
    elif before != after:
        yield whole("caption", "added", after) if after else whole("caption", "removed", before)


def _pairs(before: Sequence[File], after: Sequence[File]) -> Iterator[tuple[File | None, File | None]]:
    """Pair files: the very same first, then by address, by name, by caption or link text; None stands for no pair."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    for likeness in (_whole, _address, _name, _text):
        alike = defaultdict(list)
        for j in reversed(new):
            alike[likeness(new[j])].append(j)
        for i, one in list(old.items()):
            if likeness(one) and (others := alike[likeness(one)]):
                yield old.pop(i), new.pop(others.pop())
    yield from ((one, None) for one in old.values())
    yield from ((None, other) for other in new.values())


def _whole(file: File) -> Hashable:
    return file


def _address(file: File) -> Hashable:
    return file[0]


def _text(file: File) -> Hashable:
    return file[1]


def _name(file: File) -> Hashable:
    try:
        parts = urlsplit(file[0])
    except ValueError:  # a bracket in the host
        return file[0]
    name = _SCALED.sub("", parts.path.rpartition("/")[2])
    return f"{name}?{parts.query}" if name or parts.query else ""
