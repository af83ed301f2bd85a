"""`communique verify`."""

from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from communique.arguments import options
from communique.output import json_line, messages, say
from communique.progress import Progress
from crawler.ingest.runtime import now
from storage.errors import DamageError, ProofError
from storage.proof import documents, log
from storage.proof.checks.fault import Extent
from storage.proof.tree import TreeHead
from storage.proof.verify import demand_extension, verify


def command(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A proof that `prove` made: it is checked without an archive.")
    ] = None,
    *,
    full: Annotated[
        bool, typer.Option("--full/--fast", help="With every payload's bytes, or without unpacking them.")
    ] = True,
    receipt: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where all is well, write the tree head to FILE, to be published."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="RECEIPT", help="Prove that nothing was changed that was there at an earlier receipt."),
    ] = None,
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
    published = None if against is None else documents.read_receipt(against)
    if file is not None:
        if receipt is not None:
            raise typer.BadParameter("a receipt is written of an archive", param_hint="--receipt")
        _check_proof(file, published, as_json)
        return
    if receipt is not None and receipt.exists():
        raise typer.BadParameter(f"{receipt} is there already", param_hint="--receipt")
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
        messages.note(f"the receipt holds: its {published.size} leaves are the first of these, unchanged")
    if refusal is not None:
        raise refusal
    if faults:
        raise ProofError(f"things that do not hold: {faults}{'' if receipt is None else '; no receipt is written'}")
    if receipt is not None:
        documents.write_new(receipt, documents.receipt(_demanded(head), now().isoformat(timespec="seconds")))


def _compared(db: Connection, published: TreeHead | None) -> tuple[TreeHead | None, ProofError | DamageError | None]:
    """The archive's tree head, None where it has none that holds, and why it is not compared with a published one."""
    try:
        head = log.last_head(db)
        if published is not None:
            demand_extension(db, published)
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


def _check_proof(file: Path, published: TreeHead | None, as_json: bool) -> None:
    proof, capture = documents.check_proof(file)
    if published is not None and proof.head != published:
        raise ProofError(
            f"{file} is a proof against another tree head ({proof.head.size} leaves) than the receipt's "
            f"({published.size}); `communique prove --against RECEIPT` makes one against it"
        )
    told = {name: capture.get(name) for name in ("id", "source", "url", "at", "status", "payload")}
    if as_json:
        json_line({**told, "index": proof.index, "size": proof.head.size, "root": proof.head.root.hex()})
        return
    say((str(told["url"]), "bold"))
    say(f"captured {told['at']} of {told['source']}, answered {told['status']}")
    if proof.body is not None:
        say(f"{len(proof.body)} bytes, SHA-256 {told['payload']}")
    say(f"leaf {proof.index} of the tree head with {proof.head.size} leaves, root {proof.head.root.hex()}")
    if published is None:
        messages.note("compare the root with a receipt that was published: --against RECEIPT")
