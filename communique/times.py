"""Days and times as people write them on a command line."""

from datetime import UTC, date, datetime, time

import typer


def day(text: str) -> date:
    """The day that "2025-01-31" names. Raises typer's BadParameter."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it like 2025-01-31") from None


def start(text: str) -> datetime:
    """The first instant of a day, or the time that was written; without a zone it is UTC."""
    return _moment(text, time.min)


def end(text: str) -> datetime:
    """The last instant of a day, or the time that was written; without a zone it is UTC."""
    return _moment(text, time.max)


def _moment(text: str, of_day: time) -> datetime:
    """Reads ISO 8601: a day alone, or with a time after "T" or a space."""
    text = text.strip()
    try:
        if len(text) <= len("2025-01-31"):
            return datetime.combine(date.fromisoformat(text), of_day, UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day or time; write 2025-01-31 or 2025-01-31T14:30 (UTC)") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
