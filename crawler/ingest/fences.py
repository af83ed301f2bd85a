"""Fences around what is given to the archive: what it cannot hold costs one capture or one release, never the crawl.

A batch that is refused is tried again one by one, and what is refused alone is kept as far as it can be.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from storage.errors import CommuniqueError, DamageError, UnstorableError, shortage
from storage.records import Capture, Reading, StoredCapture
from storage.write.snapshots import BatchOutcome

Incoming = tuple[Capture, Reading | None]  # a capture to be kept; a listing comes with what was read from it
_Stored = tuple[StoredCapture, Reading | None]
Read = Sequence[tuple[StoredCapture, Reading]]
Store = Callable[[Sequence[Incoming]], Awaitable[Sequence[StoredCapture]]]
Keep = Callable[[Read], Awaitable[BatchOutcome]]


def is_of_a_value(error: Exception) -> bool:
    """Whether what was to be kept may be at fault, and not the archive, the disk or the memory."""
    if isinstance(error, UnstorableError):
        return True
    return not (isinstance(error, CommuniqueError | MemoryError | OSError) or shortage(error))


def refusal(error: Exception) -> str:
    """What is said of a value that cannot be kept."""
    text = str(error).strip()
    return f"it cannot be kept: {type(error).__name__}: {text.splitlines()[0] if text else 'no reason given'}"


async def commit(store: Store, groups: Sequence[Sequence[Incoming]]) -> list[_Stored]:
    """Have groups of captures stored, together or else each alone; gives them as they were, in order."""
    try:
        return await _stored(store, [one for group in groups for one in group])
    except Exception as error:
        if not is_of_a_value(error):
            raise
    return [kept for group in groups for kept in await _stored_alone(store, group)]


async def keep(keep_all: Keep, read: Read) -> tuple[Read, frozenset[int], list[str]]:
    """Have what was read kept, together or else each alone.

    Gives what was kept, the releases left unsettled, and of which captures nothing was kept, since what the archive has
    of their releases is damaged: those stay unread.
    """
    try:
        return read, (await keep_all(read)).unsettled, []
    except Exception as error:
        if not (is_of_a_value(error) or isinstance(error, DamageError)):
            raise
    kept: list[tuple[StoredCapture, Reading]] = []
    unsettled: frozenset[int] = frozenset()
    damaged: list[str] = []
    for capture, reading in read:
        try:
            shown, left = await _kept_alone(keep_all, capture, reading)
        except DamageError as error:
            damaged.append(f"{capture.url}: {error}")
            continue
        kept.append((capture, shown))
        unsettled |= left
    return kept, unsettled, damaged


async def _kept_alone(keep_all: Keep, capture: StoredCapture, reading: Reading) -> tuple[Reading, frozenset[int]]:
    try:
        return reading, (await keep_all([(capture, reading)])).unsettled
    except Exception as error:
        if not is_of_a_value(error):
            raise
        shown = replace(reading, verdict="unreadable", release=None, message=refusal(error))
    return shown, (await keep_all([(capture, shown)])).unsettled


async def _stored(store: Store, group: Sequence[Incoming]) -> list[_Stored]:
    return [(capture, reading) for capture, (_, reading) in zip(await store(group), group, strict=True)]


async def _stored_alone(store: Store, group: Sequence[Incoming]) -> list[_Stored]:
    """The same of one group, as it came or as far as it can be kept."""
    said = ""
    for form in _FORMS:
        try:
            return await _stored(store, [form(capture, reading, said) for capture, reading in group])
        except Exception as error:
            if form is _FORMS[-1] or not is_of_a_value(error):
                raise
            said = refusal(error)
    raise AssertionError("the last form is kept, or raises")


def _whole(capture: Capture, reading: Reading | None, _: str) -> Incoming:
    return capture, reading


def _unannounced(capture: Capture, reading: Reading | None, said: str) -> Incoming:
    """A listing without what it announces."""
    return capture, reading and Reading("unreadable", message=said)


def _bare(capture: Capture, reading: Reading | None, said: str) -> Incoming:
    """The bytes and where they come from, without status and head."""
    bare = replace(capture, status=None, status_line=None, fields=(), header=None, trailers=(), reason=said)
    bare = replace(bare, request=None, peer=None)
    return _unannounced(bare, reading, said)


_FORMS = (_whole, _unannounced, _bare)
