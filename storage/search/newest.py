"""The texts that match a query and were kept last, found once for all that is told of them. Nothing here writes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    func,
    literal,
    literal_column,
    select,
    text,
    type_coerce,
)

from storage.models import BlockRow
from storage.search.find import MANY
from storage.search.matching import matching
from storage.search.query import Query


@dataclass(frozen=True, slots=True)
class Newest:
    """The ids of these texts, and whether there are more.

    Where there are none, `versions` says how many of them stand in each version, by its row of `snapshot`: it is asked
    for twice. Of so many texts that there are more, a database tells the versions sooner than it hands them out.
    """

    ids: Sequence[int]
    more: bool = False
    versions: Mapping[int, int] = field(default_factory=dict)

    @property
    def matches(self) -> int:
        """How many texts match, about: where there are more, as many in every stretch of ids as among these."""
        if not (self.more and self.ids):
            return len(self.ids)
        newest, oldest = self.ids[0], self.ids[-1]
        return max(len(self.ids), len(self.ids) * newest // max(newest - oldest, 1))


def newest(db: Connection, query: Query, most: int = MANY) -> Newest:
    """So many of the texts that match, those that were kept last: titles come after all else. None of no words."""
    if not query.wanted:
        return Newest(())
    ids = matching(db, query)
    found = [*db.execute(select(ids.c.id).order_by(ids.c.id.desc()).limit(most + 1)).scalars()]
    if len(found) > most:
        return Newest(found[:most], more=True)
    # One of a damaged row may be no number; it names no version.
    of_versions = {number: texts for number, texts in db.execute(_versions(db, found)) if isinstance(number, int)}
    return Newest(found, versions=of_versions)


def versions_of(db: Connection, held: Newest) -> FromClause:
    """The versions in which some of these texts stand, as a part of a query: `id`, and how many `texts`."""
    if held.more:
        return _versions(db, held.ids).subquery("versions")
    if db.dialect.name == "sqlite":
        told = text("json_each(:versions)").bindparams(versions=json.dumps(held.versions))
        number: ColumnElement[int] = literal_column("CAST(key AS INTEGER)")
        texts: ColumnElement[int] = literal_column("value")
        return select(number.label("id"), texts.label("texts")).select_from(told).subquery("versions")
    values = (literal([*some], ARRAY(BigInteger)) for some in (held.versions.keys(), held.versions.values()))
    return func.unnest(*values).table_valued("id", "texts").render_derived()


def _versions(db: Connection, ids: Sequence[int]) -> Select[int, int]:
    some = _these(db, ids)
    version = type_coerce(func.coalesce(BlockRow.snapshot_id, -some.c.id), BigInteger)
    stand = select(version.label("id"), func.count().label("texts")).group_by(version)
    return stand.outerjoin_from(some, BlockRow, BlockRow.id == some.c.id)


def _these(db: Connection, ids: Sequence[int]) -> Subquery:
    """These ids as a part of a query: thousands are one value of it (https://www.sqlite.org/json1.html#jeach)."""
    if db.dialect.name == "sqlite":
        told = text("json_each(:ids)").bindparams(ids=json.dumps(ids))
        return select(literal_column("value").label("id")).select_from(told).subquery("ids")
    return select(func.unnest(literal(ids, ARRAY(BigInteger))).label("id")).subquery("ids")
