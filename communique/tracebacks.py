"""What libraries say of errors is one line each, with the traceback only where --debug asks for it."""

import logging
import sys
import threading
from typing import Any

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
    if sys.unraisablehook is sys.__unraisablehook__:  # else whoever runs this program has one of his own
        sys.unraisablehook = _on_error
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _on_error


def _on_error(raised: Any) -> None:
    """Raised in a thread (threading.ExceptHookArgs), or in a finalizer (sys.UnraisableHookArgs)."""
    error: BaseException | None = raised.exc_value
    logger.error("raised where nobody waits for it", exc_info=error)


def _named(record: logging.LogRecord) -> bool:
    """Name the exception of a record, in place of its traceback."""
    error = record.exc_info[1] if record.exc_info else None
    record.msg, record.args = record.getMessage().partition("\n")[0], ()
    if error is not None:
        record.msg += f": {type(error).__name__}: {str(error).partition(chr(10))[0]}"
    record.exc_info = record.exc_text = record.stack_info = None
    return True
