"""`communique raw`."""

import sys
from typing import Annotated

import typer

from communique.arguments import given, options
from communique.output import messages, say
from storage.errors import ArchiveError
from storage.export.raw import doubts, find_capture
from storage.records import StoredCapture


def command(
    wanted: Annotated[
        str,
        typer.Argument(
            parser=given,
            metavar="RELEASE|CAPTURE",
            help="A release's number or address, or a capture as capture:12 (by its number).",
        ),
    ],
    *,
    version: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="A release's version; by default the latest.")
    ] = None,
    headers: Annotated[
        bool, typer.Option("--headers", help="The status line and the header fields instead of the body.")
    ] = False,
) -> None:
    """Give the bytes that were kept of a release or a capture, on standard output, as they are.

    Of a version they are those of the capture that first showed it. Transfer and content codings are undone. `history
    RELEASE --captures --json` shows the numbers of its captures.
    """
    if version is not None and wanted.strip().lower().startswith("capture:"):
        raise typer.BadParameter("a capture has no versions", param_hint="--version")
    archive = options.open_to_ask()
    try:
        with archive.reading() as db:
            found = find_capture(db, archive.payloads, wanted, version)
            told = doubts(db, archive.payloads, wanted, version)
    finally:
        archive.close()
    if found.reason and found.body is not None and not headers:
        told.append(f"capture {found.id} is not whole: {found.reason}")
    for doubt in told:
        messages.warn(doubt)
    (_write_head if headers else _write_body)(found)
    raise typer.Exit(int(bool(told)))


def _write_body(found: StoredCapture) -> None:
    if found.body is None:
        raise ArchiveError(f"capture {found.id} of {found.url} has no body: {_why(found)}")
    if sys.stdout.isatty():
        raise typer.BadParameter(
            "a page's bytes could act on your terminal; write them to a file (> page.html)",
            param_hint="standard output",
        )
    sys.stdout.buffer.write(found.body)


def _write_head(found: StoredCapture) -> None:
    """As HTTP/1.1 writes it (RFC 9112, 2.1), with an empty line at its end; harmless on a terminal.

    Where the fields do not say all of a header, its lines as they came.
    """
    if found.status is None:
        raise ArchiveError(f"capture {found.id} of {found.url} has no answer: {found.reason}")
    fields = [f"{name}: {value}" for name, value in found.fields]
    if found.header is not None:  # whose lines end as they came
        fields = [line.removesuffix("\r") for line in found.header.removesuffix("\n").split("\n")]
    lines = [found.status_line or f"HTTP/1.1 {found.status}", *fields, ""]
    if sys.stdout.isatty():
        for line in lines:
            say(line)
    else:
        sys.stdout.buffer.write("".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace"))


def _why(found: StoredCapture) -> str:
    return found.reason or f"the answer was {found.status}"
