"""Edits as HTML, word by word: what was removed in `del`, what was added in `ins`, inline or in two columns."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from markupsafe import Markup

from reader import texts
from storage.edits.edit import Edit
from storage.edits.summaries.seams import SEPARATOR, seams
from storage.edits.words import Operation

Side = Literal["before", "after"]
SHOWN = 400  # characters of unchanged text on either side of a change; what lies further away is left out
MOST = 500  # edits on one page; `communique diff` prints all
LONGEST = 20_000  # characters of one text that were removed or added; no ministry's paragraph has more


class Columns(NamedTuple):
    """An edit in two columns."""

    before: Markup
    after: Markup


def inline(edit: Edit) -> Markup:
    """An edit in one text."""
    html = Markup()
    for steps in _told(edit):
        for number, step in enumerate(steps):
            if step.op == "equal":
                html += texts.inline(_shortened(step.before, first=number == 0, last=number == len(steps) - 1))
            else:
                html += _marked("del", step.before) + _marked("ins", step.after)
    return html


def columns(edit: Edit) -> Columns:
    """An edit in two columns: the old text whole, and the new."""
    steps = _whole(edit)
    old, new = seams(edit) if edit.kind in ("split", "merged") else (steps, steps)
    before = Markup().join(_marked("del" if op != "equal" else "", removed) for op, removed, _ in old)
    after = Markup().join(_marked("ins" if op != "equal" else "", added) for op, _, added in new)
    return Columns(before, after)


def _told(edit: Edit) -> Iterator[list[Operation]]:
    """The steps that tell an edit; of a text that was split or merged and reworded too, those of either text."""
    if edit.kind not in ("split", "merged"):
        yield _whole(edit)
        return
    old, new = seams(edit)
    for steps in [old] if old == new else [old, new]:
        if any(step.op != "equal" for step in steps):
            yield list(steps)


def _whole(edit: Edit) -> list[Operation]:
    if edit.operations:
        return list(edit.operations)
    if edit.kind == "moved" and edit.before == edit.after:
        return [Operation("equal", edit.before or "", edit.after or "")]
    return [Operation("replace", edit.before or "", edit.after or "")]


def _marked(tag: str, text: str) -> Markup:
    html = texts.inline(texts.shortened(text, LONGEST).replace(SEPARATOR, " ¶ "))
    return Markup(f"<{tag}>{{}}</{tag}>").format(html) if tag and text else html  # noqa: S704 - the tag is one of ours


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text without its middle where it is very long."""
    left, right = 0 if first else SHOWN, 0 if last else SHOWN
    if len(text) <= left + right + 40:
        return text
    return f"{text[:left]} … {text[len(text) - right :] if right else ''}"


def classes(edits: Iterable[Edit]) -> list[str]:
    """The classes of edits, each once, the gravest first."""
    return list(dict.fromkeys(edit.cls for edit in edits))
