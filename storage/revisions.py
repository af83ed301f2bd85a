"""Brings an archive's tables to a revision, through Alembic alone, and says at which one they stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from storage.database import shown, writing
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew; everything refers to something that is there when it ends.

    SQLite drops a table that others refer to only while it does not look at foreign keys, and is told so before the
    transaction begins (https://www.sqlite.org/lang_altertable.html#otheralter).
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with engine.execution_options(writes=True).connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise ArchiveError(f"the migration would leave a row of {broken[0]} that refers to nothing")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def revision_of(connection: Connection) -> str | None:
    """The migration that an archive's tables stand at, as Alembic notes it; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def is_up_to_date(connection: Connection) -> bool:
    """Whether an archive's tables are those of the newest migration.

    Raises ArchiveError where this program does not know them, or they are another program's.
    """
    current, url = revision_of(connection), connection.engine.url
    if current is None and is_foreign(connection):
        raise ArchiveError(f"{shown(url)} is another program's database, not an archive; give another name")
    if current == _newest_number():
        return True
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load

    scripts = ScriptDirectory.from_config(alembic_config())
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise ArchiveError(
            f"the archive {shown(url)} was written by a newer Communique (revision {current}); upgrade the program"
        )
    return current == scripts.get_current_head()


def _newest_number() -> str:
    """The newest migration by its file's name."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def is_foreign(connection: Connection) -> bool:
    """Whether a file holds tables, but none that Communique made. On PostgreSQL programs may share a database."""
    names = set(inspect(connection).get_table_names())
    return connection.dialect.name == "sqlite" and bool(names) and "alembic_version" not in names


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to `revision`.

    Raises ArchiveError where a newer program has written the archive, or the database is another program's.
    """
    with engine.connect() as connection:
        up_to_date = is_up_to_date(connection)
    if not up_to_date or revision != "head":
        from alembic import command  # noqa: PLC0415 - slow to load

        with migrating(engine) as connection:
            command.upgrade(alembic_config(connection), revision)


def alembic_config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration for an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - slow to load

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
