"""Lines of progress: live on a terminal, now and then elsewhere."""

from io import StringIO

from communique.output import Messages
from communique.progress import Progress


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_pipe_gets_a_plain_line_of_each_task_every_ten_seconds():
    shown, clock = StringIO(), Clock()
    with Progress(Messages(file=shown), clock) as progress, progress.line("one") as one, progress.line("two") as two:
        for seconds in range(1, 25):
            clock.now = seconds
            one(f"{seconds} pages")
            if seconds > 12:
                two(f"{seconds} records")
    assert shown.getvalue().splitlines() == ["one: 10 pages", "two: 13 records", "one: 20 pages", "two: 23 records"]


def test_a_terminal_gets_live_lines_that_leave_nothing_behind():
    shown = StringIO()
    terminal = Messages(file=shown, force_terminal=True, width=80)
    with Progress(terminal, Clock()) as progress, progress.line("one") as tell:
        assert "one" in rendered(progress, terminal)
        tell("3 pages \x1b[31m")
        assert r"one 3 pages \x1b[31m" in rendered(progress, terminal)
    assert "one" not in rendered(progress, terminal)


def rendered(progress: Progress, console: Messages) -> str:
    with console.capture() as captured:
        console.print(progress.live.get_renderable())
    return captured.get()
