"""Pictures that a page loads from another address, and that are the same to the eye. Nothing here writes."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from storage.edits.edit import Edit, by_weight
from storage.edits.files.looks import same_to_the_eye
from storage.read.assets.contents import contents
from storage.read.assets.files import Sight, files_of
from storage.records import Release


def without_moved_pictures(
    db: Connection, release_id: int, edits: Sequence[Edit], texts: tuple[Release, Release], seen: datetime
) -> tuple[Edit, ...]:
    """The edits between two versions, the second first seen at `seen`, those that weigh most first.

    Where both files of an exchanged picture are held, and the eye sees no difference, it was moved: typography.
    """
    exchanged = [edit for edit in edits if edit.field == "image" and "picture" in edit.flags]
    if not exchanged:
        return tuple(edits)
    old, new = ({file.url: file.sights for file in files_of(db, release_id, text)} for text in texts)
    moved: Set[Edit] = {
        edit
        for edit in exchanged
        if _are_alike(db, old.get(edit.before or "", ()), new.get(edit.after or "", ()), seen)
    }
    return by_weight(replace(edit, cls="typography", flags=()) if edit in moved else edit for edit in edits).edits


def _are_alike(db: Connection, old: Sequence[Sight], new: Sequence[Sight], seen: datetime) -> bool:
    """Whether the last file at one address, before the other version was seen, is like the first at another since."""
    before, after = (
        [sight for sight in old if sight.at < seen],
        [sight for sight in new if sight.at >= seen] or new[-1:],
    )
    if not (before and after):
        return False
    payloads = before[-1].payload, after[0].payload
    if payloads[0] == payloads[1]:
        return True
    held = contents(db, payloads)
    one, other = (held[payload] for payload in payloads)
    return not (one.is_altered or other.is_altered) and same_to_the_eye(one.version.look, other.version.look)
