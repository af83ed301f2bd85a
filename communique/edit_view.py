"""Typed edits as a person reads them: word by word, in one column or two.

What went stands in `[-...-]` and what came in `{+...+}`, in colour too, so that a pipe or a black-and-white terminal
loses nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from communique.output import Part
from communique.terminal import visible, wrapped
from storage.edits.edit import Edit
from storage.edits.words import Operation

REMOVED, ADDED = "red", "green"
CLASSES = {"substance": "bold red", "wording": "yellow", "typography": "dim"}
AROUND = 60  # characters of unchanged text kept on each side of a change where a text is shortened
PARTS = " ¶ "  # between the parts of a text that was split or merged, in a column
WHOLE = 240  # characters of a text that came or went where it is shortened


def heading(field: str, kind: str, cls: str, flags: Iterable[str]) -> list[Part]:
    """What was edited, how, how much it matters, and why."""
    marks = ", ".join(flag.replace("_", " ") for flag in flags)
    return [(f"{field} {kind}", "bold"), "  ", (cls, CLASSES[cls]), (f"  ({marks})" if marks else "", "dim")]


def wording(edit: Edit, *, short: bool = False) -> Iterator[Sequence[Part]]:
    """The lines that show an edit, each as parts; `short` leaves out what stands far from a change."""
    if edit.operations:
        yield _marked(edit.operations, short)
    elif edit.kind == "moved" and edit.before == edit.after:
        yield from ([_cut(text, short)] for text in _texts(edit.before))
    else:
        yield from ([(f"[-{_cut(text, short)}-]", REMOVED)] for text in _texts(edit.before))
        yield from ([(f"{{+{_cut(text, short)}+}}", ADDED)] for text in _texts(edit.after))


def beside(edit: Edit, before: str, after: str, width: int) -> Table:
    """Both wordings side by side under the names of their versions, in `width` cells."""
    old, new = Text(), Text()
    steps = edit.operations or (Operation("replace", edit.before or "", edit.after or ""),)
    for op, gone, come in steps:
        _append(old, gone, "[-{}-]", REMOVED if op != "equal" else "")
        _append(new, come, "{{+{}+}}", ADDED if op != "equal" else "")
    column = max(width // 2 - 2, 1)
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in (before, after):
        shown.add_column(name, width=column, overflow="fold")
    shown.add_row(*(Text("\n").join(wrapped(text, column)) for text in (old, new)))
    return shown


def _append(text: Text, words: str, marks: str, style: str) -> None:
    if words:
        words = visible(words.replace("\n", PARTS))
        text.append(marks.format(words) if style else words, style)


def _texts(text: str | None) -> list[str]:
    """The parts of a text that was split or merged."""
    return text.split("\n") if text else []


def _marked(operations: Iterable[Operation], short: bool) -> list[Part]:
    steps = list(operations)
    shown: list[Part] = []
    for number, (op, before, after) in enumerate(steps):
        if op == "equal":
            shown.append(_shortened(before, first=number == 0, last=number == len(steps) - 1) if short else before)
            continue
        shown += [(f"[-{before}-]", REMOVED)] if before else []
        shown += [(f"{{+{after}+}}", ADDED)] if after else []
    return shown


def _cut(text: str, short: bool) -> str:
    return f"{text[:WHOLE]} …" if short and len(text) > WHOLE + 10 else text


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text, cut in the middle where it is long: what stands next to a change is what a reader needs."""
    left, right = 0 if first else AROUND, 0 if last else AROUND
    if len(text) <= left + right + 10:
        return text
    return f"{text[:left]} … {text[len(text) - right :]}" if right else f"{text[:left]} …"
