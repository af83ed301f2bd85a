"""What differs between two versions of a release, its documents and pictures among it. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from storage.edits.compare import compare
from storage.edits.edit import Edit, by_weight
from storage.models.fences import strictly
from storage.read.assets.files import edits_between
from storage.read.assets.moved_pictures import without_moved_pictures
from storage.read.history import FoundRelease, Version, find_release, version
from storage.read.snapshots import shown
from storage.read.views.release import versions_held
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
        """Those of both versions that are not what was read from the page, or whose files are not what was read."""
        return [one.number for one in (self.old, self.new) if one.altered]


def difference_view(db: Connection, wanted: str, old: int | None = None, new: int | None = None) -> DifferenceView:
    """The edits from one version of a release to another: by default to the newest, from the one before that.

    Files that are kept are compared as the one version had them at first and the other had them at last. Raises
    NothingNamedError where there is no such release or version, NothingHeldError where it has none, DamagedRowError.
    """
    row = find_release(db, wanted)
    held = versions_held(db, row)
    second = version(held, new or len(held), row.id)
    first = version(held, old or max(1, second.number - 1), row.id)
    with strictly():
        text = shown(db, {first.snapshot_id, second.snapshot_id})
    first, second = (replace(one, altered=one.snapshot_id in text.altered) for one in (first, second))
    texts = text.releases[first.snapshot_id], text.releases[second.snapshot_id]
    later = held[second.number : second.number + 1]
    span = first.first_seen, later[0].first_seen if later else None
    of_files = edits_between(db, row.id, texts, span, row.source_language)
    of_texts = compare(*texts, row.source_language).edits
    of_texts = without_moved_pictures(db, row.id, of_texts, texts, second.first_seen)
    edits = by_weight([*of_texts, *of_files.edits]).edits
    second = replace(second, altered=second.altered or of_files.is_altered)
    shared = at_once(db, row.source_id, edits, first.last_seen, second.first_seen)[1]
    return DifferenceView(row, held, first, second, edits, tuple(shared))
