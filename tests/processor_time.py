"""A bound on what work takes of a processor."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlowError(BaseException):
    """Raised in work that takes too long; no `except Exception` may swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Work that may take so many seconds of this process's own time: a busy machine does not count."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"more than {seconds} seconds of a processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
