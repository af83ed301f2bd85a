"""Compares two versions of a release and says what was edited, how, and how much it matters.

Pure: two releases in, typed edits out. `storage.edits.content` says what can be an edit at all; two releases have no
edit between them exactly when their content digests are equal and no link in their texts leads elsewhere.
"""

import gc
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

from storage.edits.align import Match, align
from storage.edits.attachments import attachment_edits, image_edits, without_recast_captions, without_words_told_before
from storage.edits.changes import Effort
from storage.edits.classify import Judge, judge
from storage.edits.content import Line, Targets, content, documents, link_targets, moment, pictures, retargeted, turned
from storage.edits.edit import Comparison, Edit, EditField, Place, by_weight, places, whole
from storage.edits.passages import Flag
from storage.edits.struck import text_edits
from storage.records import Release

__all__ = ["Comparison", "Edit", "compare"]
_MANY = 10_000  # blocks that came, or went; of more, neighbours are one edit


class _Body(NamedTuple):
    """The blocks of a version, where their links lead, and where they stand."""

    lines: tuple[Line, ...]
    links: Targets
    places: list[Place]

    def texts(self, at: range | None = None) -> list[str]:
        lines = self.lines if at is None else self.lines[at.start : at.stop]
        return [text for _, text in lines]

    def stand(self, at: range) -> tuple[Place, ...]:
        return tuple(self.places[at.start : at.stop])


def compare(before: Release, after: Release, language: str | None = None) -> Comparison:
    """Compare two versions of one release.

    `language` is that of the source, a BCP 47 tag; the releases' own comes first. It chooses the lists of negations
    and number words; without one, the lists of all languages are used. Raises nothing.

    The time it takes grows no faster than the releases. What would take too long has the flag `coarse` and is
    `substance`: a stretch that is given whole, a block that may have been reworded and not removed.
    """
    with _without_collection():
        old, new = content(before), content(after)
        links = link_targets(before), link_targets(after)
        if old == new and not retargeted(*links):
            return Comparison(())
        bodies = _Body(old.blocks, links[0], places(before.blocks)), _Body(new.blocks, links[1], places(after.blocks))
        judged_by = partial(judge, language=after.language or before.language or language, effort=Effort())
        edits = (
            *_field_edits("title", old.title, new.title, judged_by),
            *_date_edits(before.published, after.published),
            *_author_edits(old.author, new.author, judged_by),
            *_field_edits("type", old.type, new.type, judged_by),
            *_block_edits(*bodies, judged_by),
            *image_edits(pictures(before), pictures(after), judged_by),
            *attachment_edits(documents(before), documents(after), judged_by),
        )
        return by_weight(without_words_told_before(without_recast_captions(edits)))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector from looking at a long comparison's values again and again: none stand in a circle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _field_edits(field: EditField, before: str, after: str, judge: Judge) -> Iterator[Edit]:
    if before != after:
        yield from text_edits(field, "changed", before, after, judge)


def _author_edits(before: str, after: str, judge: Judge) -> Iterator[Edit]:
    """Compare two by-lines: who signs a release changes nothing of what it says."""
    for edit in _field_edits("author", before, after, judge):
        yield edit if edit.cls == "typography" else replace(edit, cls="wording", flags=())


def _date_edits(before: date | datetime | None, after: date | datetime | None) -> Iterator[Edit]:
    if moment(before) == moment(after):
        return
    # A page that begins to give the time, or ceases to, has not changed its day.
    same_day = before and after and before.isoformat()[:10] == after.isoformat()[:10]
    only_finer = same_day and isinstance(before, datetime) != isinstance(after, datetime)
    texts = [published.isoformat() if published else None for published in (before, after)]
    yield Edit("date", "changed", texts[0], texts[1], "typography" if only_finer else "substance")


