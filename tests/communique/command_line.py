"""Runs the command line as a person does, in this process or in one of its own."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from communique.__main__ import main
from communique.arguments import options
from communique.interrupts import interrupts

ROOT = Path(__file__).parents[2]


class Ran(NamedTuple):
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


class Line:
    """Commands asked of one archive."""

    def __init__(self, archive: str, captured: pytest.CaptureFixture[str]) -> None:
        self.archive, self.captured = archive, captured

    def on_terminal(self, *arguments: str) -> list[str]:
        """The lines that a terminal of 80 columns shows, without styles."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("COLUMNS", "80")
            patched.setenv("LINES", "50")
            patched.setenv("TERM", "dumb")  # by which Typer, too, leaves styles out
            patched.setattr(sys.stdout, "isatty", lambda: True)
            return self(*arguments).out.splitlines()

    def __call__(self, *arguments: str) -> Ran:
        self.captured.readouterr()
        try:
            with pytest.raises(SystemExit) as ended:
                main(["--archive", self.archive, *arguments])
        finally:
            options.debug = False
            interrupts.leave()
        return Ran(int(ended.value.code or 0), *self.captured.readouterr())


def process(*arguments: str, archive: str, **environment: str) -> list[str] | dict:
    """What `subprocess` needs to run a command."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return {
        "args": [sys.executable, "-m", "communique", *arguments],
        "env": clean | {"COMMUNIQUE_ARCHIVE": archive, "PYTHONPATH": str(ROOT)} | environment,
    }


def on_terminal(*arguments: str, archive: str, columns: int = 80, **environment: str) -> str:
    """What a terminal shows of a command, styles included."""
    leader, follower = pty.openpty()
    sized = {"COLUMNS": str(columns), "LINES": "50", "TERM": "xterm-256color"} | environment
    with subprocess.Popen(
        **process(*arguments, archive=archive, **sized), stdout=follower, stderr=follower, stdin=subprocess.DEVNULL
    ):
        os.close(follower)
        shown = b""
        try:
            while chunk := os.read(leader, 65536):
                shown += chunk
        except OSError:
            pass  # how Linux says that the other end was closed
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")
