"""Which texts of the index match a query, as a part of a statement of either database. Nothing here writes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Text, column, func, literal_column, not_, or_, select, table, text
from sqlalchemy.sql.elements import ColumnElement

from storage.search.index import Words, quoted
from storage.search.query import Phrase, Query


def matching(db: Connection, query: Query, among: Any = None, words: Words = "search_words") -> Any:
    """The ids of the texts that match, as a part of a query: of those `among` some, if they are given."""
    if db.dialect.name == "sqlite":
        groups = (" OR ".join(map(_of_fts5, group)) for group in query.wanted)
        match = " AND ".join(f"({group})" for group in groups)
        if query.without:  # https://www.sqlite.org/fts5.html#fts5_boolean_operators
            match = f"({match}) NOT ({' OR '.join(map(_of_fts5, query.without))})"
        found: Any = select(literal_column("rowid").label("id")).select_from(table(words))
        found = found.where(text(f"{words} MATCH :match").bindparams(match=match))
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


def _in_plain(plain: Any, query: Query) -> Sequence[ColumnElement[bool]]:
    """What must hold of the words of a long text on PostgreSQL."""

    def stands(phrase: Phrase) -> ColumnElement[bool]:
        return func.strpos(plain, f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}") > 0

    return [*(or_(*map(stands, group)) for group in query.wanted), *(not_(stands(one)) for one in query.without)]


def _of_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "")


def _of_tsquery(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(quoted, phrase.words)) + (":*" if phrase.prefix else "") + ")"
