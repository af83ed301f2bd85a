"""Alembic's environment: runs migrations on the connection it is handed, or on COMMUNIQUE_ARCHIVE."""

import os

from alembic import context
from sqlalchemy import Connection

from storage import models
from storage.archive_url import DEFAULT_URL
from storage.database import connect, migrating


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the full-text index out of comparisons: each database has its own, and SQLAlchemy models neither."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        include_name=include_name,
        render_as_batch=connection.dialect.name == "sqlite",
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
