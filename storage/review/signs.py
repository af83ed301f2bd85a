"""What an edit did, as a sign that is the same wherever the same was done. Pure."""

from storage.edits.edit import Edit
from storage.models import text_digest


def sign(edit: Edit) -> bytes:
    """The sign of an edit: what was edited and how, and the words that came and went, whatever stands around them.

    So a phrase that is put into a hundred texts has one sign, and a name that is replaced in all by-lines.
    """
    steps = {(step.before, step.after) for step in edit.operations if step.op != "equal"}
    done = sorted(steps) or [(edit.before or "", edit.after or "")]
    parts = [edit.field, _KINDS.get(edit.kind, edit.kind), *(part.strip() for step in done for part in step)]
    return text_digest("\x1f".join(parts))  # a sign that no page's text has


_KINDS = {"reworded": "changed"}  # a title's and a block's
