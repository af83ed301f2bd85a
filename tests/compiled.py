"""Statements that are compiled once for all archives of a process, of which each test has its own.

By itself every engine compiles every statement anew, which takes longer than a small archive takes to execute it.
"""

from typing import Any

from sqlalchemy import Engine


class Compiled(dict[tuple[Any, ...], Any]):
    """SQLAlchemy's cache of compiled statements, by the name of a dialect: each engine has one, all of a name alike."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        dialect, *statement = key
        return super().get((dialect.name, *statement), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        dialect, *statement = key
        super().__setitem__((dialect.name, *statement), compiled)


COMPILED = Compiled()


def share(engine: Engine) -> None:
    """Let an engine take statements that another one compiled (a dialect's hook `engine_created`)."""
    engine.update_execution_options(compiled_cache=COMPILED)
