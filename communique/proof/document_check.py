"""Checks a receipt or a proof without an archive, and prints what it says."""

from pathlib import Path
from typing import Any

import typer

from communique.output import json_line, messages, say
from communique.proof.vouching import Trust, as_json, say_who_vouches
from storage.errors import ProofError
from storage.proof.proofs import Proof, read_document
from storage.proof.receipts import Receipt
from storage.proof.tree import TreeHead

TOLD = ("id", "source", "url", "at", "status", "payload")


def check_document(file: Path, against: Path | None, published: Receipt | None, trust: Trust, *, json: bool) -> None:
    """Print what the receipt or the proof in a file says. Raises ProofError where it does not hold.

    A proof must be against the receipt that was `published`, where one is given, and then that one is who vouches.
    """
    found = read_document(file)
    if isinstance(found, Receipt):
        if published is not None:
            raise typer.BadParameter("only an archive can compare two receipts: leave FILE out", param_hint="--against")
        stamped_at, line = trust.check(found, file), {"at": found.at, **_head(found.head)}
        if json:
            json_line({**line, **as_json(found, stamped_at)})
            return
        say(f"tree head of {found.at}: {found.head.size} leaves, root {found.head.root.hex()}")
        say_who_vouches(found, trust, stamped_at)
        return
    proof, capture = found
    if published is not None and proof.head != published.head:
        raise ProofError(
            f"{file} is a proof against another tree head ({proof.head.size} leaves) than the receipt's "
            f"({published.head.size}); `communique prove --against RECEIPT` makes one against it"
        )
    vouching = published or proof.receipt
    stamped_at = trust.check(vouching, against or file)
    told = {name: capture.get(name) for name in TOLD}
    if json:
        json_line({**told, "index": proof.index, **_head(proof.head), **as_json(vouching, stamped_at)})
        return
    _say(proof, told)
    say_who_vouches(vouching, trust, stamped_at)
    if published is None:
        messages.note("compare the root with a receipt that was published: --against RECEIPT")


def _head(head: TreeHead) -> dict[str, Any]:
    return {"size": head.size, "root": head.root.hex()}


def _say(proof: Proof, told: dict[str, Any]) -> None:
    say((str(told["url"]), "bold"))
    say(f"captured {told['at']} of {told['source']}, answered {told['status']}")
    if proof.body is not None:
        say(f"{len(proof.body)} bytes, SHA-256 {told['payload']}")
    say(f"leaf {proof.index} of the tree head with {proof.head.size} leaves, root {proof.head.root.hex()}")
