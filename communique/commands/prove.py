"""`communique prove`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from communique.arguments import given, options
from communique.output import messages, results
from communique.proof.vouching import Authority, Sign, Stamp, Voucher, demand_unnamed
from storage.export.raw import CAPTURE, named_capture
from storage.proof import proofs
from storage.proof.json_file import write_new
from storage.proof.prove import prove
from storage.proof.receipts import read_receipt


def command(
    context: typer.Context,
    wanted: Annotated[
        str,
        typer.Argument(
            parser=given,
            metavar="RELEASE|CAPTURE",
            help="A release's number or address, or a capture as capture:12 (by its number).",
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
    sign: Sign = None,
    stamp: Stamp = None,
    authority: Authority = None,
) -> None:
    """Prove what a page was, to whoever has no archive.

    Writes one small JSON file: the page's bytes, all that is known of the capture that brought them, and the path from
    it to the tree head. Of a version it is the capture that first showed it. `communique verify FILE` checks it on any
    machine, and docs/proof.md says how to do so without Communique.
    """
    if version is not None and wanted.strip().lower().startswith(CAPTURE):
        raise typer.BadParameter("a capture has no versions", param_hint="--version")
    if against is not None:
        demand_unnamed(context, "the receipt is taken as it is: leave --against out", "sign", "stamp")
    if stamp is None:
        demand_unnamed(context, "there is no stamp to check: give --stamp", "authority")
    published = None if against is None else read_receipt(against)
    voucher = Voucher.read(None if published else sign, stamp, authority)
    archive = options.open_to_ask()
    try:
        with archive.reading() as db:
            proof = prove(db, archive.payloads, named_capture(db, wanted, version), published)
    finally:
        archive.close()
    if voucher:
        proof = replace(proof, receipt=voucher.receipt(proof.head))
    if file is None:
        results.out(json.dumps(proofs.written(proof), indent=1), highlight=False)
        return
    write_new(file, proofs.written(proof))
    messages.note(f"{file}: leaf {proof.index} of the tree head with {proof.head.size} leaves")
