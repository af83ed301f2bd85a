"""Edits of what a release carries besides its text: images with their captions, and attached documents."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from storage.edits.classify import Judge
from storage.edits.content import Document, Picture
from storage.edits.edit import Edit, EditField, judged, whole
from storage.edits.passages import Flag
from storage.edits.struck import text_edits

File = TypeVar("File", Picture, Document)
_SCALED = re.compile(r"-\d+x\d+(?=\.\w+$)")  # WordPress names an image's smaller copies so
_NUMBER = re.compile(r"\d+")


def image_edits(before: Sequence[Picture], after: Sequence[Picture], judge: Judge) -> Iterator[Edit]:
    """Compare images, wherever they stand: one that was exchanged is substance, one that came or went is wording.

    An image under another address with the name it had is the same image, and its change is typography. A caption is
    text, and so is a text alternative; but one that was added or left out is wording, for it repeats what is seen.
    """
    for old, new in _pairs(before, after, [_whole, _address, _name, _texts, _label]):
        of = _called(old, new)
        if old and new:
            if old[0] != new[0]:
                yield _elsewhere("image", old[0], new[0], of, "picture", same=_name(old) == _name(new))
            yield from _caption_edits(old[1], new[1], judge)
            if old[2] != new[2]:
                edit = judged("image", "changed", old[2] or None, new[2] or None, judge(old[2], new[2]), of)
                yield edit if old[2] and new[2] else replace(edit, cls="wording", flags=())
        elif old:
            yield Edit("image", "removed", old[0], None, "wording", of=of)
            yield from _caption_edits(old[1], "", judge)
        elif new:
            yield Edit("image", "added", None, new[0], "wording", of=of)
            yield from _caption_edits("", new[1], judge)


def attachment_edits(before: Sequence[Document], after: Sequence[Document], judge: Judge) -> Iterator[Edit]:
    """Compare attached documents, wherever they stand: one that came, went or was exchanged is substance.

    Who follows words that only one link has gets what stands behind them, so those are paired first: where two links
    were exchanged, both documents were.
    """
    texts = [Counter(text for _, text in files) for files in (before, after)]

    def own_words(file: Document) -> str:
        return file[1] if all(count[file[1]] == 1 for count in texts) else ""

    for old, new in _pairs(before, after, [_whole, own_words, _address, _name, _label]):
        of = _called(old, new)
        if old and new:
            if old[0] != new[0]:
                same = _name(old) == _name(new) and _may_be_one(old[0], new[0])
                yield _elsewhere("attachment", old[0], new[0], of, "document", same=same)
            if old[1] != new[1]:
                yield judged("attachment", "changed", old[1], new[1], judge(old[1], new[1]), of)
        elif old:
            yield Edit("attachment", "removed", old[0], None, "substance", ("document",), of=of)
        elif new:
            yield Edit("attachment", "added", None, new[0], "substance", ("document",), of=of)


def _elsewhere(field: EditField, before: str, after: str, of: str, flag: Flag, *, same: bool) -> Edit:
    """A file under another address: the same one, or another behind the same words."""
    if same:
        return Edit(field, "changed", before, after, "typography", of=of)
    return Edit(field, "changed", before, after, "substance", (flag,), of=of)


def _caption_edits(before: str, after: str, judge: Judge) -> Iterator[Edit]:
    if before and after and before != after:
        yield from text_edits("caption", "reworded", before, after, judge)
    elif before != after:
        yield whole("caption", "added", after) if after else whole("caption", "removed", before)


def _pairs(
    before: Sequence[File], after: Sequence[File], likenesses: Sequence[Callable[[File], object]]
) -> Iterator[tuple[File | None, File | None]]:
    """Pair files by what a likeness gives for both, the surest first, unless it is false; None stands for no pair."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    for likeness in likenesses:
        alike = defaultdict(list)
        for j in reversed(new):
            alike[likeness(new[j])].append(j)
        for i, one in list(old.items()):
            if likeness(one) and (others := alike[likeness(one)]):
                yield old.pop(i), new.pop(others.pop())
    yield from ((one, None) for one in old.values())
    yield from ((None, other) for other in new.values())


def _whole(file: Picture | Document) -> object:
    return file


def _address(file: Picture | Document) -> object:
    return file[0]


def _texts(picture: Picture) -> object:
    """Caption and text alternative."""
    return any(picture[1:]) and picture[1:]


def _label(file: Picture | Document) -> object:
    """The words beside a file but for numbers, such as its size; files without any are of one label."""
    return (_NUMBER.sub("", file[1]),)


def _name(file: Picture | Document) -> str:
    """What a file is called wherever it is kept: its name, or its path where that ends in none, and its query."""
    try:
        parts = urlsplit(file[0])
    except ValueError:  # a bracket in the host
        return file[0]
    name = parts.path.rpartition("/")[2]
    name = _SCALED.sub("", name) if "." in name else parts.path
    return f"{name}?{parts.query}" if name or parts.query else file[0]


def _may_be_one(before: str, after: str) -> bool:
    """Whether a document of one name may be the same under both addresses: no number in its folders says otherwise."""
    old, new = ([part for part in url.split("/")[3:-1] if _NUMBER.search(part)] for url in (before, after))
    return not (old and new) or old == new


def _called(*files: Picture | Document | None) -> str:
    """What a reader calls a file that was changed: by the words it has, or had."""
    return next((text for file in reversed(files) if file for text in file[1:] if text), "")
