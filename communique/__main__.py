"""The program's entry point: whatever goes wrong becomes one line on standard error and an exit code."""

import io
import os
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from communique.arguments import options
from communique.cli import app
from communique.errors import exit_code, explain
from communique.output import messages


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 something was wrong, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an ASCII terminal gets "\u5916", never an error
    try:
        with _threads_watched():
            code = app(arguments, prog_name="communique", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output (`head`) has gone: what is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:
        if options.debug:
            traceback.print_exc()
        messages.error(explain(error))
        code = exit_code(error)
    sys.exit(code)


@contextmanager
def _threads_watched() -> Iterator[None]:
    """End the program where a thread dies of an error, since whoever waits for it would wait for ever.

    That loses nothing: an archive bears being killed. What Python could not raise anywhere is told with --debug only.
    """
    before = threading.excepthook, sys.unraisablehook

    def died(thread: threading.ExceptHookArgs) -> None:
        if options.debug:
            before[0](thread)
        if isinstance(thread.exc_value, Exception):
            messages.error(explain(thread.exc_value))
            os._exit(1)

    def unraisable(error: "sys.UnraisableHookArgs") -> None:
        if options.debug:
            before[1](error)

    threading.excepthook, sys.unraisablehook = died, unraisable
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before


if __name__ == "__main__":
    main()
