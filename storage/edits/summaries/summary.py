"""What an edit came to, in one sentence of plain English that is made from its data.

A sentence names one change, that which made the edit weigh, says where a reader finds it, and whether there was more.
"""

from collections.abc import Callable

from storage.edits.edit import Edit, EditField
from storage.edits.struck import struck_out
from storage.edits.summaries.quotations import apart, cut, plain, quote, stand
from storage.edits.summaries.rewordings import and_more, reworded

LONGEST = 300  # characters of a summary
_CALLED: dict[EditField, str] = {
    "title": "the title",
    "author": "the by-line",
    "type": "the type of document",
    "caption": "the caption of a picture",
}
_WHOLE: dict[EditField, str] = {"caption": "caption", "image": "picture", "attachment": "document"}


def summary(edit: Edit) -> str:
    """Tell an edit in one line of at most `LONGEST` characters. Raises nothing.

    Nothing in it acts on a terminal; whoever puts it into a page escapes it like any other text.
    """
    of_kind = edit.field != "document" and edit.kind in _BY_KIND
    return cut(_BY_KIND[edit.kind](edit) if of_kind else _BY_FIELD[edit.field](edit), LONGEST)


def _block(edit: Edit) -> str:
    return reworded(edit, stand(edit.now or edit.was))


def _field(edit: Edit) -> str:
    if edit.before is None or edit.after is None:
        return f"{_CALLED[edit.field]} {quote(edit.after or edit.before)} was {_came(edit)}"
    return reworded(edit, _CALLED[edit.field])


def _date(edit: Edit) -> str:
    if edit.before is None or edit.after is None:
        return f"the date {plain(edit.after or edit.before)} was {_came(edit)}"
    return f"the date became {plain(edit.after)} (was {plain(edit.before)})"


def _link(edit: Edit) -> str:
    was, now = apart(edit.before, edit.after)
    return f"the link {_called(edit)}in {stand(edit.now)} leads to {now} (was {was})"


def _caption(edit: Edit) -> str:
    return reworded(edit, _CALLED["caption"])


def _image(edit: Edit) -> str:
    if edit.operations:  # of its text alternative
        spot = f"the text alternative of the picture {_called(edit)}".rstrip()
        return reworded(edit, spot) if edit.before and edit.after else f"{spot} was {_came(edit)}"
    if address := _replaced(edit):
        return f"the picture {_called(edit)}was replaced under its address, {address}"
    was, now = apart(edit.before, edit.after)
    if edit.cls == "typography":
        return f"the picture {_called(edit)}has another address: {now} (was {was})"
    return f"the picture {_called(edit)}was exchanged: it is {now} (was {was})"


def _attachment(edit: Edit) -> str:
    if edit.operations:
        return reworded(edit, "the words that lead to a document")
    if address := _replaced(edit):
        made_anew = ", and says the same" if edit.cls == "typography" else ""
        return f"the document {_called(edit)}was replaced under its address, {address}{made_anew}"
    was, now = apart(edit.before, edit.after)
    if edit.cls == "typography":
        return f"the document {_called(edit)}has another address: {now} (was {was})"
    return f"the document behind {_called(edit) or 'a link '}is another: {now} (was {was})"


def _document(edit: Edit) -> str:
    """What an attached document says."""
    spot = f"the document {_called(edit)}".rstrip()
    if edit.operations:
        return reworded(edit, spot)
    if edit.kind == "moved":
        return f"{quote(edit.after)} moved within {spot}"
    return f"{quote(edit.after or edit.before)} was {_came(edit)} {'in' if edit.before is None else 'from'} {spot}"


def _whole(edit: Edit) -> str:
    text = edit.after if edit.before is None else edit.before
    if edit.field == "block":
        at = edit.now or edit.was
        said = "" if at and at[0].kind == "heading" else f": {quote(text)}"  # a heading is called by its words
        return f"{stand(at)} was {_came(edit)}{said}"
    return f"a {_WHOLE[edit.field]} was {_came(edit)}: {quote(edit.of or text)}"


def _moved(edit: Edit) -> str:
    was, now = (stand(places) if places else _CALLED["caption"] for places in (edit.was, edit.now))
    return f"{quote(edit.after)} moved from {was} to {now}"


def _divided(edit: Edit) -> str:
    verb = "was split into" if edit.kind == "split" else "became"
    if len(edit.was) > 1:
        verb = "were merged into" if edit.kind == "merged" else "became"
    return f"{stand(edit.was)} {verb} {stand(edit.now)}: {quote(edit.after)}"


def _renumbered(edit: Edit) -> str:
    was, now = ([marker or "none" for marker in (text or "").split(", ")] for text in (edit.before, edit.after))
    if {*was} == {"none"}:
        return f"points were numbered: {plain(edit.after)}"
    if {*now} == {"none"}:
        return f"points are no longer numbered: they were {plain(edit.before)}"
    return f"points were renumbered: {plain(', '.join(was))} became {plain(', '.join(now))}"


def _emphasis(edit: Edit) -> str:
    spot = stand(edit.now) if edit.field == "block" else _CALLED[edit.field]
    old, new = struck_out(edit.before or ""), struck_out(edit.after or "")
    if come := [text for text in new if text not in old]:
        return f"{quote(come[0])} was struck out in {spot}" + and_more(come)
    if gone := [text for text in old if text not in new]:
        return f"{quote(gone[0])} is no longer struck out in {spot}" + and_more(gone)
    return f"what is struck out in {spot} was divided otherwise"


_BY_FIELD: dict[EditField, Callable[[Edit], str]] = {
    "title": _field,
    "author": _field,
    "type": _field,
    "date": _date,
    "block": _block,
    "link": _link,
    "caption": _caption,
    "image": _image,
    "attachment": _attachment,
    "document": _document,
}
_BY_KIND: dict[str, Callable[[Edit], str]] = {
    "added": _whole,
    "removed": _whole,
    "moved": _moved,
    "split": _divided,
    "merged": _divided,
    "renumbered": _renumbered,
    "emphasis": _emphasis,
}


def _replaced(edit: Edit) -> str:
    """The address of a file that was replaced there, as `storage.edits.files` tells it; empty for other edits."""
    (was, digest, _), (now, other, _) = ((told or "").rpartition(" sha256:") for told in (edit.before, edit.after))
    return plain(now) if digest and other and was == now else ""


def _came(edit: Edit) -> str:
    return "added" if edit.before is None else "removed"


def _called(edit: Edit) -> str:
    return f"{quote(edit.of)} " if plain(edit.of) else ""
