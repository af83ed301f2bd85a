"""Proofs: small JSON files that anybody can check without the archive. docs/proof.md describes them."""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from storage.proof import receipts
from storage.proof.json_file import Values, read
from storage.proof.receipts import RECEIPT, Receipt, head_of, receipt_of
from storage.proof.tree import TreeHead, includes, leaf_hash

PROOF = "communique proof 1"


@dataclass(frozen=True, slots=True)
class Proof:
    """That a capture stands in the log: its leaf, where that is, the path from it to the tree head, and the bytes.

    `receipt` is that of the same tree head, where it has one.
    """

    leaf: str
    index: int
    path: tuple[bytes, ...] = field(repr=False)
    head: TreeHead
    body: bytes | None = field(repr=False)
    receipt: Receipt | None = None


def written(proof: Proof) -> dict[str, object]:
    """A proof as JSON's values."""
    found = {
        "format": PROOF,
        "leaf": proof.leaf,
        "index": proof.index,
        "path": [one.hex() for one in proof.path],
        "size": proof.head.size,
        "root": proof.head.root.hex(),
        "body": None if proof.body is None else b64encode(proof.body).decode("ascii"),
    }
    return found if proof.receipt is None else found | {"receipt": receipts.written(proof.receipt)}


def read_document(path: Path) -> tuple[Proof, dict[str, object]] | Receipt:
    """What a file holds: a proof, which holds, with what its leaf says of the capture, or a receipt.

    Raises ProofError where it does not hold or is neither, NoProofError where it cannot be read.
    """
    found = read(path, PROOF, RECEIPT)
    return receipt_of(found) if found.all()["format"] == RECEIPT else _checked(found, path)


def _checked(found: Values, path: Path) -> tuple[Proof, dict[str, object]]:
    index, leaf, head, hashes = found.get("index", int), found.get("leaf", str), head_of(found), found.digests("path")
    if not leaf.isascii() or not includes(head, index, leaf_hash(leaf.encode("ascii")), hashes):
        raise found.wrong("its capture does not stand in the tree of its head: the proof is forged or damaged")
    capture = Values.parse(leaf, path).all()
    if capture.get("table") != "capture":
        raise found.wrong("it proves a row of another table than capture")
    body = None if found.all().get("body", "") is None else found.base64("body")
    if capture.get("payload") != (None if body is None else sha256(body).hexdigest()):
        raise found.wrong("its bytes are not those of the capture: the proof is forged or damaged")
    receipt = receipt_of(found.within("receipt")) if "receipt" in found else None
    if receipt is not None and receipt.head != head:
        raise found.wrong("the receipt in it is that of another tree head")
    return Proof(leaf, index, hashes, head, body, receipt), capture
