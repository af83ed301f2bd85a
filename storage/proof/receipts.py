"""Receipts: a tree head in a form to publish, with who signed it and which authority stamped it, where any did.

docs/proof.md describes them.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import Certificate

from storage.errors import ProofError
from storage.proof.json_file import Values, read
from storage.proof.signatures import is_signed
from storage.proof.stamps import stamped_at
from storage.proof.tree import TreeHead

RECEIPT = "communique receipt 1"
MOST = 2**63  # leaves
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")  # in one way only, for it is signed


@dataclass(frozen=True, slots=True)
class Receipt:
    """A tree head, and `at` which time it was the newest.

    `key` is the public key, of 32 bytes, of whoever signed it, and `signature` that; `stamp` is the answer of an
    authority in DER (RFC 3161). Each is empty where there is none.
    """

    head: TreeHead
    at: str
    key: bytes = b""
    signature: bytes = field(default=b"", repr=False)
    stamp: bytes = field(default=b"", repr=False)

    @property
    def signed_text(self) -> bytes:
        """What is signed: four lines."""
        return f"{RECEIPT}\n{self.head.size}\n{self.head.root.hex()}\n{self.at}\n".encode("ascii")

    @property
    def stamped_text(self) -> bytes:
        """What is stamped: the same and, where it is signed, two lines more, so that nobody takes the signature off."""
        signed = f"{self.key.hex()}\n{self.signature.hex()}\n" if self.key else ""
        return self.signed_text + signed.encode("ascii")

    def signed(self, key: Ed25519PrivateKey) -> "Receipt":
        """The same, signed. A stamp on it would not hold any more."""
        public = key.public_key().public_bytes_raw()
        return replace(self, key=public, signature=key.sign(self.signed_text), stamp=b"")


def receipt(head: TreeHead, at: datetime) -> Receipt:
    """An unsigned receipt; `at` is the time, in UTC, at which the head was the newest."""
    return Receipt(head, at.isoformat(timespec="seconds"))


def read_receipt(path: Path) -> Receipt:
    """The receipt in a file. Raises ProofError where it is none or forged, NoProofError where it cannot be read."""
    return receipt_of(read(path, RECEIPT))


def receipt_of(found: Values) -> Receipt:
    """A receipt from what JSON gave. Raises ProofError where it is none, or its signature is another's."""
    if found.get("format", str) != RECEIPT:
        raise found.wrong(f"its receipt is none of this program ({RECEIPT!r})")
    at = found.get("at", str)
    if not TIME.fullmatch(at):
        raise found.wrong("its time is not written as 2026-11-26T21:34:46+00:00")
    key = found.digest("key") if "key" in found or "signature" in found else b""
    signature = found.hexadecimal("signature", 64) if key else b""
    stamp = found.base64("stamp") if "stamp" in found else b""
    if not stamp and "stamp" in found:
        raise found.wrong("its time stamp is empty")
    one = Receipt(head_of(found), at, key, signature, stamp)
    if one.key and not is_signed(one.key, one.signature, one.signed_text):
        raise found.wrong("its signature is not that of its key: it is forged or damaged")
    return one


def written(one: Receipt) -> dict[str, object]:
    """A receipt as JSON's values."""
    found = {"format": RECEIPT, "size": one.head.size, "root": one.head.root.hex(), "at": one.at}
    if one.key:
        found |= {"key": one.key.hex(), "signature": one.signature.hex()}
    if one.stamp:
        found |= {"stamp": b64encode(one.stamp).decode("ascii")}
    return found


def head_of(found: Values) -> TreeHead:
    """The tree head of a receipt or a proof. Raises ProofError."""
    head = TreeHead(found.get("size", int), found.digest("root"))
    if not 0 < head.size < MOST:
        raise found.wrong(f"no tree has {head.size} leaves")
    return head


def demand_key(one: Receipt | None, key: bytes, path: Path) -> None:
    """Raise ProofError where a receipt is not signed by the private key that belongs to this public one."""
    if one is None or not one.key:
        raise ProofError(f"{path}: no signature is on it, and --key asks for one")
    if one.key != key:
        raise ProofError(f"{path}: it is signed with the key {one.key.hex()}, and --key names {key.hex()}")


def demand_stamp(one: Receipt | None, authority: Sequence[Certificate], path: Path) -> datetime:
    """When an authority stamped a receipt. Raises ProofError where it did not."""
    if one is None or not one.stamp:
        raise ProofError(f"{path}: no time stamp is on it, and --authority asks for one")
    try:
        return stamped_at(one.stamp, one.stamped_text, authority)
    except ProofError as error:
        raise ProofError(f"{path}: {error}") from None
