"""Proves that a capture stands in the log, with all that it states and the bytes it brought. Nothing here writes."""

from sqlalchemy import Connection, select

from storage.errors import ArchiveError, DamageError, NothingNamedError, ProofError
from storage.models import CaptureRow
from storage.payloads.store import Payloads
from storage.proof import log
from storage.proof.documents import Proof
from storage.proof.evidence import CAPTURES, leaf
from storage.proof.tree import TreeHead, includes, inclusion_spans, leaf_hash, root_of
from storage.proof.verify import demand_extension
from storage.read.history import find_release, snapshot_row, version, versions

CAPTURE = "capture:"  # before a capture's number


def named_capture(db: Connection, wanted: str, number: int | None) -> int:
    """The capture that a person means: as `capture:12`, or the one that first showed a version of a release.

    `wanted` is the release's number or address; without the number of a version, its newest is meant. Raises
    NothingNamedError.
    """
    wanted = wanted.strip()
    if wanted.lower().startswith(CAPTURE):
        named = wanted[len(CAPTURE) :]
        capture_id = int(named) if named.isdecimal() and len(named) < 19 else 0
        if db.execute(select(CaptureRow.id).where(CaptureRow.id == capture_id)).first() is None:
            raise NothingNamedError(f"the archive has no {wanted}; `communique history RELEASE --captures` lists them")
        return capture_id
    release_id = find_release(db, wanted).id
    if number is not None:
        number = version(versions(db, release_id), number, release_id).number
    snapshot = snapshot_row(db, release_id, number)
    if snapshot is None:
        raise NothingNamedError(f"release {release_id} has no version yet: no capture has shown its text")
    return int(snapshot.first_capture_id)


def prove(db: Connection, payloads: Payloads, capture_id: int, published: TreeHead | None = None) -> Proof:
    """The proof of a capture, against a tree head that was published, or else the newest.

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
        demand_extension(db, published)
        if index >= published.size:
            raise ProofError(f"capture {capture_id} came into the log after the receipt: it is leaf {index}")
    payload_id = db.execute(select(CaptureRow.payload_id).where(CaptureRow.id == capture_id)).scalar()
    body = None if payload_id is None else payloads.get(db, payload_id)
    head = published or log.last_head(db)
    path = tuple(root_of(log.hashes(db, *span)) for span in inclusion_spans(index, head.size))
    if not includes(head, index, leaf_hash(found.data), path):
        raise DamageError(f"capture {capture_id} is not what the log says; `communique verify` says what was changed")
    return Proof(found.text, index, path, head, body)
