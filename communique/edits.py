"""Shows typed edits on a terminal: word by word, in one column or two."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from storage.edits import Edit

REMOVED, ADDED = "red strike", "green"
CLASSES = {"substance": "bold red", "wording": "yellow", "typography": "dim"}
SHOWN = 60  # characters of unchanged text kept on each side of a change


def heading(field: str, kind: str, cls: str, flags: Iterable[str]) -> Text:
    """What was edited, how, and how much it matters."""
    marks = ", ".join(flag.replace("_", " ") for flag in flags)
    return Text.assemble(
        (f"{field} {kind}", "bold"), "  ", (cls, CLASSES[cls]), (f"  ({marks})" if marks else "", "dim")
    )


def inline(edit: Edit) -> Text:
    """Both wordings in one: what went in red, what came in green, both bracketed too, so that a pipe loses nothing."""
    if not edit.operations:
        return _whole(edit)
    shown = Text()
    for number, (op, before, after) in enumerate(edit.operations):
        if op == "equal":
            shown.append(_shortened(before, first=number == 0, last=number == len(edit.operations) - 1))
            continue
        if before:
            shown.append(f"[-{before}-]", REMOVED)
        if after:
            shown.append(f"{{+{after}+}}", ADDED)
    return shown


def beside(edit: Edit) -> Table:
    """Both wordings side by side, what differs coloured."""
    before, after = Text(), Text()
    for op, old, new in edit.operations or [("replace", edit.before or "", edit.after or "")]:
        before.append(old, REMOVED if op != "equal" else "")
        after.append(new, ADDED if op != "equal" else "")
    shown = Table(box=None, expand=True, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column(ratio=1, overflow="fold")
    shown.add_column(ratio=1, overflow="fold")
    shown.add_row(before, after)
    return shown


def _whole(edit: Edit) -> Text:
    parts: list[Any] = []
    if edit.before is not None:
        parts.append((f"[-{edit.before}-]", REMOVED))
    if edit.after is not None:
        parts.append((f"{{+{edit.after}+}}", ADDED))
    return Text.assemble(*(piece for part in parts for piece in (part, " ")))


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text, cut in the middle where it is long: what stands next to a change is what a reader needs."""
    left = 0 if first else SHOWN
    right = 0 if last else SHOWN
    if len(text) <= left + right + 10:
        return text
    return f"{text[:left]} … {text[len(text) - right :]}" if right else f"{text[:left]} …"
