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

from communique import filters
from communique.arguments import Country, Force, Language, Quiet, Since, SourceOption, Until, options
from communique.output import messages
from communique.progress import Progress
from storage.export.data_package import Written, beside, package_of, sources_of
from storage.export.new_file import new_file
from storage.export.noted import Noted
from storage.export.parquet_file import demand_pyarrow
from storage.export.table_export import Wanted, write_table
from storage.export.tables import TABLES

STANDARD_OUTPUT = Path("-")
Format = Literal["jsonl", "csv", "parquet"]
SUFFIXES: dict[str, Format] = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
TableName = Literal["releases", "blocks", "images", "links", "changes"]
TOLD = 100  # rows between two words of progress


def command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=f"The file to make; its name ends with {', '.join(SUFFIXES)}. - is standard output.",
        ),
    ],
    *,
    source: SourceOption = None,
    country: Country = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    without_date: filters.Undated = False,
    every_version: Annotated[
        bool, typer.Option("--every-version", help="All versions of each release instead of the newest.")
    ] = False,
    table: Annotated[
        TableName, typer.Option(metavar="TABLE", help=f"What a row of .csv or .parquet is: {', '.join(TABLES)}.")
    ] = "releases",
    form: Annotated[
        Format | None,
        typer.Option("--format", metavar="KIND", help=f"The kind, for standard output: {', '.join(get_args(Format))}."),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Export releases into a file, for other programs, with the filters of `list`.

    The file appears when it is whole. Beside it, FILE.datapackage.json says what the columns mean. Exit code 1:
    something in the archive is damaged, and was left out, or altered.
    """
    messages.terse = quiet
    wanted = Wanted(filters.listed(source, country, language, since, until, without_date), every_version, table)
    chosen = _format(file, form)
    _demand_sense(chosen, wanted, to_file=file != STANDARD_OUTPUT)
    noted = Noted()
    with options.reading() as db, Progress() as progress, progress.line("export") as tell:
        filters.demand_sources(db, wanted.releases)

        def told(rows: int) -> None:
            if rows % TOLD == 0:
                tell(f"{rows:,} rows")

        rows = _export(db, file, chosen, wanted, noted, told, force=force)
        left_out = filters.left_out(db, wanted.releases)
    messages.note(f"{rows:,} {'releases' if chosen == 'jsonl' else 'rows'}")
    filters.note_undated(left_out)
    for finding in noted.findings:
        messages.warn(finding.message)
    raise typer.Exit(int(bool(noted.findings)))


def _format(file: Path, form: Format | None) -> Format:
    """The kind of file: as it is named, or as its name ends."""
    known = [kind for suffix, kind in SUFFIXES.items() if file.name.lower().endswith(suffix)]
    if form or known:
        return form or known[0]
    if file == STANDARD_OUTPUT:
        raise typer.BadParameter(f"say which kind: {', '.join(get_args(Format))}", param_hint="--format")
    raise typer.BadParameter(
        f"{file} ends with none of the kinds that there are: {', '.join(SUFFIXES)}", param_hint="FILE"
    )


def _demand_sense(form: Format, wanted: Wanted, *, to_file: bool) -> None:
    """Raise typer's BadParameter for options that mean nothing together."""
    if wanted.table != "releases" and form not in ("csv", "parquet"):
        raise typer.BadParameter(f"a table is a kind of rows, and {form} has none", param_hint="--table")
    if wanted.table == "changes" and wanted.every_version:
        raise typer.BadParameter("changes are those between all versions", param_hint="--every-version")
    if form == "parquet":
        demand_pyarrow()
        if not to_file:
            raise typer.BadParameter(f"{form} goes into a file", param_hint="FILE")
    if form != "jsonl" and not to_file and sys.stdout.isatty():
        raise typer.BadParameter("a page's text could act on your terminal; give a file's name", param_hint="FILE")


def _export(
    db: Connection, file: Path, form: Format, wanted: Wanted, noted: Noted, tell: Callable[[int], None], *, force: bool
) -> int:
    if file == STANDARD_OUTPUT:
        return write_table(db, sys.stdout.buffer, form, wanted, noted, tell)[1]
    with _opened(file, force=force) as stream:
        sink, rows = write_table(db, stream, form, wanted, noted, tell)
        with new_file(beside(file), force=force) as package:
            told = Written(file.name, form, sink.sha256, sink.size, rows)
            asked = {name: str(value) for name, value in asdict(wanted.releases).items() if value}
            table = None if form == "jsonl" else TABLES[wanted.table]
            text = package_of(told, table, sources_of(db, wanted.releases), asked, datetime.now(UTC))
            package.write_text(text, encoding="utf-8")
    return rows


@contextmanager
def _opened(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    with new_file(file, force=force) as beside_it, beside_it.open("wb") as stream:
        yield cast(BinaryIO, stream)
