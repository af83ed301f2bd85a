"""Edits of what a release carries besides its text: images with their captions, and attached documents."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from storage.edits.classify import Judge
from storage.edits.content import Document, Picture
from storage.edits.edit import Edit, EditField, judged, whole
from storage.edits.passages import Flag
from storage.edits.struck import text_edits
from storage.edits.words import Operation, fold

File = TypeVar("File", Picture, Document)
_NUMBER = re.compile(r"\d+")


def image_edits(before: Sequence[Picture], after: Sequence[Picture], judge: Judge) -> Iterator[Edit]:
    """Compare images, wherever they stand: one that was exchanged is substance, one that came or went is wording.

    An image of the name it had, in another folder, is the same image, and its change is typography. A caption is text,
    and so is a text alternative; but one that came or went is typography: who sees the picture reads none.
    """
    for old, new in _pairs(before, after, [_whole, _telling, _picture_name, _texts, _label]):
        of = _called(old, new)
        if old and new:
            if old.telling != new.telling:
                same = _picture_name(old) == _picture_name(new)
                yield _elsewhere("image", old.address, new.address, of, "picture", same=same)
            yield from _caption_edits(old.caption, new.caption, judge)
            if old.alt != new.alt:
                edit = judged("image", "changed", old.alt or None, new.alt or None, judge(old.alt, new.alt), of)
                yield edit if old.alt and new.alt else replace(edit, cls="typography", flags=())
        elif old:
            yield Edit("image", "removed", old.address, None, "wording", of=of)
            yield from _caption_edits(old.caption, "", judge)
        elif new:
            yield Edit("image", "added", None, new.address, "wording", of=of)
            yield from _caption_edits("", new.caption, judge)


def without_recast_captions(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Give `edits`, with one of typography for each caption that was a block of the text before, or became one."""
    other: dict[EditField, EditField] = {"block": "caption", "caption": "block"}
    come = defaultdict(list)
    if not any(edit.field == "caption" and edit.kind in ("added", "removed") for edit in edits):
        return edits
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
            told[place] = Edit("caption", "moved", text, twin.after, "typography", was=edit.was, now=twin.now)
    return tuple(edit for edit in told if id(edit) not in recast)


def without_words_told_before(edits: Sequence[Edit]) -> list[Edit]:
    """Give `edits` without those of the words of an attachment's link that stand in the text, and are told there."""
    in_text = {step for edit in edits if edit.field == "block" for step in edit.operations if step.op != "equal"}
    return [edit for edit in edits if edit.field != "attachment" or not _is_told(edit, in_text)]


def _is_told(edit: Edit, in_text: Set[Operation]) -> bool:
    return bool(edit.operations) and all(step.op == "equal" or step in in_text for step in edit.operations)


def attachment_edits(before: Sequence[Document], after: Sequence[Document], judge: Judge) -> Iterator[Edit]:
    """Compare attached documents, wherever they stand: one that came, went or was exchanged is substance.

    Who follows words that only one link has gets what stands behind them, so those are paired first: where two links
    were exchanged, both documents were.
    """
    texts = [Counter(file.text for file in files) for files in (before, after)]

    def own_words(file: Document) -> str:
        return file.text if all(count[file.text] == 1 for count in texts) else ""

    for old, new in _pairs(before, after, [_whole, own_words, _telling, _document_name, _label]):
        of = _called(old, new)
        if old and new:
            if old.telling != new.telling:
                same = _document_name(old) == _document_name(new) and _may_be_one(old.telling, new.telling)
                yield _elsewhere("attachment", old.address, new.address, of, "document", same=same)
            if old.text != new.text:
                yield judged("attachment", "changed", old.text, new.text, judge(old.text, new.text), of)
        elif old:
            yield Edit("attachment", "removed", old.address, None, "substance", ("document",), of=of)
        elif new:
            yield Edit("attachment", "added", None, new.address, "substance", ("document",), of=of)


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
    return file[:-1]


def _telling(file: Picture | Document) -> object:
    return file.telling


def _texts(picture: Picture) -> object:
    return (picture.caption or picture.alt) and (picture.caption, picture.alt)


def _label(file: Picture | Document) -> object:
    """The words beside a file but for numbers, such as its size; files without any are of one label."""
    return (_NUMBER.sub("", file[1]),)


def _picture_name(picture: Picture) -> str:
    """What a picture is called in whatever folder."""
    path, query = _parts(picture)
    name = path.rpartition("/")[2]
    return f"{name}?{query}" if name or query else ""


def _document_name(document: Document) -> str:
    """What a document is called in whatever folder; where its path ends in no file's name, the path is the name."""
    path, query = _parts(document)
    name = path.rpartition("/")[2]
    return f"{name if '.' in name else path}?{query}" if path or query else document.telling


def _parts(file: Picture | Document) -> tuple[str, str]:
    """Path and query of what tells a file from others."""
    try:
        parts = urlsplit(file.telling)
    except ValueError:  # a bracket in the host
        return file.telling, ""
    return parts.path, parts.query


def _may_be_one(before: str, after: str) -> bool:
    """Whether a document of one name may be the same under both addresses: no number in its folders says otherwise."""
    old, new = ([part for part in url.split("/")[3:-1] if _NUMBER.search(part)] for url in (before, after))
    return not (old and new) or old == new


def _called(*files: Picture | Document | None) -> str:
    """What a reader calls a file that was changed: by the words it has, or had."""
    return next((text for file in reversed(files) if file for text in file[1:-1] if text), "")
