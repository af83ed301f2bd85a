"""A signal in the middle of a migration: one line, an archive as it was before, and the next command migrates it."""

import signal
import subprocess

from sqlalchemy import Engine

from storage.revisions import is_up_to_date, revision_of, upgrade
from tests.communique.command_line import process
from tests.migrations.archive_0001 import contents, load

SIGNALLED = """
import os
from sqlalchemy import Engine, event
from communique import __main__

left = {statement}

@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), {number})

__main__.main()
"""


def reparse(engine: Engine, statement: int, number: int) -> subprocess.CompletedProcess[str]:
    """Run `reparse`, which brings an archive up to date first; a signal comes before a statement to the database."""
    engine.dispose()
    run = process("reparse", "--workers", "0", archive=engine.url.render_as_string(hide_password=False))
    words = [run["args"][0], "-c", SIGNALLED.format(statement=statement, number=number), *run["args"][3:]]
    return subprocess.run(**run | {"args": words}, capture_output=True, text=True, check=False, timeout=120)


def test_a_signal_in_a_migration_leaves_the_archive_as_it_was_and_the_next_command_migrates(empty_url: str) -> None:
    engine = load(empty_url)
    before = contents(engine)
    for statement, number in ((30, signal.SIGINT), (90, signal.SIGTERM)):
        ended = reparse(engine, statement, number)
        assert (ended.returncode, ended.stdout) == (128 + number, "")
        assert ended.stderr == "stopped; what was kept is whole, and the same command may be given again\n"
        with engine.connect() as db:
            assert revision_of(db) == "0001"
        assert contents(engine) == before
    upgrade(engine)
    with engine.connect() as db:
        assert is_up_to_date(db)
    engine.dispose()
