"""Finds the capture that a person means, with the bytes that were kept of it. Nothing here writes."""

from sqlalchemy import Connection

from storage.errors import NothingNamedError
from storage.models import CaptureRow
from storage.payloads.store import Payloads
from storage.read import history
from storage.read.stored_captures import capture_query, stored
from storage.records import StoredCapture

NAMED = "capture:"  # before a capture's number: a number alone is a release's


def find_capture(db: Connection, payloads: Payloads, wanted: str, version: int | None = None) -> StoredCapture:
    """The capture "capture:N", or the first one that showed a release's newest version or the given one.

    Raises NothingNamedError where there is none, DamageError where its bytes are not what was kept.
    """
    wanted = wanted.strip()
    if wanted.lower().startswith(NAMED):
        return _numbered(db, payloads, wanted[len(NAMED) :])
    release = history.find_release(db, wanted)
    snapshot = history.snapshot_row(db, release.id, version)
    if snapshot is None and version is not None:
        history.version(history.versions(db, release.id), version, release.id)
    if snapshot is None:
        raise NothingNamedError(
            f"release {release.id} has no version: no page of it has been read; `communique history {release.id} "
            f"--captures --json` numbers its captures, and `communique raw {NAMED}NUMBER` gives one"
        )
    return _numbered(db, payloads, str(snapshot.first_capture_id))


def _numbered(db: Connection, payloads: Payloads, number: str) -> StoredCapture:
    known = number.isdecimal() and len(number) < 19  # no database counts further than 64 bits
    row = db.execute(capture_query().where(CaptureRow.id == int(number))).first() if known else None
    if row is None:
        raise NothingNamedError(
            f"the archive has no capture {number}; `communique history RELEASE --captures --json` shows their numbers"
        )
    return stored(db, payloads, row)
