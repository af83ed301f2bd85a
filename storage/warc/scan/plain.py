"""Finds the records of a recording, whole or damaged, without holding more than a stretch of it.

What is damaged is noted and left behind: the scan goes on at the next place where a record begins. Its time is linear
in the size of the file, whatever stands in it. This is the scan of a file that is not compressed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from storage.warc.scan.record_head import LONGEST_HEAD, Form, RecordHead
from storage.warc.scan.stretch import CUT_OFF, DAMAGED
from storage.warc.scan.window import Window

BEGINNING = 64 * 1024  # of a block, enough for the header of an HTTP answer
NEWLINES = b"\r\n"
SHORTER = "shorter than their Content-Length"
UNSEARCHED = "in a file too damaged to be searched on"

# What is told of damage: its kind, and the place in the file.
Note = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A record: where it begins in the file, its head, how many bytes of its block are there, and its first bytes."""

    offset: int
    head: RecordHead
    length: int
    beginning: bytes = field(repr=False)


class Plain:
    """A file that is not compressed. The stream is ours meanwhile; `note` hears of damage."""

    def __init__(self, stream: IO[bytes], note: Note, form: Form) -> None:
        self._window = Window(stream)
        self._note = note
        self._form = form

    def records(self) -> Iterator[Found]:
        """The records in the order they stand there."""
        offset: int | None = 0
        while offset is not None and (offset := self._behind_newlines(offset)) < self._window.size:
            place = self._window.hold(offset, LONGEST_HEAD)
            found = self._form.head.match(self._window.bytes, place)
            head = self._form.parsed(found[1]) if found else None
            if found is None or head is None or head.length is None:
                begins = self._form.beginning.match(self._window.bytes, place)
                following = self._next(offset)
                self._note(CUT_OFF if begins and not found and following is None else DAMAGED, offset)
                offset = following
                continue
            start = self._window.start + found.end()
            length, following = self._block(offset, start, head)
            place = self._window.hold(start, min(length, BEGINNING))
            yield Found(offset, head, length, self._window.bytes[place : place + min(length, BEGINNING)])
            offset = following

    def _next(self, start: int) -> int | None:
        """Where the first record at `start` or beyond begins that says how long it is."""
        while start < self._window.size:
            place = self._window.hold(start, LONGEST_HEAD + 1)
            for found in self._form.search.finditer(self._window.bytes, place):
                if self._form.parsed(found[1]).length is not None:
                    return self._window.start + found.start()
            end = self._window.start + len(self._window.bytes)
            if end >= self._window.size:
                return None
            start = max(start + 1, end - LONGEST_HEAD)
        return None

    def _block(self, offset: int, start: int, head: RecordHead) -> tuple[int, int | None]:
        """How many bytes of its block a record has, and where the next begins, which shows whether that is right."""
        length, size = head.length or 0, self._window.size
        end = start + length
        if end <= size and self._follows(end):
            return length, end
        following = self._next(start)
        self._note(_damage(end, following, size), offset)
        if following is None:
            return min(length, size - start), None
        if end <= following:
            return length, following
        last = self._window.read(following - 4, 4) if following - 4 >= start else b""
        return following - start - (len(last) - len(last.rstrip(NEWLINES))), following

    def _follows(self, end: int) -> bool:
        following = self._window.read(end, self._form.peek + 4).lstrip(NEWLINES)
        return not following or bool(self._form.beginning.match(following))

    def _behind_newlines(self, offset: int) -> int:
        while offset < self._window.size:
            place = self._window.hold(offset, 1)
            rest = self._window.bytes[place : place + 64]
            passed = len(rest) - len(rest.lstrip(NEWLINES))
            offset += passed
            if passed < len(rest):
                break
        return offset


def _damage(end: int, following: int | None, size: int) -> str:
    """What is wrong with a record that should end at one place, where the next begins at another or not at all."""
    if following is None:
        return CUT_OFF if end > size else DAMAGED
    return DAMAGED if end < following else SHORTER
