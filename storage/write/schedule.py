"""When a held release is due for another visit: often while it is young, since edits cluster early, then rarely."""

from datetime import UTC, datetime, timedelta

# Ages since the first capture, or since the last change, at which a release is looked at again.
STEPS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=90),
)
EVER_AFTER = timedelta(days=180)
LATEST = datetime.max.replace(tzinfo=UTC)


def due_at(first_held: datetime, last_changed: datetime, last_visited: datetime) -> datetime:
    """Give the time from which a release is due: the first step of the schedule after its last visit.

    All times are aware. Steps are counted from `first_held` or `last_changed`, whichever is later, so that a change
    starts the schedule anew; a visit that comes late uses up the steps it has missed.
    """
    start = max(first_held, last_changed)
    age = last_visited - start
    for step in STEPS:
        if age < step:
            return later(start, step)
    return later(start, STEPS[-1] + ((age - STEPS[-1]) // EVER_AFTER + 1) * EVER_AFTER)


def later(at: datetime, span: timedelta) -> datetime:
    """The time so long after another; the last that there is, where an archive holds a capture of the year 9999."""
    return LATEST if LATEST - at < span else at + span
