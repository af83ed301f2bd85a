"""Alembic's environment: runs migrations on the connection it is handed, or on COMMUNIQUE_ARCHIVE.

It also shapes what `alembic revision` writes: the number after the newest, the archive's own types with their import,
and operations that both databases can run.
"""

import os
from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage import models
from storage.archive_url import DEFAULT_URL
from storage.database import connect
from storage.models.columns import Checked
from storage.revisions import migrating

LASTING = (models.StorableText, models.UTCDateTime)  # what migrations may name


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the full-text index out of comparisons: each database has its own, and SQLAlchemy models neither."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


def render_item(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write the archive's own types by what a database takes them for; leave all else to Alembic.

    A column of any other type may be renamed or checked otherwise one day, and its migration runs all the same. Times
    and texts keep their own: a migration that moves rows writes them as the archive does.
    """
    if kind != "type" or not isinstance(item, Checked):
        return False
    if type(item) not in LASTING:
        return f"sa.{item.impl_instance!r}"
    name = type(item).__name__
    autogenerate.imports.add(f"from {models.__name__} import {name}")
    return f"{name}()"


def number(
    _context: MigrationContext, _revision: str | Iterable[str | None] | Iterable[str], scripts: list[MigrationScript]
) -> None:
    """Give a new revision the number after the newest one's."""
    head = ScriptDirectory.from_config(context.config).get_current_head()
    for script in scripts:
        script.rev_id = f"{int(head or 0) + 1:04}"


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        include_name=include_name,
        render_item=render_item,
        process_revision_directives=number,
        render_as_batch=True,  # SQLite can change tables in no other way, and PostgreSQL does not mind
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    migrate(handed)
else:
    engine = connect(os.environ.get("COMMUNIQUE_ARCHIVE", DEFAULT_URL))
    with migrating(engine) as own:
        migrate(own)
    engine.dispose()
