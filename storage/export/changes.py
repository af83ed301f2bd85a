"""The changes to export, newest first, but those of releases of which something is damaged. Nothing here writes."""

from array import array
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

from sqlalchemy import Connection

from storage.database import chunks
from storage.errors import DamagedRowError
from storage.export.noted import Noted
from storage.models import SnapshotRow
from storage.read.changes import Change, changes
from storage.read.lists.releases import Listed, held
from storage.read.soundness import AT_ONCE, unsound


def changes_of(db: Connection, wanted: Listed, noted: Noted) -> Iterator[Change]:
    """The changes of the releases that are wanted.

    Releases that are damaged are noted, each with a row that is, and left out; what is altered is noted and given.
    Raises DamagedRowError for a damaged row that is none of a release's.
    """
    among = held(wanted).with_only_columns(SnapshotRow.id).where(*wanted.of_day()).limit(1)
    for change in _of_sound_releases(db, wanted.source, noted):
        is_wanted = wanted == Listed(wanted.source)
        if is_wanted or db.execute(among.where(SnapshotRow.release_id == change.release)).first():
            if change.altered:
                noted.note("altered_versions", f"{change.source}, release {change.release}, {change.version}")
            yield change


def _of_sound_releases(db: Connection, source: str | None, noted: Noted) -> Iterator[Change]:
    """All changes. Damage is looked for once it is met, and then the changes go on behind those that were told."""
    told, damaged = array("q"), frozenset[int]()  # releases
    while True:
        reached = sum(release not in damaged for release in told)
        try:
            with closing(changes(db, source=source, without=damaged)) as found:
                for change in islice(found, reached, None):
                    told.append(change.release)
                    yield change
        except DamagedRowError:
            met = _damaged(db, source)
            if met.keys() <= damaged:
                raise
            for error in met.values():
                noted.note("damaged", str(error))
            damaged |= met.keys()
        else:
            return


def _damaged(db: Connection, source: str | None) -> dict[int, DamagedRowError]:
    """What is damaged of the releases of a source, or of all."""
    found: dict[int, DamagedRowError] = {}
    ids = db.execute(held(Listed(source)).with_only_columns(SnapshotRow.release_id)).scalars().all()
    for some in chunks(ids, AT_ONCE):
        found |= unsound(db, some).damaged
    return found
