"""Tells captures that show an older copy of a page or feed, from a cache, from those that show what was there then.

Caches and mirrors hand out a page as it was minutes or days ago, and the next visitor gets the newest again: what would
look like an edit taken back and made again is no edit at all. A ministry that takes an edit back looks the same, text
for text. So a text is never told to be older by itself, but by what dates the answer: the date that a feed states of
itself, Last-Modified, or what Age and Date say of when it was made (RFC 9111, 4.2.3). Where nothing dates it, or it
shows what was never seen before, it is taken for what the ministry published.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from storage.edits.digests import content_digest
from storage.records import Reading, StoredCapture
from storage.records.capture import CLOCKS
from storage.write.absences import ABSENT, SHOWN

LEAST = 3  # captures: one text, another or none, and the first again
Read = tuple[StoredCapture, Reading]
# What dates an answer, the most telling first: the words for a person, and how exact it is.
_DATES: Sequence[tuple[str, Callable[[Read], datetime | None], timedelta]] = (
    ("it says that it was built", lambda one: one[1].dated, timedelta(0)),
    ("it was last modified", lambda one: one[0].modified, timedelta(0)),
    ("it was made", lambda one: one[0].generated, CLOCKS),
)


def _repeats(one: Read, before: Read) -> bool:
    """Whether a capture repeats the very bytes of one that is stale."""
    return one[0].read_with_another and before[1].verdict == "stale" and one[0].payload_id == before[0].payload_id


def is_dated(one: Read) -> bool:
    """Whether anything dates an answer but the time at which it was captured."""
    capture, reading = one
    return reading.dated is not None or capture.modified is not None or capture.generated < capture.at


def older(one: Read, other: Read) -> str | None:
    """How it shows that `one` is older than `other`, which was captured before it; None where nothing shows that."""
    for words, dated, exact in _DATES:
        mine, others = dated(one), dated(other)
        if mine is not None and others is not None and abs(mine - others) > exact:
            told = f"an older copy: {words} at {mine:%Y-%m-%d %H:%M} UTC, before what was captured at"
            return f"{told} {other[0].at:%Y-%m-%d %H:%M} UTC" if mine < others else None
    return None


def marked(read: Sequence[Read]) -> list[Read]:
    """Captures of a release, in order of time, each that shows an older copy marked as stale.

    It is older than the first capture of the newest text, and shows a text that was seen before that, or is followed by
    the newest again; or it is older than a visit that found nothing.
    """
    if sum(1 for _, reading in read if reading.release is not None or reading.verdict in ABSENT) < LEAST:
        return [*read]
    texts = [content_digest(reading.release) if reading.release else None for _, reading in read]
    last_shown = {text: place for place, text in enumerate(texts)}
    found: list[Read] = []
    before: set[bytes] = set()
    newest: tuple[bytes, Read] | None = None
    missed: Read | None = None  # by the first of the last visits
    for place, (one, text) in enumerate(zip(read, texts, strict=True)):
        if text is not None and newest is not None:
            comes_again = text in before or last_shown[newest[0]] > place
            than = missed if text == newest[0] else newest[1]
            why = found[-1][1].message if _repeats(one, found[-1]) else than and older(one, than)
            if comes_again and why:
                found.append((one[0], replace(one[1], verdict="stale", release=None, message=why)))
                continue
        if one[1].verdict in ABSENT:
            missed = missed or one
        elif one[1].verdict in SHOWN:
            missed = None
        if text is not None and (newest is None or text != newest[0]):
            newest = text, one
            before.add(text)
        found.append(one)
    return found
