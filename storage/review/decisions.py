"""What was edited in many releases at once: told apart from other edits, listed, and decided on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Literal, Protocol

from sqlalchemy import Connection, Select, bindparam, or_, select, update

from storage.edits.edit import Edit
from storage.errors import NothingNamedError
from storage.models import EditAtOnceRow, SourceRow
from storage.review.signs import sign

Decision = Literal["edit", "dress"]


class _Listed(Protocol):
    """A row of `edit_at_once` with the name of its source."""

    id: int
    source: str
    moment: datetime
    releases: int
    example: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class AtOnce:
    """An edit that many releases of a source had at once, and what a person decided; None where nobody has."""

    id: int
    source: str
    moment: datetime
    releases: int
    example: str
    decision: Decision | None

    def as_json(self) -> dict[str, object]:
        """The line that `--json` prints."""
        return asdict(self) | {"moment": self.moment.isoformat()}


def at_once(
    db: Connection, source_id: int, edits: Sequence[Edit], began: datetime, seen: datetime
) -> tuple[list[Edit], list[Edit]]:
    """The edits of a version that are its own, and those that many releases had at once, unless they are edits.

    They were made after the visit at `began` and seen at `seen`.
    """
    asked = {"source_id": source_id, "began": began, "seen": seen}
    found = set(db.execute(_dress(), asked).scalars()) if edits else set()
    if not found:
        return [*edits], []
    is_shared = [(edit, sign(edit) in found) for edit in edits]
    return [edit for edit, shared in is_shared if not shared], [edit for edit, shared in is_shared if shared]


@cache
def _dress() -> Select[bytes]:
    """What many releases had at once within a time, unless it is an edit: asked of each change, and made once."""
    query = select(EditAtOnceRow.sign).where(EditAtOnceRow.source_id == bindparam("source_id"))
    query = query.where(EditAtOnceRow.moment > bindparam("began"), EditAtOnceRow.moment <= bindparam("seen"))
    return query.where(or_(EditAtOnceRow.decision.is_(None), EditAtOnceRow.decision == "dress"))


def listed(db: Connection, source: str | None = None, *, undecided: bool = False) -> list[AtOnce]:
    """What was edited in many releases at once, the newest last; of one source, or all."""
    query = select(EditAtOnceRow, SourceRow.name.label("source"))
    query = query.join(SourceRow, SourceRow.id == EditAtOnceRow.source_id)
    if source is not None:
        query = query.where(SourceRow.name == source)
    if undecided:
        query = query.where(EditAtOnceRow.decision.is_(None))
    return [_line(row) for row in db.execute(query.order_by(EditAtOnceRow.moment, EditAtOnceRow.id))]


def decide(db: Connection, number: int, decision: Decision | None) -> AtOnce:
    """Keep what a person decided. Raises NothingNamedError where there is nothing of this number. Writes."""
    db.execute(update(EditAtOnceRow).where(EditAtOnceRow.id == number).values(decision=decision))
    query = select(EditAtOnceRow, SourceRow.name.label("source"))
    query = query.join(SourceRow, SourceRow.id == EditAtOnceRow.source_id).where(EditAtOnceRow.id == number)
    row = db.execute(query).first()
    if row is None:
        raise NothingNamedError(f"nothing to review has the number {number}; `communique review` lists what has")
    return _line(row)


def _line(row: _Listed) -> AtOnce:
    return AtOnce(row.id, row.source, row.moment, row.releases, row.example, row.decision)
