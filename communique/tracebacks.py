"""What libraries say of errors is one line each, with the traceback only where --debug asks for it."""

import logging
import os
import sys
import threading

from communique.errors import explain
from communique.output import messages

logger = logging.getLogger(__name__)


def configure(*, debug: bool) -> None:
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


def _in_finalizer(raised: "sys.UnraisableHookArgs") -> None:
    logger.error("raised where nobody waits for it", exc_info=raised.exc_value)


def _in_thread(raised: threading.ExceptHookArgs) -> None:
    """End the program where one of its threads dies of an error, since whoever waits for it would wait for ever.

    That loses nothing: an archive bears being killed.
    """
    logger.error("a thread died", exc_info=raised.exc_value)
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
