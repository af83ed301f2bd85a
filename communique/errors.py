"""What a person is told of an exception: one line that says what went wrong and what to do next, and an exit code.

So it is with what libraries log, and with what is raised where nobody can catch it; tracebacks are for --debug.
"""

import logging
import os
import re
import sys
import threading
import warnings

import typer

from communique.output import messages
from storage.errors import UsageError, shortage, told

logger = logging.getLogger(__name__)
# How Typer has pydantic say what is wrong with an option (https://docs.pydantic.dev/latest/errors/validation_errors/).
WORDS_OF_PYDANTIC = re.compile(
    "Value error, |Input should be a valid (?P<kind>integer|number)(?:, .*)?|"
    "Input should be (?P<bound>(?:greater|less) than or equal to) "
)
NUMBERS = {"integer": "it is no whole number", "number": "it is no number"}
BOUNDS = {"greater than or equal to": "the least is ", "less than or equal to": "the most is "}


def exit_code(error: Exception) -> int:
    """2 for wrong usage, 1 for anything else."""
    if isinstance(error, UsageError):
        return 2
    return error.exit_code if isinstance(error, typer.TyperException) else 1


def explain(error: Exception) -> str:
    """The line to print after "error: "."""
    if known := told(error):
        return known
    if isinstance(error, typer.Abort):
        return "aborted"
    if isinstance(error, typer.TyperException):
        return _usage(error)
    return f"this should not happen: {type(error).__name__}: {error}; `communique --debug ...` shows where it did"


def _usage(error: typer.TyperException) -> str:
    message = WORDS_OF_PYDANTIC.sub(_in_our_words, error.format_message()).rstrip(".")
    context: typer.Context | None = getattr(error, "ctx", None)
    if context is None:
        return f"{message}; `communique --help` shows how"
    option: str | None = getattr(error, "option_name", None)
    program = context.find_root()
    if option and context is not program and any(option in parameter.opts for parameter in program.command.params):
        return f"{message}; it stands before the command: communique {option} ... {context.info_name}"
    if option and not option.startswith("--") and context.info_name == "search":  # it has none: a word to leave out
        return f"{message}; write a query with a -word in apostrophes: communique search 'climate -change'"
    return f"{message}; `{context.command_path} --help` shows how"


def _in_our_words(found: re.Match[str]) -> str:
    if kind := found["kind"]:
        return NUMBERS[kind]
    return BOUNDS[found["bound"]] if found["bound"] else ""


def log(*, debug: bool) -> None:
    """Let whatever is logged, or raised where nobody can catch it, be told on standard error."""
    handler = logging.StreamHandler()
    if not debug:
        handler.addFilter(_named)
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
        handlers=[handler],
    )
    logging.raiseExceptions = debug  # of logging's own, where even a line cannot be written
    if sys.unraisablehook is sys.__unraisablehook__:  # else whoever runs this program has one of his own
        sys.unraisablehook = _in_finalizer
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _in_thread
    # Libraries in C call it where they cannot raise (lxml); before, it is Typer's, which shows a traceback.
    sys.excepthook = lambda _type, error, _traceback: _nowhere(error)


def hush(error: Exception, *, debug: bool) -> None:
    """Let nothing be told any more of what was left half made by an error that has been told, but with `debug`."""
    if shortage(error) and not debug:
        logger.setLevel(logging.CRITICAL)
        warnings.simplefilter("ignore")


def _in_finalizer(raised: "sys.UnraisableHookArgs") -> None:
    _nowhere(raised.exc_value)


def _nowhere(error: BaseException | None) -> None:
    """Tell what is raised where nobody waits for it. What a machine lacks is told by whatever fails of it."""
    lacking = error is not None and shortage(error)
    logger.log(logging.DEBUG if lacking else logging.ERROR, "raised where nobody waits for it", exc_info=error)


def _in_thread(raised: threading.ExceptHookArgs) -> None:
    """End the program where one of its threads dies of an error, since whoever waits for it would wait for ever.

    That loses nothing: an archive bears being killed.
    """
    logger.debug("a thread died", exc_info=raised.exc_value)
    if isinstance(raised.exc_value, Exception):
        messages.error(explain(raised.exc_value))
        os._exit(1)


def _named(record: logging.LogRecord) -> bool:
    """Name the exception of a record, in place of its traceback."""
    error = record.exc_info[1] if record.exc_info else None
    record.msg, record.args = record.getMessage().partition("\n")[0], ()
    if error is not None:
        record.msg += f": {type(error).__name__}: {str(error).partition(chr(10))[0]}"
    record.exc_info = record.exc_text = record.stack_info = None
    return True
