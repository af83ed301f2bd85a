"""Finds the capture that a person means, with the bytes that were kept of it. Nothing here writes."""

from sqlalchemy import Connection, select

from storage.errors import DamageError, NothingNamedError
from storage.models import CaptureRow, PayloadRow
from storage.payloads.store import Payloads
from storage.proof.prove import is_as_logged
from storage.read import history
from storage.read.snapshots import altered
from storage.read.stored_captures import capture_query, stored
from storage.records import StoredCapture

UNLIKE = "capture {} is not what the log says; `communique verify` says what was changed"
CAPTURE = "capture:"  # before a capture's number: a number alone is a release's


def named_capture(db: Connection, wanted: str, version: int | None = None) -> int:
    """The number of the capture "capture:N", or of the first one that showed a release's newest version or that given.

    Raises NothingNamedError where there is none.
    """
    wanted = wanted.strip()
    if wanted.lower().startswith(CAPTURE):
        return _numbered(db, wanted[len(CAPTURE) :])
    release = history.find_release(db, wanted)
    snapshot = history.snapshot_row(db, release.id, version)
    if snapshot is None and version is not None:
        history.version(history.versions(db, release.id), version, release.id)
    if snapshot is None:
        raise NothingNamedError(
            f"release {release.id} has no version yet: no page of it has been read; `communique history {release.id} "
            f"--captures --json` numbers its captures, which {CAPTURE}NUMBER names"
        )
    return int(snapshot.first_capture_id)


def find_capture(db: Connection, payloads: Payloads, wanted: str, version: int | None = None) -> StoredCapture:
    """The same capture with its bytes. Raises DamageError where those are not what was kept."""
    number = named_capture(db, wanted, version)
    return stored(db, payloads, db.execute(capture_query().where(CaptureRow.id == number)).one())


def logged_capture(db: Connection, payloads: Payloads, number: int) -> StoredCapture:
    """A capture with its bytes. Raises DamageError where it, or those, are not what was kept."""
    if not is_as_logged(db, payloads, number):
        raise DamageError(UNLIKE.format(number))
    return find_capture(db, payloads, f"{CAPTURE}{number}")


def size_of(db: Connection, number: int) -> int:
    """How many bytes a capture brought, before they are unpacked; 0 where it brought none, or there is none."""
    size = select(PayloadRow.size).join(CaptureRow, CaptureRow.payload_id == PayloadRow.id)
    return int(db.execute(size.where(CaptureRow.id == number)).scalar() or 0)


def doubts(db: Connection, payloads: Payloads, wanted: str, version: int | None = None) -> list[str]:
    """What speaks against a capture: that it, its place in the log or the version that leads to it was altered."""
    number, found = named_capture(db, wanted, version), list[str]()
    try:
        if not is_as_logged(db, payloads, number):
            found.append(UNLIKE.format(number))
    except DamageError as error:
        found.append(str(error))
    if not wanted.strip().lower().startswith(CAPTURE):
        release = history.find_release(db, wanted.strip())
        snapshot = history.snapshot_row(db, release.id, version)
        if snapshot is not None and altered(db, [snapshot.id]):
            found.append(
                f"release {release.id}, version {snapshot.version} is not what was read from the page, or not as of "
                f"its visits; `communique reparse {release.source}` reads it again"
            )
    return found


def _numbered(db: Connection, number: str) -> int:
    known = number.isdecimal() and len(number) < 19  # no database counts further than 64 bits
    if not known or db.execute(select(CaptureRow.id).where(CaptureRow.id == int(number))).first() is None:
        raise NothingNamedError(
            f"the archive has no {CAPTURE}{number}; `communique history RELEASE --captures --json` shows their numbers"
        )
    return int(number)
