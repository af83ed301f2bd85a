"""Reads a recording from one of its records on, compressed or not, a step at a time."""

from io import BytesIO
from typing import IO

from storage.decompression import LARGEST_STEP, DamagedError, steps
from storage.warc.scan.packing import Packing
from storage.warc.scan.record_head import LONGEST_HEAD, Form, RecordHead

CUT_OFF, DAMAGED = "cut off", "damaged"
_NEWLINES = b"\r\n"


class Stretch:
    """The bytes of a file from `offset` on: of one member where it is compressed, else as they stand.

    `damage` says, once the bytes have run out, why there are no more of a member; `cost` counts the bytes it took.
    """

    def __init__(self, stream: IO[bytes], offset: int, packing: Packing | None) -> None:
        self._stream = stream
        self._member = packing.new() if packing else None
        self._steps = steps(packing.step if packing else LARGEST_STEP)
        self._place = offset  # of the next byte to read from the file
        self._waiting = b""
        self.damage: str | None = None
        self.cost = 0

    @property
    def finished(self) -> bool:
        """Whether a member was read to its end, and was whole."""
        return self._member is not None and self._member.finished

    @property
    def end(self) -> int:
        """Where the member ends, once it has been read."""
        return self._place - (len(self._member.rest) if self._member else 0)

    def head(self, form: Form) -> RecordHead | None:
        """The head of the record that begins here, or None where none does."""
        while not (found := form.head.match(self._waiting)):
            beginning = self._waiting.lstrip(_NEWLINES)
            hopeless = (b"\n" in beginning or len(beginning) > form.peek) and not form.beginning.match(beginning)
            piece = b"" if hopeless or len(self._waiting) >= LONGEST_HEAD else self._more()
            if not piece:
                return None
            self._waiting += piece
        self._waiting = self._waiting[found.end() :]
        return form.parsed(found[1])

    def read(self, size: int) -> bytes:
        """So many bytes, or as many as there are."""
        taken = BytesIO()
        while (wanted := size - taken.tell()) > 0 and (piece := self._waiting or self._more()):
            taken.write(piece[:wanted])
            self._waiting = piece[wanted:]
        return taken.getvalue()

    def skip(self, size: int) -> int:
        """Pass over so many bytes; gives how many there were."""
        passed = 0
        while passed < size and (piece := self.read(min(size - passed, LARGEST_STEP))):
            passed += len(piece)
        return passed

    def _more(self) -> bytes:
        if self._member is None:
            return self._read_file()
        piece = self._unpack()
        self.cost += len(piece)
        return piece

    def _read_file(self) -> bytes:
        self._stream.seek(self._place)
        piece = self._stream.read(next(self._steps))
        self._place += len(piece)
        self.cost += len(piece)
        return piece

    def _unpack(self) -> bytes:
        assert self._member is not None
        while not self._member.finished and not self.damage:
            packed = self._member.rest or self._read_file()
            try:
                piece = self._member.feed(packed, LARGEST_STEP)
            except DamagedError:
                self.damage = DAMAGED
                return self._member.salvage()
            if piece:
                return piece
            if not packed:
                self.damage = CUT_OFF
        return b""
