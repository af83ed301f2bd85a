"""Proves that a capture stands in the log, with all that it states and the bytes it brought. Nothing here writes."""

from sqlalchemy import Connection, select

from storage.errors import ArchiveError, DamageError, ProofError
from storage.models import CaptureRow
from storage.payloads.store import Payloads
from storage.proof import log
from storage.proof.leaves import CAPTURES, leaf
from storage.proof.proofs import Proof
from storage.proof.receipts import Receipt
from storage.proof.tree import includes, inclusion_spans, leaf_hash, root_of
from storage.proof.verify import demand_extension


def is_as_logged(db: Connection, payloads: Payloads, capture_id: int) -> bool:
    """Whether a capture's row is what its leaf in the log says; also where it waits to come into the log.

    Raises DamageError where the log itself is damaged.
    """
    found, index = leaf(db, payloads, CAPTURES, capture_id), log.place(db, CAPTURES.name, capture_id)
    return index is None or (found is not None and [leaf_hash(found.data)] == [*log.hashes(db, index, index + 1)])


def prove(db: Connection, payloads: Payloads, capture_id: int, published: Receipt | None = None) -> Proof:
    """The proof of a capture, against the tree head of a receipt, which it then has in it, or else the newest.

    Raises DamageError where the capture, its payload or the log is not what it was, ArchiveError where the capture is
    not in the log yet, ProofError where the log did not stand at that head, or not yet with this capture in it.
    """
    found, index = leaf(db, payloads, CAPTURES, capture_id), log.place(db, CAPTURES.name, capture_id)
    if found is None or found.damage is not None:
        raise DamageError(f"capture {capture_id} cannot be read: {found.damage if found else 'it is not there'}")
    if index is None:
        raise ArchiveError(
            f"capture {capture_id} is not in the log yet; it will be when the crawl or import that is under way, or "
            "the next one, has come to its end"
        )
    if published is not None:
        demand_extension(db, published.head)
        if index >= published.head.size:
            raise ProofError(f"capture {capture_id} came into the log after the receipt: it is leaf {index}")
    payload_id = db.execute(select(CaptureRow.payload_id).where(CaptureRow.id == capture_id)).scalar()
    body = None if payload_id is None else payloads.get(db, payload_id)
    head = published.head if published else log.last_head(db)
    path = tuple(root_of(log.hashes(db, *span)) for span in inclusion_spans(index, head.size))
    if not includes(head, index, leaf_hash(found.data), path):
        raise DamageError(f"capture {capture_id} is not what the log says; `communique verify` says what was changed")
    return Proof(found.text, index, path, head, body, published)
