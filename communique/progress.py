"""How far a command is: a live line for each task on a terminal, a plain line every ten seconds elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Self

from rich import progress

from communique.output import Messages, messages
from storage.records import visible

PLAIN = 10.0  # seconds between two plain lines of one task


class Progress:
    """Shows lines of progress while it is open, as a context manager. `clock` gives seconds."""

    def __init__(self, console: Messages = messages, clock: Callable[[], float] = monotonic) -> None:
        self._console = console
        self._clock = clock
        self.live = progress.Progress(
            progress.SpinnerColumn(),
            progress.TextColumn("{task.fields[name]}", markup=False),
            progress.TextColumn("{task.description}", markup=False),
            progress.TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.live.stop()

    @contextmanager
    def line(self, name: str) -> Iterator[Callable[[str], None]]:
        """A line for the task `name`, and the function that says how far it is."""
        task = self.live.add_task("starting", name=visible(name), total=None)
        last = self._clock()

        def tell(text: str) -> None:
            nonlocal last
            self.live.update(task, description=visible(text))
            if not self._console.is_terminal and self._clock() - last >= PLAIN:
                last = self._clock()
                self._console.say(f"{name}: {text}")

        try:
            yield tell
        finally:
            self.live.remove_task(task)
