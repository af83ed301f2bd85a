"""Which texts of the index match a query, as a part of a statement of either database. Nothing here writes."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Subquery,
    Text,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.elements import ColumnElement

from storage.search.index import Words, quoted
from storage.search.query import Phrase, Query

WORDS: Words = "search_words"
APART = 50  # ids between two stretches: it takes as long to begin another as to pass so many


Stretch = tuple[int, int]  # ids of texts, from the first to the last


def stretches(of: Iterable[Stretch]) -> list[Stretch]:
    """Few stretches in which all of these lie, in order: those that lie close together are one."""
    found: list[Stretch] = []
    begun, over = 0, None
    for first, last in sorted(of):
        if over is not None and first - over <= APART:
            over = max(over, last)
            continue
        if over is not None:
            found.append((begun, over))
        begun, over = first, last
    return found if over is None else [*found, (begun, over)]


def matching_in(query: Query, some: Sequence[Stretch]) -> Subquery:
    """The ids of the texts in some stretches that match, as a part of a query; of SQLite alone.

    Where many texts match, few of them are looked at so: the index leads to the first of each stretch.
    """
    # https://www.sqlite.org/lang_select.html#crossjoin: the join is run in this order.
    tables = text(f"json_each(:stretches) AS stretch CROSS JOIN {WORDS}").bindparams(stretches=json.dumps(some))
    found: Select[int] = select(literal_column(f"{WORDS}.rowid").label("id")).select_from(tables)
    lies = text(f"{WORDS}.rowid BETWEEN json_extract(stretch.value, '$[0]') AND json_extract(stretch.value, '$[1]')")
    return found.where(text(f"{WORDS} MATCH :match").bindparams(match=_match(query)), lies).subquery("ids")


def matching(db: Connection, query: Query, among: CompoundSelect[int] | None = None, words: Words = WORDS) -> Subquery:
    """The ids of the texts that match, as a part of a query: of those `among` some, if they are given."""
    if db.dialect.name == "sqlite":
        found: Select[int] = select(literal_column("rowid").label("id")).select_from(table(words))
        found = found.where(text(f"{words} MATCH :match").bindparams(match=_match(query)))
        if among is not None:  # with a sign before it, the number of each match is looked at, and no match is sought
            found = found.where(literal_column("+rowid").in_(among))
        return found.subquery("ids")
    wanted = ["(" + " | ".join(map(_of_tsquery, group)) + ")" for group in query.wanted]
    match = " & ".join([*wanted, *(f"!{_of_tsquery(one)}" for one in query.without)])
    condition = text("words @@ CAST(:match AS tsquery)").bindparams(match=match)
    index = table(words, column("id"), column("words"), column("plain", Text))
    long = select(index.c.id).where(index.c.plain.is_not(None), *_in_plain(index.c.plain, query))
    some = [] if among is None else [index.c.id.in_(among)]
    return select(index.c.id).where(condition, *some).union_all(long.where(*some)).subquery("ids")


def _in_plain(plain: ColumnElement[str], query: Query) -> Sequence[ColumnElement[bool]]:
    """What must hold of the words of a long text on PostgreSQL."""

    def stands(phrase: Phrase) -> ColumnElement[bool]:
        return func.strpos(plain, f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}") > 0

    return [*(or_(*map(stands, group)) for group in query.wanted), *(not_(stands(one)) for one in query.without)]


def _match(query: Query) -> str:
    """A query as FTS5 reads it: https://www.sqlite.org/fts5.html#fts5_boolean_operators."""
    groups = (" OR ".join(map(_of_fts5, group)) for group in query.wanted)
    match = " AND ".join(f"({group})" for group in groups)
    return f"({match}) NOT ({' OR '.join(map(_of_fts5, query.without))})" if query.without else match


def _of_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "")


def _of_tsquery(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(quoted, phrase.words)) + (":*" if phrase.prefix else "") + ")"
