"""The program's entry point: whatever goes wrong becomes one line on standard error and an exit code.

What takes a while to load is loaded once signals are handled, and not at all by the processes that read pages: each of
them imports this module as its own main module.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from communique.interrupts import KEPT, Interrupted, interrupts
from storage.errors import CommuniqueError, told


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 something was wrong, 2 wrong usage, 130 or 143 ended by a signal."""
    _open_streams()
    try:
        interrupts.handle()
        code = _run(arguments)
        interrupts.pass_over()
    except Interrupted:
        code = 128 + interrupts.number
        sys.stderr.write(f"stopped; {KEPT}\n")
    except Exception as error:  # for want of memory or of open files, most likely: not even an error could be explained
        if "--debug" in (sys.argv if arguments is None else arguments):
            traceback.print_exc()
        sys.stderr.write(f"error: {told(error) or f'this should not happen: {error!r}'}\n")
        code = 1
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # already told; at exit it would fail once more
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if interrupts.number:
        os._exit(code)  # without waiting for threads, which may be in the middle of anything
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    from communique.arguments import options  # noqa: PLC0415 - see above
    from communique.cli import app  # noqa: PLC0415
    from communique.errors import exit_code, explain, hush  # noqa: PLC0415
    from communique.output import messages  # noqa: PLC0415

    try:
        code: int | None = app(arguments, prog_name="communique", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output (`head`) has gone: it has all that it wanted
        return 0
    except (Exception, Interrupted) as error:
        if options.debug:
            traceback.print_exc()
        if isinstance(error, Interrupted):
            raise
        if interrupts.number and not isinstance(error, CommuniqueError):
            raise Interrupted from error  # what it led to: a connection that was cut, say
        with suppress(BrokenPipeError):  # whoever read it has gone, and the exit code says it all the same
            messages.error(explain(error))
        hush(error, debug=options.debug)
        return exit_code(error)
    except SystemExit:  # what Typer makes of a BrokenPipeError that has a number
        return 0
    return code or 0


def _open_streams() -> None:
    """Let standard input, output and error be files, where a caller has closed them, and take any text."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    for name, closed in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        if closed is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    for name in ("COLUMNS", "LINES"):  # of a terminal of unknown size: rich prints nothing in 0 columns
        if not os.environ.get(name, "").strip("0"):
            os.environ.pop(name, None)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an ASCII terminal gets "\u5916", never an error


if __name__ == "__main__":
    main()
