"""Which block of one version became which of the next: kept, moved, reworded, split or merged.

Equal texts are matched first, then texts that only a block's border divides, then similar ones; what is left came or
went.
"""

from collections.abc import Sequence
from typing import NamedTuple

from storage.edits.changes import Change, Effort, changes, longest_run
from storage.edits.pairing import Side, Similar, divided


class Match(NamedTuple):
    """Blocks that are the same text, by their places: one and one, one and several (split), several and one (merged).

    `moved` blocks changed their order against the others; the fewest possible are called so.
    """

    before: range
    after: range
    moved: bool = False


def align(before: Sequence[str], after: Sequence[str], effort: Effort | None = None) -> list[Match]:
    """Match the texts of two versions, in the order of `before`; a text in no match was removed or added.

    Where `effort` refuses something, a text that is in none may have been reworded, split or merged instead, and one
    that was moved may have stayed.
    """
    alignment = _Alignment(before, after, effort or Effort())
    alignment.match_equal()
    alignment.match_parts()
    alignment.match_similar()
    return _with_moves(sorted(alignment.matches, key=lambda match: match.before.start))


class _Alignment:
    def __init__(self, before: Sequence[str], after: Sequence[str], effort: Effort) -> None:
        self.before, self.after, self.effort = Side(before), Side(after), effort
        self.shifts: list[int] = []  # by gap: from a place in the one version to its counterpart in the other
        self.matches: list[Match] = []

    def add(self, before: range, after: range) -> None:
        for place in before:
            del self.before.free[place]
        for place in after:
            del self.after.free[place]
        self.matches.append(Match(before, after))

    def match_equal(self) -> None:
        found = list(changes(self.before.texts, self.after.texts, self.effort))
        for change in found:
            if change.equal:
                self.add_each(change)
        # All keys are of one make, so that equal texts have equal keys wherever they stand.
        wholly = self.effort.allows(self.before.size() + self.after.size())
        for change in found:
            if not change.equal:
                self.match_folded(change, wholly=wholly)
        old, new = ({place: side.keys[place] for place in side.free} for side in (self.before, self.after))
        elsewhere: dict[str, list[int]] = {key: [] for key in set(old.values()).intersection(new.values())}
        for j, key in reversed(new.items()):
            if key in elsewhere:
                elsewhere[key].append(j)
        for i, key in old.items():
            if same := elsewhere.get(key):
                self.add(_one(i), _one(same.pop()))

    def match_folded(self, stretch: Change, *, wholly: bool) -> None:
        befores, afters = range(stretch.start, stretch.end), range(stretch.after_start, stretch.after_end)
        keys = self.before.fold(befores, wholly=wholly), self.after.fold(afters, wholly=wholly)
        whole = Change(False, 0, len(befores), 0, len(afters))
        # Texts that are not folded are compared already.
        for equal, i1, i2, j1, j2 in changes(*keys, self.effort) if wholly else [whole]:
            change = Change(equal, befores.start + i1, befores.start + i2, afters.start + j1, afters.start + j2)
            if equal:
                self.add_each(change)
            else:
                self.before.gap |= dict.fromkeys(range(change.start, change.end), len(self.shifts))
                self.after.gap |= dict.fromkeys(range(change.after_start, change.after_end), len(self.shifts))
                self.shifts.append(change.after_start - change.start)

    def add_each(self, equal: Change) -> None:
        for i, j in zip(range(equal.start, equal.end), range(equal.after_start, equal.after_end), strict=True):
            self.add(_one(i), _one(j))

    def match_parts(self) -> None:
        for i, parts in divided(self.before, self.after, self.effort):
            self.add(_one(i), parts)
        for j, parts in divided(self.after, self.before, self.effort):
            self.add(parts, _one(j))

    def match_similar(self) -> None:
        if self.before.free and self.after.free:
            for before, after in Similar(self.before, self.after, self.shifts, self.effort).passes():
                self.add(before, after)


def _one(place: int) -> range:
    return range(place, place + 1)


def _with_moves(matches: list[Match]) -> list[Match]:
    """Mark as moved all that stand outside the longest run of matches that keep their order."""
    kept = set(longest_run([match.after.start for match in matches]))
    return [it if index in kept else Match(it.before, it.after, moved=True) for index, it in enumerate(matches)]
