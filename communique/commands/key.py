"""`communique key`."""

from pathlib import Path
from typing import Annotated

import typer

from communique.output import messages, results
from storage.proof.signatures import make_key, public_pem


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the private key.")],
) -> None:
    """Make a key that signs receipts and proofs.

    Writes a private Ed25519 key into FILE, in PEM, which nobody else can read, and prints the public key that belongs
    to it. Publish that one, and give the other to `--sign` of `verify` and `prove`. Whoever has the private key can
    sign in your name: it does not belong beside the archive, nor into its backups.
    """
    key = make_key(file)
    results.out(public_pem(key), highlight=False, end="")
    messages.note(f"{file}: the private key; the public one, on standard output, is to be published")
