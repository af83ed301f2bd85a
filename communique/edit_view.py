"""Prints edits for a person, word by word, in one column or two.

What was removed stands in `[-...-]` and what was added in `{+...+}`, so that nothing is lost in a pipe or on a terminal
without colour.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from communique.output import Part, results, say
from communique.terminal import wrapped
from storage.edits.classify import EditClass
from storage.edits.edit import Edit
from storage.edits.summaries.seams import SEPARATOR, seams
from storage.edits.summaries.summary import summary
from storage.edits.words import Operation
from storage.read.changes import Event
from storage.records import visible

REMOVED, ADDED = "red", "green"
STYLES: dict[EditClass, str] = {"substance": "bold red", "wording": "yellow", "typography": "dim"}
CONTEXT = 60  # characters of unchanged text kept on each side of a change where a text is shortened
LONGEST = 240  # characters of an added or removed text where it is shortened


def show_edit(edit: Edit, *, indents: tuple[str, str] = ("", "  "), short: bool = False) -> None:
    """Print an edit: a heading, then what was removed and added, each after its indent.

    `short` leaves out unchanged text far from a change.
    """
    show_heading(edit, indents[0])
    for parts in _wording(edit, short):
        say(*parts, hang=indents[1])


def show_event(event: Event, indent: str) -> None:
    """Print what became of a release as a whole."""
    say((event.kind.replace("_", " "), "bold"), f": {event.summary}", hang=indent)


def show_heading(edit: Edit, indent: str = "") -> None:
    """Print how much an edit matters, what it came to, and why it weighs."""
    reasons = ", ".join(flag.replace("_", " ") for flag in edit.flags)
    told = (summary(edit), "bold"), (f"  ({reasons})" if reasons else "", "dim")
    say((edit.cls, STYLES[edit.cls]), ": ", *told, hang=indent)


def show_side_by_side(edit: Edit, before: str, after: str) -> None:
    """Print both wordings in two columns under the names of their versions."""
    old, new = Text(), Text()
    whole = edit.operations or (Operation("replace", edit.before or "", edit.after or ""),)
    steps = seams(edit) if edit.kind in ("split", "merged") else (whole, whole)
    for op, removed, _ in steps[0]:
        _append(old, removed, "[-{}-]", REMOVED if op != "equal" else "")
    for op, _, added in steps[1]:
        _append(new, added, "{{+{}+}}", ADDED if op != "equal" else "")
    column = max(results.width // 2 - 2, 1)
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in (before, after):
        shown.add_column(name, width=column, overflow="fold")
    shown.add_row(*(Text("\n").join(wrapped(text, column)) for text in (old, new)))
    results.print(shown)


def _wording(edit: Edit, short: bool) -> Iterator[Sequence[Part]]:
    """The lines that show an edit, each as parts."""
    if edit.kind in ("split", "merged"):
        old, new = seams(edit)
        told = [old] if old == new else [old, new]
        yield from (_marked(steps, short=True) for steps in told if any(step.op != "equal" for step in steps))
    elif edit.operations:
        yield _marked(edit.operations, short)
    elif edit.kind == "moved" and edit.before == edit.after:
        yield from ([_cut(text, short)] for text in _texts(edit.before))
    else:
        yield from ([(f"[-{_cut(text, short)}-]", REMOVED)] for text in _texts(edit.before))
        yield from ([(f"{{+{_cut(text, short)}+}}", ADDED)] for text in _texts(edit.after))


def _append(text: Text, words: str, marks: str, style: str) -> None:
    if words:
        words = visible(words.replace("\n", SEPARATOR))
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
    return f"{text[:LONGEST]} …" if short and len(text) > LONGEST + 10 else text


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text without its middle where it is long: a reader needs what stands next to a change."""
    left, right = 0 if first else CONTEXT, 0 if last else CONTEXT
    if len(text) <= left + right + 10:
        return text
    return f"{text[:left]} … {text[len(text) - right :]}" if right else f"{text[:left]} …"
