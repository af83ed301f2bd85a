import re
import shutil
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Column, ForeignKey, Index, MetaData, Table, UniqueConstraint, inspect, text

from storage import models
from storage.database import connect, writing
from storage.models import columns
from storage.revisions import MIGRATIONS, alembic_config, migrating, upgrade
from tests.migrations.archive_0001 import contents, load, tables


def test_migrations_and_tables_agree_on_the_way_up_down_and_up_again(empty_url):
    engine = connect(empty_url)
    upgrade(engine)
    first = tables(engine)
    with writing(engine) as db:
        command.check(alembic_config(db))
    with writing(engine) as db:
        command.downgrade(alembic_config(db), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    assert tables(engine) == first
    assert {"source", "crawl", "capture", "payload", "snapshot", "block"} <= set(first)
    with writing(engine) as db:
        command.check(alembic_config(db))
    engine.dispose()


def test_a_table_that_no_migration_makes_is_found_out(archive_url):
    engine = connect(archive_url)
    with writing(engine) as db:
        db.execute(text("ALTER TABLE image ADD COLUMN colour TEXT"))
    with writing(engine) as db, pytest.raises(CommandError, match="colour"):
        command.check(alembic_config(db))
    engine.dispose()


def test_every_constraint_has_a_conventional_name(archive_url):
    engine = connect(archive_url)
    inspector = inspect(engine)
    for table in tables(engine):
        # SQLite takes no name where a number is never to be used again.
        unnamed = engine.dialect.name == "sqlite" and table in ("block", "passage")
        assert inspector.get_pk_constraint(table)["name"] == (None if unnamed else f"pk_{table}")
        assert all(key["name"].startswith(f"fk_{table}_") for key in inspector.get_foreign_keys(table))
        assert all(key["name"].startswith(f"uq_{table}_") for key in inspector.get_unique_constraints(table))
    engine.dispose()


def test_migrations_are_numbered_and_described():
    for file in (MIGRATIONS / "versions").glob("*.py"):
        number, _, sentence = file.stem.partition("_")
        assert number.isdecimal()
        assert len(number) == 4
        assert sentence


def test_migrations_stand_in_one_line_in_the_order_of_their_numbers():
    scripts = ScriptDirectory.from_config(alembic_config())
    numbers = [script.revision for script in scripts.walk_revisions()]
    assert numbers == sorted((file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")), reverse=True)
    assert scripts.get_heads() == numbers[:1]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Alembic's configuration in a copy of the migrations, and tables that have a column and a table more."""
    shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(MIGRATIONS.parent / "alembic.ini", tmp_path)
    metadata = MetaData(naming_convention=models.NAMES)
    for table in models.Base.metadata.tables.values():
        table.to_metadata(metadata)
    metadata.tables["release"].append_column(Column("colour", models.StorableText))
    metadata.tables["release"].append_column(Column("painted_at", models.UTCDateTime))
    Table(
        "paint",
        metadata,
        Column("id", models.Id, primary_key=True),
        Column("release_id", models.Id, ForeignKey("release.id"), nullable=False),
        Column("name", models.StorableText, nullable=False),
        Column("mixed_at", models.UTCDateTime, nullable=False),
        Column("coats", columns.Whole, nullable=False),
        Column("drops", columns.Large, nullable=False),
        Column("is_dry", columns.Flag),
        Column("bought_on", columns.Day),
        Column("sample", columns.Bytes),
        Column("code", columns.Word(8), nullable=False),
        Column("finish", columns.OneOf(12, "matt", "gloss")),
        Column("state", columns.OneOfTexts("wet", "dry")),
        UniqueConstraint("name"),
        Index(None, "release_id", "mixed_at"),
    )
    monkeypatch.setattr(models.Base, "metadata", metadata)
    monkeypatch.setattr(sys, "path", sys.path[:])  # where Alembic looks for what migrations import
    return tmp_path / "alembic.ini"


def newest() -> int:
    return max(int(file.name[:4]) for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def configured(file: Path, connection: object) -> Config:
    config = Config(file)
    config.attributes["connection"] = connection
    return config


def test_a_new_table_and_column_make_a_migration_that_runs_up_and_down(copy, empty_url):
    engine = load(empty_url)
    upgrade(engine)
    before = contents(engine)
    with writing(engine) as db:
        written = command.revision(configured(copy, db), message="Paint for releases", autogenerate=True)
    assert (written.revision, written.down_revision) == (f"{newest() + 1:04}", f"{newest():04}")
    path = copy.parent / "migrations" / "versions" / f"{newest() + 1:04}_paint_for_releases.py"
    text = path.read_text("utf-8")
    assert "\nfrom storage.models import StorableText, UTCDateTime\n" in text
    assert re.findall(r'"(?:coats|drops|is_dry|bought_on|sample|code|finish|state)", sa\.(\w+\([^)]*\))', text) == [
        "Integer()",
        "BigInteger()",
        "Boolean()",
        "Date()",
        "LargeBinary()",
        "String(length=8)",
        "String(length=12)",
        "Text()",
    ]
    for _ in range(2):
        with migrating(engine) as db:
            command.upgrade(configured(copy, db), "head")
        with writing(engine) as db:
            command.check(configured(copy, db))
        assert {"colour", "painted_at"} <= {column["name"] for column in inspect(engine).get_columns("release")}
        assert inspect(engine).get_pk_constraint("paint")["name"] == "pk_paint"
        with migrating(engine) as db:
            command.downgrade(configured(copy, db), f"{newest():04}")
        assert contents(engine) == before
    engine.dispose()


def test_a_migration_to_be_written_by_hand_has_the_next_number_too(copy, empty_url):
    engine = connect(empty_url)
    upgrade(engine)
    with writing(engine) as db:
        first = command.revision(configured(copy, db), message="By hand")
        second = command.revision(configured(copy, db), message="By hand again")
    assert [(int(one.revision), int(one.down_revision)) for one in (first, second)] == [
        (newest() + 1, newest()),
        (newest() + 2, newest() + 1),
    ]
    engine.dispose()
