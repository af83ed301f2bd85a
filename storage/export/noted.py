"""What an export meets that needs a person, and goes on: each kind counted, with its first case."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from storage.damage import located
from storage.errors import DamagedRowError, DamageError
from storage.records import Finding

T = TypeVar("T")
S = TypeVar("S")


class Noted:
    """The findings of one export."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}

    def note(self, kind: str, example: str) -> None:
        """Count a finding."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        self._examples.setdefault(kind, example)

    @property
    def findings(self) -> list[Finding]:
        """All of them."""
        return [Finding(kind, count, self._examples[kind]) for kind, count in self._counts.items()]

    def fenced(
        self, db: Connection, make: Callable[[Sequence[T]], Sequence[S]], values: Sequence[T], kind: str
    ) -> Iterator[S]:
        """What `make` makes of the values together or, where a row of one is damaged, of each that is not."""
        try:
            made = make(values)
        except DamageError as error:
            if len(values) == 1:
                told = located(db, error) if isinstance(error, DamagedRowError) else error
                self.note(kind, str(told))
                return
            for one in values:
                yield from self.fenced(db, make, [one], kind)
            return
        yield from made
