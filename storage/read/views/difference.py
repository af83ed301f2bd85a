"""What differs between two versions of a release, its documents and pictures among it. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from storage.edits.compare import compare
from storage.edits.edit import Edit, by_weight
from storage.errors import NothingNamedError
from storage.models.fences import strictly
from storage.read.assets.files import edits_between
from storage.read.history import FoundRelease, Version, find_release, snapshot_row, version, versions_as_kept
from storage.read.snapshots import load_release, shown
from storage.records import Release
from storage.review.decisions import at_once


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Two versions of a release, of all that it has, and the edits between them, those that weigh most first.

    `at_once` are those of them that many releases of the source had at the same moment.
    """

    row: FoundRelease
    versions: Sequence[Version]
    old: Version
    new: Version
    edits: tuple[Edit, ...]
    at_once: tuple[Edit, ...]

    @property
    def altered(self) -> list[int]:
        """Those of both versions that are not what was read from the page."""
        return [one.number for one in (self.old, self.new) if one.altered]


def difference_view(db: Connection, wanted: str, old: int | None = None, new: int | None = None) -> DifferenceView:
    """The edits from one version of a release to another: by default to the newest, from the one before that.

    Files that are kept are compared as the one version had them at first and the other had them at last. Raises
    NothingNamedError where there is no such release or version; DamagedRowError.
    """
    row = find_release(db, wanted)
    held = versions_as_kept(db, row.id)
    if not held:
        raise NothingNamedError(
            f"release {row.id} is {row.state}: no page of it has been read yet, so there is nothing to compare"
        )
    second = version(held, new or len(held), row.id)
    first = version(held, old or max(1, second.number - 1), row.id)
    with strictly():
        text = shown(db, {first.snapshot_id, second.snapshot_id})
    first, second = (replace(one, altered=one.snapshot_id in text.altered) for one in (first, second))
    before, after = (text.releases[one.snapshot_id] for one in (first, second))
    later = held[second.number : second.number + 1]
    span = first.first_seen, later[0].first_seen if later else None
    of_files = edits_between(db, row.id, (before, after), span, row.source_language)
    edits = by_weight([*compare(before, after, row.source_language).edits, *of_files]).edits
    shared = at_once(db, row.source_id, edits, first.last_seen, second.first_seen)[1]
    return DifferenceView(row, held, first, second, edits, tuple(shared))


def edits_of_versions(
    db: Connection, row: FoundRelease, numbers: Sequence[int], most: int
) -> dict[int, tuple[Edit, ...]]:
    """The edits that made each of these versions, from the second on, of the one before it, in the order given.

    It ends where more than `most` blocks would be compared: what is not there was not looked at.
    """
    found: dict[int, tuple[Edit, ...]] = {}
    blocks = 0
    texts: dict[int, Release] = {}
    for number in numbers:
        pair = number - 1, number
        texts = {one: texts[one] if one in texts else _text(db, row.id, one) for one in pair}
        before, after = (texts[one] for one in pair)
        blocks += len(before.blocks) + len(after.blocks)
        if blocks > most:
            break
        found[number] = compare(before, after, row.source_language).edits
    return found


def _text(db: Connection, release_id: int, version: int) -> Release:
    return load_release(db, snapshot_row(db, release_id, version))
