"""Processes that read pages. One that dies is replaced, and what it was reading is read once more.

`concurrent.futures.ProcessPoolExecutor` gives up with the first process that dies, and waits for the others to end what
they are doing; here each process is asked by a thread of its own.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pickle import PicklingError
from typing import Any, ParamSpec, TypeVar

from storage.errors import CommuniqueError

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 3  # processes that may die over the same pages before a run ends


class WorkerError(CommuniqueError):
    """Raised by `WorkerPool` where what reads the same pages dies again and again, most likely for want of memory."""


_starting = threading.Lock()


class WorkerPool:
    """So many processes, each started when it is first needed. Close it when done."""

    def __init__(self, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._of_thread = threading.local()
        self._workers: set[_Worker] = set()
        self._closed = threading.Event()

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have `work` done by the next process that is free; its arguments and its result are pickled."""
        return self._threads.submit(self._ask, work, args, kwargs)

    def close(self) -> None:
        """End the processes at once, whatever they are doing."""
        self._closed.set()
        for worker in list(self._workers):
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def _ask(self, work: Callable[..., T], args: Any, kwargs: Any) -> T:
        for _ in range(ATTEMPTS):
            worker = self._worker()
            try:
                done, answer = worker.ask((work, args, kwargs))
            except (EOFError, OSError):
                self._give_up(worker)
                if self._closed.is_set():
                    break
                continue
            if done:
                found: T = answer
                return found
            raise answer
        raise WorkerError(
            f"a process that reads pages died {ATTEMPTS} times over the same ones; is there memory enough? Nothing is "
            "lost, and they are read by the next run"
        )

    def _worker(self) -> "_Worker":
        """The process of this thread."""
        worker: _Worker | None = getattr(self._of_thread, "worker", None)
        if worker is None:
            worker = self._of_thread.worker = _Worker()
            self._workers.add(worker)
            if self._closed.is_set():
                worker.kill()
        return worker

    def _give_up(self, worker: "_Worker") -> None:
        worker.kill()
        self._workers.discard(worker)
        self._of_thread.worker = None


class _Worker:
    """One process, and the pipe to it. Spawned, since a fork would copy the event loop and the database's sockets."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, logging.getLogger().level), name="reader", daemon=True
        )
        # Ctrl-C reaches all processes of a terminal; readers leave it to their parent, from their very start.
        resource_tracker.ensure_running()  # started with the first process, it would unblock the signals again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})  # what is blocked is inherited
        with _starting:
            self._process.start()
        theirs.close()  # else this process would hold the pipe open that a dead one leaves

    def ask(self, question: Any) -> Any:
        """What it answers: whether it was done, and the result or the exception. Raises EOFError where it died."""
        self._pipe.send(question)
        return self._pipe.recv()

    def kill(self) -> None:
        """End it, and whoever waits for its answer."""
        self._process.kill()


def end_readers() -> None:
    """End all processes that read for this one, which is about to end itself, from any thread."""
    _starting.acquire(timeout=1)  # one that is being started is known only afterwards, and would complain
    for process in multiprocessing.active_children():
        process.kill()


def _serve(pipe: Connection, level: int) -> None:
    """Do what is asked until nobody asks any more; `level` is that of what the parent logs."""
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError, MemoryError):  # the parent is gone, or cannot be heard
        while True:
            work, args, kwargs = pipe.recv()
            try:
                answer = True, work(*args, **kwargs)
            except Exception as error:  # raised in the parent
                answer = False, error
            try:
                pipe.send(answer)
            except (AttributeError, TypeError, ValueError, PicklingError) as error:  # it cannot be sent
                pipe.send((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _end_with_parent() -> None:
    """End in the middle of a page too, where the parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