def _block_edits(before: _Body, after: _Body, judge: Judge) -> Iterator[Edit]:
    if before.lines == after.lines and not retargeted(before.links, after.links):
        return
    old, new = before.texts(), after.texts()
    effort = Effort()
    matches = align(old, new, effort)
    unsure: tuple[Flag, ...] = ("coarse",) if effort.refused else ()
    placed: list[tuple[float, Edit]] = []
    linked = before.links and after.links
    for match in matches:
        of_words, of_links = _match_edits(match, before, after, judge, unsure), _link_edits(match, before, after)
        placed += ((match.after.start, edit) for edit in (chain(of_words, of_links) if linked else of_words))
    for came in _unmatched(new, [match.after for match in matches]):
        text = "\n".join(new[came.start : came.stop])
        placed.append((came.start, whole("block", "added", text, *unsure, at=after.stand(came))))
    for went, former in _former_places(_unmatched(old, [match.before for match in matches]), matches):
        text = "\n".join(old[went.start : went.stop])
        placed.append((former, whole("block", "removed", text, *unsure, at=before.stand(went))))
    yield from (edit for _, edit in sorted(placed, key=lambda each: each[0]))
    yield from _renumbered(before.lines, after.lines, matches)


def _match_edits(match: Match, before: _Body, after: _Body, judge: Judge, unsure: tuple[Flag, ...]) -> Iterator[Edit]:
    old, new = before.texts(match.before), after.texts(match.after)
    if old == new and not match.moved:
        return
    was, now = before.stand(match.before), after.stand(match.after)
    divided = len(old) + len(new) > 2
    texts = "\n".join(old), "\n".join(new)
    if match.moved:
        yield Edit("block", "moved", *texts, "substance" if unsure else "wording", unsure, was=was, now=now)
    if divided:
        yield Edit("block", "split" if new[1:] else "merged", *texts, "typography", was=was, now=now)
    if old != new:
        for edit in text_edits("block", "reworded", " ".join(old), " ".join(new), judge):
            if not (divided and edit.cls == "typography"):
                yield replace(edit, was=was, now=now)


def _link_edits(match: Match, before: _Body, after: _Body) -> Iterator[Edit]:
    """The links in a text that lead elsewhere than they did."""
    old, new = (
        dict(chain.from_iterable(body.links.get(place + 1, {}).items() for place in at))
        for body, at in ((before, match.before), (after, match.after))
    )
    stand = before.stand(match.before), after.stand(match.after)
    for was, now in turned(old.keys(), new.keys()):
        yield Edit("link", "changed", old[was], new[now], "substance", ("link",), (), now[0], *stand)


def _unmatched(texts: list[str], matched: list[range]) -> list[range]:
    """The blocks that came or went, each by itself; neighbours together where they are very many."""
    places = set().union(*matched)
    alone = [place for place in range(len(texts)) if place not in places]
    if len(alone) <= _MANY:
        return [range(place, place + 1) for place in alone]
    ends = [0, *(n for n in range(1, len(alone)) if alone[n] != alone[n - 1] + 1), len(alone)]
    return [range(alone[start], alone[end - 1] + 1) for start, end in pairwise(ends)]


def _former_places(went: list[range], matches: list[Match]) -> Iterator[tuple[range, float]]:
    """Where in the new version removed blocks would stand: after what stood before them."""
    kept = deque(match for match in matches if not match.moved)
    former = -0.5
    for stretch in went:
        while kept and kept[0].before.start < stretch.start:
            former = max(former, kept.popleft().after.stop - 0.5)
        yield stretch, former


def _renumbered(before: tuple[Line, ...], after: tuple[Line, ...], matches: list[Match]) -> Iterator[Edit]:
    """One edit for all points whose markers changed; a point inserted renumbers all that follow."""
    if [marker for marker, _ in before] == [marker for marker, _ in after]:
        return  # points that changed places take each other's numbers
    markers = [
        (before[match.before.start][0], after[match.after.start][0])
        for match in matches
        if len(match.before) == len(match.after)
    ]
    changed = [(old, new) for old, new in markers if old != new]
    if changed:
        old, new = (", ".join(each) for each in zip(*changed, strict=True))
        yield Edit("block", "renumbered", old, new, "typography")
