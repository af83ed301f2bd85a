"""Who vouches for a receipt: signs and stamps one that is to be written, and says who did so of one that was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import Certificate

from communique.arguments import web_address
from communique.output import messages, say
from communique.proof.time_authority import stamped
from crawler.ingest.runtime import now
from storage.proof.receipts import Receipt, demand_key, demand_stamp, receipt
from storage.proof.signatures import private_key, public_key
from storage.proof.stamps import read_authority
from storage.proof.tree import TreeHead

SIGN = typer.Option(
    metavar="KEY", envvar="COMMUNIQUE_KEY", help="Sign the tree head with the private key in this PEM file."
)
STAMP = typer.Option(
    metavar="URL", parser=web_address, help="Have it stamped by the time-stamping authority (RFC 3161) at URL."
)
AUTHORITY = typer.Option(metavar="CERTIFICATES", help="The certificates, in PEM, that a time stamp must lead to.")
Sign = Annotated[Path | None, SIGN]
Stamp = Annotated[str | None, STAMP]
Authority = Annotated[Path | None, AUTHORITY]


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a new receipt is signed with, and who stamps it."""

    key: Ed25519PrivateKey | None
    url: str | None
    authority: Sequence[Certificate]

    @classmethod
    def read(cls, sign: Path | None, stamp: str | None, authority: Path | None) -> "Voucher":
        """From what a person named. Raises NoProofError for a file that holds none, BadParameter for a stamp alone."""
        if stamp is not None and authority is None:
            raise typer.BadParameter("a stamp is checked before it is kept: give --authority", param_hint="--stamp")
        certificates = [] if stamp is None or authority is None else read_authority(authority)
        return cls(None if sign is None else private_key(sign), stamp, certificates)

    def __bool__(self) -> bool:
        return self.key is not None or self.url is not None

    def receipt(self, head: TreeHead) -> Receipt:
        """A receipt of the newest tree head. Raises ProofError where it cannot be stamped."""
        found = receipt(head, now())
        if self.key is not None:
            found = found.signed(self.key)
        return found if self.url is None else stamped(found, self.url, self.authority, now())


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a person trusts: a public key, and the certificates of an authority; None where any will do."""

    key: bytes | None
    authority: Sequence[Certificate] | None

    @classmethod
    def read(cls, key: Path | None, authority: Path | None) -> "Trust":
        """From the files that a person named. Raises NoProofError for one that is none."""
        return cls(None if key is None else public_key(key), None if authority is None else read_authority(authority))

    def check(self, found: Receipt | None, path: Path) -> datetime | None:
        """When a receipt was stamped, where that can be told. Raises ProofError where it is not by whom it must be."""
        if self.key is not None:
            demand_key(found, self.key, path)
        return None if self.authority is None else demand_stamp(found, self.authority, path)


def say_who_vouches(found: Receipt | None, trust: Trust, stamped_at: datetime | None) -> None:
    """Print who vouches for a receipt, and what was not checked."""
    if found is None or not found.key:
        messages.note("it is not signed")
    else:
        say(f"signed on {found.at} with the key {found.key.hex()}")
        if trust.key is None:
            messages.note("whose key that is, nobody has checked: --key PUBLIC")
    if stamped_at is not None:
        say(f"stamped by the authority on {stamped_at.isoformat()}")
    elif found is not None and found.stamp:
        messages.note("it bears a time stamp, which nobody has checked: --authority CERTIFICATES")


def as_json(found: Receipt | None, stamped_at: datetime | None) -> dict[str, Any]:
    """The same for a line of JSON: null where there is none, or none that was checked."""
    key = found.key.hex() if found is not None and found.key else None
    return {"signed_by": key, "stamped": stamped_at.isoformat() if stamped_at else None}


def demand_unnamed(context: typer.Context, why: str, *names: str) -> None:
    """Raise BadParameter where one of these options was given on the command line; a variable may stand there idle."""
    for name in names:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise typer.BadParameter(why, param_hint=f"--{name}")
