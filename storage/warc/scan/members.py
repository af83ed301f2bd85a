"""Finds the records of a recording that is compressed record by record, as gzip members or zstd frames."""

from collections.abc import Iterator
from typing import IO

from storage.warc.scan.packing import Packing, behind_skippable
from storage.warc.scan.plain import BEGINNING, NEWLINES, SHORTER, UNSEARCHED, Found, Note
from storage.warc.scan.record_head import LONGEST_HEAD, Form, RecordHead
from storage.warc.scan.stretch import DAMAGED, Stretch
from storage.warc.scan.window import Window

RATIO, SLACK = 200, 64 * 1024 * 1024  # what unpacks to more than so many times its size is no recording of pages
GOING_BACK = 20  # times the size of a file that may be read again in looking for records inside damaged ones
FREE = 1024  # bytes of a look into a member that are too few to count


class SeveralInOneError(Exception):
    """Raised by a scan that meets a member with several records: none of them can be looked up where it stands."""


class Members:
    """The members of a file. The stream is ours meanwhile; `note` hears of damage."""

    def __init__(self, stream: IO[bytes], note: Note, form: Form, packing: Packing) -> None:
        self._stream = stream
        self._window = Window(stream)
        self._note = note
        self._form = form
        self._packing = packing
        self._cost = 0  # bytes read of members that did not hold what they should

    def records(self) -> Iterator[Found]:
        """The records in the order they stand there. Raises SeveralInOneError."""
        offset: int | None = 0
        while offset is not None and (offset := behind_skippable(self._stream, offset)) < self._window.size:
            member = Stretch(self._stream, offset, self._packing)
            head = member.head(self._form)
            if head is None or head.length is None:
                empty = head is None and not member.read(BEGINNING).strip(NEWLINES)
                if member.damage or not empty:
                    self._note(member.damage or DAMAGED, offset)
                offset = self._beyond(member, offset)
                continue
            beginning = member.read(min(head.length, BEGINNING))
            if head.length > RATIO * (self._window.size - offset) + SLACK:  # nobody reads it, nor unpacks it to its end
                held, following = head.length, self._next(offset + 1)
            else:
                held = len(beginning) + member.skip(head.length - len(beginning))
                following = self._end(member, offset, held, head)
            yield Found(offset, head, held, beginning)
            offset = following

    def _end(self, member: Stretch, offset: int, held: int, head: RecordHead) -> int | None:
        """Where the next record begins, once a record's block has been read."""
        rest = member.read(LONGEST_HEAD).lstrip(NEWLINES)
        if rest and self._form.beginning.match(rest):
            raise SeveralInOneError
        if rest and not member.damage:
            member.damage = DAMAGED  # more than its Content-Length says
        if member.damage:
            self._note(member.damage, offset)
            return self._beyond(member, offset)
        if held < (head.length or 0):
            self._note(SHORTER, offset)
        return member.end

    def _beyond(self, member: Stretch, offset: int) -> int | None:
        """Where to go on behind a member that is damaged. A record may begin inside it, and is looked for there.

        What damaged members make to be read again and again is bounded: members may stand inside one another.
        """
        if member.finished:
            return member.end
        self._cost += member.cost
        return self._next(offset + 1 if self._affordable else max(offset + 1, member.end))

    @property
    def _affordable(self) -> bool:
        return self._cost <= GOING_BACK * self._window.size + SLACK

    def unpacked(self) -> Iterator[bytes | None]:
        """What all members unpack to, a piece at a time, as far as they do; None where a damaged one breaks off."""
        offset: int | None = 0
        while offset is not None and (offset := behind_skippable(self._stream, offset)) < self._window.size:
            member, some = Stretch(self._stream, offset, self._packing), False
            while piece := member.read(BEGINNING):
                some = True
                yield piece
            if member.damage:
                self._note(member.damage, offset)
            if some and member.damage == DAMAGED:
                yield None
            offset = self._beyond(member, offset)

    def _next(self, start: int) -> int | None:
        """Where the first member at `start` or beyond begins that holds the beginning of a record."""
        while start < self._window.size:
            place = self._window.hold(start, self._packing.probe)
            while (place := self._window.bytes.find(self._packing.magic, place)) >= 0:
                offset = self._window.start + place
                if offset + self._packing.probe > self._window.start + len(self._window.bytes):
                    place = self._window.hold(offset, self._packing.probe)
                packed = self._window.bytes[place : place + self._packing.probe]
                if self._holds_record(packed):
                    return self._window.start + place
                self._cost += max(0, len(packed) - FREE)
                if not self._affordable:
                    self._note(UNSEARCHED, self._window.start + place)
                    return None
                place += 1
            start = max(start + 1, self._window.start + len(self._window.bytes) - len(self._packing.magic) + 1)
        return None

    def _holds_record(self, packed: bytes) -> bool:
        return bool(self._form.beginning.match(self._packing.begins(packed, self._form.peek).lstrip(NEWLINES)))
