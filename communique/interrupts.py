"""Ctrl-C and SIGTERM: the first ends a command in order, a second one at once; what is kept stays whole either way.

Python runs a signal's handler between two of its own instructions, so never while the main thread is inside a library,
as in a long statement of a database. What must happen at once is left to a thread, which is woken by the signal itself
(https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd).
"""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from crawler.ingest.worker_pool import end_readers

SIGNALS = (signal.SIGINT, signal.SIGTERM)
PATIENCE = 4.5  # seconds that an end in order may take; whoever sends SIGTERM sends SIGKILL after ten or so
KEPT = "what was kept is whole, and the same command may be given again"
SHOW_CURSOR = "\x1b[?25h"  # a live line of progress hides it


class Interrupted(SystemExit):
    """Raised in the main thread by the first signal, in commands that need no more of an end."""


class Interrupts:
    """The signals of this process, one after another. `number` is the first one's; 0 as long as there was none."""

    def __init__(self) -> None:
        self.number = 0
        self._stop: Callable[[], object] | None = None
        self._ended, self._is_soon = False, False
        self._woken: socket.socket | None = None
        self._before: list[Any] = []

    def handle(self) -> None:
        """Handle the signals from now on; in the main thread."""
        self.number, self._ended = 0, False
        woken, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._before = [signal.signal(number, self._begin_to_end) for number in SIGNALS]
        signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=self._watch, args=(woken,), name="interrupts", daemon=True).start()

    def leave(self) -> None:
        """Handle them as before again."""
        signal.set_wakeup_fd(-1)
        for number, handler in zip(SIGNALS, self._before, strict=True):
            signal.signal(number, handler)
        if self._woken is not None:
            self._woken.close()  # ends the thread

    def pass_over(self) -> None:
        """Raise nothing any more: the command has ended, and said how. A second signal still ends the process."""
        self._ended = True

    @contextmanager
    def leading_to(self, stop: Callable[[], object], *, soon: bool = False) -> Iterator[None]:
        """Let the first signal call `stop` instead of raising Interrupted.

        Such a command may take its time to end after Ctrl-C, unless it has nothing to bring to an end (`soon`).
        """
        self._stop, self._is_soon = stop, soon
        try:
            yield
        finally:
            self._stop, self._is_soon = None, False

    def _begin_to_end(self, number: int, _frame: object) -> None:
        if self.number or self._ended:
            return  # the thread ends the program
        self.number = number
        if self._stop is None:
            raise Interrupted
        self._stop()

    def _watch(self, signals: socket.socket) -> None:
        with signals:
            first = signals.recv(1)
            if not first:
                return
            if self._stop is None or self._is_soon or first[0] == signal.SIGTERM:
                signals.settimeout(PATIENCE)
            try:
                if not signals.recv(1):
                    return
            except TimeoutError:
                pass
        self._end_at_once(first[0])

    def _end_at_once(self, number: int) -> NoReturn:
        """End the process, and those that read for it, from any thread."""
        end_readers()
        if not self._ended:
            with suppress(OSError):
                os.write(2, f"{SHOW_CURSOR if os.isatty(2) else ''}stopped at once; {KEPT}\n".encode())
        os._exit(128 + number)


interrupts = Interrupts()
