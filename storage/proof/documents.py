"""Receipts and proofs: small JSON files that anybody can check without the archive. docs/proof.md describes them."""

import json
import re
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from storage.errors import NoProofError, ProofError
from storage.proof.tree import TreeHead, includes, leaf_hash

RECEIPT, PROOF = "communique receipt 1", "communique proof 1"
MOST = 2**63  # leaves
DIGEST = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Proof:
    """That a capture stands in the log: its leaf, where that is, the path from it to the tree head, and the bytes."""

    leaf: str
    index: int
    path: tuple[bytes, ...] = field(repr=False)
    head: TreeHead
    body: bytes | None = field(repr=False)


def receipt(head: TreeHead, at: str) -> dict[str, Any]:
    """A tree head in a form to publish; `at` is the time at which it was the newest."""
    return {"format": RECEIPT, "size": head.size, "root": head.root.hex(), "at": at}


def read_receipt(path: Path) -> TreeHead:
    """The tree head of a receipt. Raises ProofError where it is none, NoProofError where it cannot be read."""
    return _head(_read(path, RECEIPT), path)


def written(proof: Proof) -> dict[str, Any]:
    """A proof as JSON's values."""
    return {
        "format": PROOF,
        "leaf": proof.leaf,
        "index": proof.index,
        "path": [one.hex() for one in proof.path],
        "size": proof.head.size,
        "root": proof.head.root.hex(),
        "body": None if proof.body is None else b64encode(proof.body).decode("ascii"),
    }


def check_proof(path: Path) -> tuple[Proof, dict[str, Any]]:
    """The proof in a file, which holds, and what its leaf says of the capture.

    Raises ProofError where it does not hold or is none, NoProofError where it cannot be read.
    """
    found = _read(path, PROOF)
    index, leaf, head = _taken(found, "index", int, path), _taken(found, "leaf", str, path), _head(found, path)
    hashes = tuple(_digest(one, path) for one in _taken(found, "path", list, path))
    body = _body(found, path)
    if not leaf.isascii() or not includes(head, index, leaf_hash(leaf.encode("ascii")), hashes):
        raise ProofError(f"{path}: its capture does not stand in the tree of its head: the proof is forged or damaged")
    capture = _object(leaf, path)
    if capture.get("table") != "capture":
        raise ProofError(f"{path}: it proves a row of another table than capture")
    if capture.get("payload") != (None if body is None else sha256(body).hexdigest()):
        raise ProofError(f"{path}: its bytes are not those of the capture: the proof is forged or damaged")
    return Proof(leaf, index, hashes, head, body), capture


def write_new(path: Path, document: dict[str, Any]) -> None:
    """Write a receipt or a proof to a file that is not there yet. Raises NoProofError where that cannot be."""
    try:
        with path.open("x", encoding="ascii") as file:
            json.dump(document, file, indent=1)
            file.write("\n")
    except FileExistsError:
        raise NoProofError(f"{path} is there already: give another name") from None
    except OSError as error:
        with suppress(OSError):  # what there is of it
            path.unlink()
        raise NoProofError(f"cannot write {path}: {error.strerror or error}") from None


def _read(path: Path, form: str) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoProofError(f"cannot read {path}: {error.strerror or error}") from None
    try:
        found = _object(data.decode(), path)
    except UnicodeDecodeError:
        found = {}
    if found.get("format") != form:
        kind = form.split()[1]
        raise ProofError(f"{path} is no {kind} of this program ({form!r})")
    return found


def _object(text: str, path: Path) -> dict[str, Any]:
    """A JSON object, no key of which is there twice: readers would differ on which of them counts."""
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise ProofError(f"{path} is no JSON, or what is left of one") from None
    if not isinstance(found, dict):
        raise ProofError(f"{path} holds no JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _head(found: dict[str, Any], path: Path) -> TreeHead:
    head = TreeHead(_taken(found, "size", int, path), _digest(found.get("root"), path))
    if not 0 < head.size < MOST:
        raise ProofError(f"{path}: no tree has {head.size} leaves")
    return head


def _taken(found: dict[str, Any], name: str, of_type: type[T], path: Path) -> T:
    value = found.get(name)
    if type(value) is not of_type:
        raise ProofError(f"{path}: {name!r} is missing, or is not what it should be")
    return value


def _digest(value: object, path: Path) -> bytes:
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise ProofError(f"{path}: a hash in it is none")
    return bytes.fromhex(value)


def _body(found: dict[str, Any], path: Path) -> bytes | None:
    if found.get("body", "") is None:
        return None
    try:
        return b64decode(_taken(found, "body", str, path), validate=True)
    except ValueError:
        raise ProofError(f"{path}: its bytes are not in base64") from None
