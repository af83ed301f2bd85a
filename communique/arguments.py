"""Arguments and options that several commands take: the archive, sources, releases, days and times."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.output import messages
from storage.archive_url import DEFAULT_URL

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from crawler.sources.source import Source
    from storage.archive import Archive


BEGINS_WITH_HOST = re.compile(r"\A[\w-]++(\.[\w-]++)++(:\d+)?([/?#]|$)")  # as "www.mofa.go.jp/press", and as no number


@dataclass(slots=True)
class Options:
    """The options that stand before the command's name."""

    archive: str = DEFAULT_URL
    debug: bool = False

    def open_archive(self, *, create: bool = True) -> "Archive":
        """The archive, brought up to date first; created where it does not exist, unless `create` is false."""
        from storage.archive import Archive  # noqa: PLC0415 - takes half a second, which `--help` does without

        return Archive.open(self.archive, create=create)

    def open_to_ask(self) -> "Archive":
        """An archive that exists, opened so that its file is never changed. Raises ArchiveError."""
        from storage.archive import Archive  # noqa: PLC0415 - as above

        return Archive.open_read_only(self.archive)

    @contextmanager
    def reading(self) -> Iterator["Connection"]:
        """A connection to query an existing archive, whose file is never changed. Raises ArchiveError."""
        archive = self.open_to_ask()
        try:
            with archive.reading() as db:
                yield db
        finally:
            archive.close()

    @contextmanager
    def listing(self) -> Iterator[tuple["Connection", list[str]]]:
        """The same for lists: what is damaged is left out, and stands in the second value once the context is over."""
        from storage.damage import located  # noqa: PLC0415 - as above
        from storage.models.fences import fenced  # noqa: PLC0415 - as above

        left_out: list[str] = []
        with self.reading() as db, fenced() as found:
            yield db, left_out
            left_out += [str(located(db, error)) for error in found]


options = Options()


def unreviewed_source(address: str) -> "Source":
    """The source that `--generic` makes up for the site at `address`; warns that nobody has reviewed it."""
    from crawler.families import generic  # noqa: PLC0415 - as above

    found = generic.source(address)
    messages.warn(f"{found.name}: {generic.UNREVIEWED}: nobody has checked how this site is read")
    return found


def day(text: str) -> date:
    """The day of a moment, in UTC, as `start` and `end` read it. Raises typer's BadParameter."""
    return start(text).date()


def web_address(text: str) -> str:
    """An address of the web as it was typed, https where no scheme stands before it. Raises typer's BadParameter."""
    from crawler.sources.addresses import origin  # noqa: PLC0415 - as above

    address = text.strip()
    if "://" not in address and BEGINS_WITH_HOST.match(address):
        address = f"https://{address}"
    if origin(address) is None or re.search(r"\s", address):
        raise typer.BadParameter(f"{text!r} is no web address like https://www.mofa.go.jp/press/release/")
    return address


def given(text: str) -> str:
    """A text that says something. Raises typer's BadParameter: an empty one is a script's variable that nobody set."""
    if not text.strip():
        raise typer.BadParameter("nothing is named")
    return typed(text)


def typed(text: str) -> str:
    """Words as they were typed on a terminal of UTF-8, whatever the locale says that it is; else as they came."""
    try:
        return os.fsencode(text).decode()
    except UnicodeError:
        return text


def source_names(incomplete: str) -> list[str]:
    """The sources whose names begin so: what a shell completes them from."""
    from crawler.sources.registry import sources  # noqa: PLC0415 - as above

    return [name for name in sources() if name.startswith(incomplete)]


def start(text: str) -> datetime:
    """The first instant of a day, or the time given; without a zone it is UTC. Raises typer's BadParameter."""
    return _moment(text, time.min)


def end(text: str) -> datetime:
    """The last instant of a day, or the time given; without a zone it is UTC. Raises typer's BadParameter."""
    return _moment(text, time.max)


def demand_span(since: date | None, until: date | None) -> None:
    """Raise typer's BadParameter for a span that ends before it begins."""
    if since and until and until < since:
        raise typer.BadParameter(f"{until} lies before {since}", param_hint="--until")


def _moment(text: str, of_day: time) -> datetime:
    """Reads ISO 8601: a day alone, or with a time after "T" or a space."""
    text = text.strip()
    try:
        if len(text) <= len("2025-01-31"):
            return datetime.combine(date.fromisoformat(text), of_day, UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day or time; write 2025-01-31 or 2025-01-31T14:30 (UTC)") from None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        raise typer.BadParameter(f"{text!r} lies outside the calendar, in UTC") from None


ReleaseArgument = Annotated[
    str,
    typer.Argument(
        parser=given, metavar="RELEASE", help="A release's number, or an address at which it stands or stood."
    ),
]
SourceArguments = Annotated[
    list[str] | None,
    typer.Argument(
        parser=given,
        metavar="SOURCE",
        help="Names of sources, as `sources` lists them.",
        autocompletion=source_names,
    ),
]
Since = Annotated[
    date | None, typer.Option(parser=day, metavar="DAY", help="Only releases published on this day or later.")
]
Until = Annotated[
    date | None, typer.Option(parser=day, metavar="DAY", help="Only releases published on this day or earlier.")
]
SourceOption = Annotated[
    str | None, typer.Option(parser=given, metavar="SOURCE", help="Only this source.", autocompletion=source_names)
]
Country = Annotated[
    str | None, typer.Option(parser=given, metavar="CODE", help="Only this country: JP, CN (ISO 3166).")
]
Language = Annotated[
    str | None, typer.Option(parser=given, metavar="CODE", help="Only this language: en, ja, pt, pt-BR (BCP 47).")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what needs a person: for cron.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file, if there is one.")]
Via = Annotated[
    str | None,
    typer.Option(parser=given, metavar="PREFIX", help="Request every address behind PREFIX, such as a web archive's."),
]
Replay = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Answer every request from a recording (WARC, ARC or WACZ), offline."),
]
