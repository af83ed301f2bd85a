"""`communique prove`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from communique.arguments import options
from communique.output import messages, results
from storage.export.raw import CAPTURE, named_capture
from storage.proof import documents
from storage.proof.prove import prove


def command(
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="RELEASE|CAPTURE", help="A release's number or address, or a capture as capture:12 (by its number)."
        ),
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to write the proof; by default standard output.")
    ] = None,
    *,
    version: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="A release's version; by default the newest.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="RECEIPT", help="Prove it against a published receipt instead of the newest tree head."),
    ] = None,
) -> None:
    """Prove what a page was, to whoever has no archive.

    Writes one small JSON file: the page's bytes, all that is known of the capture that brought them, and the path from
    it to the tree head. Of a version it is the capture that first showed it. `communique verify FILE` checks it on any
    machine, and docs/proof.md says how to do so without Communique.
    """
    if version is not None and wanted.strip().lower().startswith(CAPTURE):
        raise typer.BadParameter("a capture has no versions", param_hint="--version")
    published = None if against is None else documents.read_receipt(against)
    archive = options.open_to_ask()
    try:
        with archive.reading() as db:
            proof = prove(db, archive.payloads, named_capture(db, wanted, version), published)
    finally:
        archive.close()
    if file is None:
        results.out(json.dumps(documents.written(proof), indent=1), highlight=False)
        return
    documents.write_new(file, documents.written(proof))
    messages.note(f"{file}: leaf {proof.index} of the tree head with {proof.head.size} leaves")
