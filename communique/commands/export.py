"""`communique export`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, cast, get_args

import typer
from sqlalchemy import Connection

from communique.arguments import Country, Force, Language, Quiet, Since, SourceOption, Until, options
from communique.commands.list import Undated, demand_sources, left_out_of, note_undated, wanted_releases
from communique.output import messages
from communique.progress import Progress
from storage.export.data_package import Written, beside, package_of, sources_of, tree_head_of
from storage.export.new_file import new_file
from storage.export.noted import Noted
from storage.export.parquet_file import demand_pyarrow
from storage.export.recordings import Format as CaptureFormat
from storage.export.recordings import write_captures
from storage.export.table_export import Format as TableFormat
from storage.export.table_export import Wanted, write_table
from storage.export.tables import TABLES
from storage.records import counted

STANDARD_OUTPUT = Path("-")
Format = Literal["jsonl", "csv", "parquet", "warc", "warc.gz", "warc.zst", "wacz"]
TABULAR, SEEKABLE = ("csv", "parquet"), ("parquet", "wacz")  # what has rows, and what goes into a file only
CAPTURES = get_args(CaptureFormat)
UNITS: dict[str, str] = {"jsonl": "release", "csv": "row", "parquet": "row"} | dict.fromkeys(CAPTURES, "capture")
TableName = Literal["releases", "blocks", "images", "links", "changes"]
TOLD = 100  # rows or captures between two words of progress
Tell = Callable[[int], None]


def command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=f"The file to make; its name ends with .{', .'.join(UNITS)}. - is standard output."
        ),
    ],
    *,
    source: SourceOption = None,
    country: Country = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    without_date: Undated = False,
    every_version: Annotated[
        bool, typer.Option("--every-version", help="All versions of each release instead of the newest.")
    ] = False,
    table: Annotated[
        TableName, typer.Option(metavar="TABLE", help=f"What a row of .csv or .parquet is: {', '.join(TABLES)}.")
    ] = "releases",
    form: Annotated[
        Format | None,
        typer.Option("--format", metavar="KIND", help="The kind of file, whatever its name."),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Export releases into a file, for other programs, with the filters of `list`.

    WARC and WACZ hold captures: all of a source, or those of the releases of some days. The file appears when it is
    whole. Beside a table or JSON lines, FILE.datapackage.json says what they mean. Exit code 1: something in the
    archive is damaged, and was left out, or altered.
    """
    messages.terse = quiet
    wanted = Wanted(wanted_releases(source, country, language, since, until, without_date), every_version, table)
    chosen = _format(file, form)
    _demand_sense(chosen, wanted, to_file=file != STANDARD_OUTPUT)
    noted = Noted()
    with options.reading() as db, Progress() as progress, progress.line("export") as tell:
        demand_sources(db, wanted.releases)

        def told(count: int) -> None:
            if count % TOLD == 0:
                tell(counted(count, UNITS[chosen]))

        count = _export(db, file, chosen, wanted, noted, told, force=force)
        left_out = left_out_of(db, wanted.releases)
    messages.note(counted(count, UNITS[chosen]))
    note_undated(left_out)
    for finding in noted.findings:
        messages.warn(finding.message)
    raise typer.Exit(int(bool(noted.findings)))


def _format(file: Path, form: Format | None) -> Format:
    """The kind of file: as it is named, or as its name ends."""
    if form is not None:
        return form
    for kind in (*get_args(TableFormat), *CAPTURES):
        if file.name.lower().endswith(f".{kind}"):
            return cast(Format, kind)
    kinds = ", ".join(UNITS)
    if file == STANDARD_OUTPUT:
        raise typer.BadParameter(f"say which kind: {kinds}", param_hint="--format")
    raise typer.BadParameter(
        f"{file} ends like no kind that there is (.{kinds.replace(', ', ', .')})", param_hint="FILE"
    )


def _demand_sense(form: Format, wanted: Wanted, *, to_file: bool) -> None:
    """Raise typer's BadParameter for options that mean nothing together."""
    if wanted.table != "releases" and form not in TABULAR:
        raise typer.BadParameter(f"a table is a kind of rows, and {form} has none", param_hint="--table")
    if wanted.every_version and (wanted.table == "changes" or form in CAPTURES):
        raise typer.BadParameter("it holds all versions as it is", param_hint="--every-version")
    if form == "parquet":
        demand_pyarrow()
    if form in SEEKABLE and not to_file:
        raise typer.BadParameter(f"{form} goes into a file", param_hint="FILE")
    if form != "jsonl" and not to_file and sys.stdout.isatty():
        raise typer.BadParameter("a page's text could act on your terminal; give a file's name", param_hint="FILE")


def _export(db: Connection, file: Path, form: Format, wanted: Wanted, noted: Noted, tell: Tell, *, force: bool) -> int:
    to_file = file != STANDARD_OUTPUT
    now = datetime.now(UTC)
    with _opened(file, force=force) if to_file else _standard_output() as stream:
        if form in CAPTURES:
            kind = cast(CaptureFormat, form)
            return write_captures(db, stream, kind, file.name, wanted.releases, noted, tell, now)
        sink, rows = write_table(db, stream, cast(TableFormat, form), wanted, noted, tell)
        if to_file:
            told = Written(file.name, form, sink.sha256, sink.size, rows)
            _describe(db, beside(file), told, wanted, noted, now, force=force)
        return rows


def _describe(
    db: Connection, package: Path, told: Written, wanted: Wanted, noted: Noted, now: datetime, *, force: bool
) -> None:
    asked = {name: str(value) for name, value in asdict(wanted.releases).items() if value}
    table = None if told.format == "jsonl" else TABLES[wanted.table]
    text = package_of(told, table, sources_of(db, wanted.releases), asked, tree_head_of(db, noted), now)
    with new_file(package, force=force) as unnamed:
        unnamed.write_text(text, encoding="utf-8")


@contextmanager
def _opened(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    with new_file(file, force=force) as unnamed, unnamed.open("wb") as stream:
        yield cast(BinaryIO, stream)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    yield sys.stdout.buffer
