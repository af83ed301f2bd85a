"""`communique verify`."""

from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from communique.arguments import options
from communique.output import json_line, messages, say
from communique.progress import Progress
from communique.proof.document_check import check_document
from communique.proof.vouching import Authority, Sign, Stamp, Trust, Voucher, demand_unnamed, say_who_vouches
from storage.errors import DamageError, ProofError
from storage.proof import log, receipts
from storage.proof.checks.fault import Extent
from storage.proof.json_file import write_new
from storage.proof.receipts import Receipt, read_receipt
from storage.proof.tree import TreeHead
from storage.proof.verify import demand_extension, verify


def command(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A proof or a receipt: it is checked without an archive."),
    ] = None,
    *,
    full: Annotated[
        bool, typer.Option("--full/--fast", help="With every payload's bytes, or without unpacking them.")
    ] = True,
    receipt: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where all is well, write the tree head to FILE, to be published."),
    ] = None,
    sign: Sign = None,
    stamp: Stamp = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="RECEIPT", help="Prove that nothing was changed that was there at an earlier receipt."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(metavar="PUBLIC", help="The public key, in PEM, that a proof or receipt must be signed with."),
    ] = None,
    authority: Authority = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each thing, and one at the end.")] = (
        False
    ),
) -> None:
    """See whether all that is kept is what it was, or check a proof.

    Every payload, every row of evidence, what it refers to and the log in which it stands are computed anew, and each
    thing that does not hold is named by its table and row. Nothing is written to the archive. A receipt that others
    keep shows later that nothing was changed, not even by whoever has the archive.

    Exit code 0: all holds; 1: something does not.
    """
    _demand_use(context, file, receipt, against, stamp)
    trust = Trust.read(key, authority if stamp is None else None)  # else it is that of the new stamp
    published = None if against is None else read_receipt(against)
    if file is not None:
        check_document(file, against, published, trust, json=as_json)
        return
    stamped_at = None if against is None else trust.check(published, against)
    voucher = Voucher.read(sign if receipt else None, stamp, authority)
    archive, started, extent, faults = options.open_to_ask(), monotonic(), Extent(), 0
    try:
        with archive.reading() as db, Progress() as progress, progress.line("verify") as tell:
            extent.tell = tell
            for fault in verify(db, archive.payloads, extent, full=full):
                faults += 1
                if as_json:
                    json_line({"table": fault.table, "row": fault.row, "what": fault.what})
                else:
                    say((f"{fault.table} {fault.row}", "bold"), f": {fault.what}")
            head, refusal = _compared(db, published)
    finally:
        archive.close()
    _report(extent, head, faults, monotonic() - started, as_json)
    if published is not None and refusal is None and not as_json:
        messages.note(f"the receipt holds: its {published.head.size} leaves are the first of these, unchanged")
        say_who_vouches(published, trust, stamped_at)
    if refusal is not None:
        raise refusal
    if faults:
        raise ProofError(f"things that do not hold: {faults}{'' if receipt is None else '; no receipt is written'}")
    if receipt is not None:
        write_new(receipt, receipts.written(voucher.receipt(_demanded(head))))


def _demand_use(
    context: typer.Context, file: Path | None, receipt: Path | None, against: Path | None, stamp: str | None
) -> None:
    """Raise typer's BadParameter for options that would come to nothing."""
    if receipt is None:
        demand_unnamed(context, "only a receipt is signed and stamped: give --receipt", "sign", "stamp")
    elif file is not None:
        raise typer.BadParameter("a receipt is written of an archive", param_hint="--receipt")
    elif receipt.exists():
        raise typer.BadParameter(f"{receipt} is there already", param_hint="--receipt")
    if file is None and against is None:
        idle = ("key",) if stamp else ("key", "authority")
        demand_unnamed(context, "there is no proof and no receipt to check", *idle)


def _compared(db: Connection, published: Receipt | None) -> tuple[TreeHead | None, ProofError | DamageError | None]:
    """The archive's tree head, None where it has none that holds, and why it is not compared with a published one."""
    try:
        head = log.last_head(db)
        if published is not None:
            demand_extension(db, published.head)
    except DamageError as error:
        return None, error if published is not None else None
    except ProofError as error:
        return head, error
    return head if head.size else None, None


def _demanded(head: TreeHead | None) -> TreeHead:
    if head is None:
        raise ProofError("the archive has no tree head yet: no crawl or import has come to its end since it has a log")
    return head


def _report(extent: Extent, head: TreeHead | None, faults: int, seconds: float, as_json: bool) -> None:
    if as_json:
        line: dict[str, Any] = {"size": head.size if head else 0, "root": head.root.hex() if head else None}
        line |= {"rows": extent.rows, "waiting": extent.waiting, "payloads": extent.payloads, "bytes": extent.bytes}
        json_line({**line, "faults": faults})
        return
    if head is not None:
        say(f"tree head: {head.size} leaves, root {head.root.hex()}")
    if extent.waiting:
        messages.note(f"rows that wait for a crawl or an import to come to its end: {extent.waiting}")
    done = f"{extent.rows:,} rows, {extent.payloads:,} payloads of {extent.bytes / 1e6:,.1f} MB"
    messages.note(f"{done}, in {seconds:.1f} s{'' if faults else ': all is what it was'}")
