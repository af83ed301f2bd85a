"""The program's way in: whatever goes wrong becomes one line on standard error and an exit code."""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import typer

from communique.cli import app
from communique.output import messages, options
from storage.errors import CommuniqueError

FIRST = ("--archive", "--debug", "--version")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 something was wrong, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an ASCII terminal gets "\u5916", never an error
    try:
        code = app(arguments, prog_name="communique", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output (`head`) has gone: what is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:
        if options.debug:
            traceback.print_exc()
        messages.error(_explained(error))
        code = error.exit_code if isinstance(error, typer.TyperException) else 1
    sys.exit(code)


def _explained(error: Exception) -> str:
    """What went wrong and what to do next, in a line."""
    if isinstance(error, CommuniqueError):
        return str(error)
    if isinstance(error, typer.Abort):
        return "aborted"
    if isinstance(error, typer.TyperException):
        return _usage(error)
    return f"this should not happen: {type(error).__name__}: {error}; `communique --debug ...` shows where it did"


def _usage(error: typer.TyperException) -> str:
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "communique"
    if getattr(error, "option_name", None) in FIRST:
        return f"{message}; it stands before the command: communique {error.option_name} ... {context.info_name}"  # type: ignore[attr-defined, union-attr]
    return f"{message}; `{command} --help` shows how"


if __name__ == "__main__":
    main()
