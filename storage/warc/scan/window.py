"""Keeps a stretch of a file in memory, so that searches that go on where the last one ended read it once."""

import os
from typing import IO

WINDOW = 1024 * 1024  # bytes


class Window:
    """The stretch: `bytes` stand at `start` of a file of `size` bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)
        self.start = 0
        self.bytes = b""

    def hold(self, offset: int, size: int) -> int:
        """Hold `size` bytes from `offset` on, or what there is; gives where in `bytes` they begin."""
        end = min(offset + size, self.size)
        if not self.start <= offset or end > self.start + len(self.bytes):
            self._stream.seek(offset)
            self.start, self.bytes = offset, self._stream.read(WINDOW)
        return offset - self.start

    def read(self, offset: int, size: int) -> bytes:
        """Some bytes, without holding what is around them."""
        place = offset - self.start
        if place >= 0 and place + size <= len(self.bytes):
            return self.bytes[place : place + size]
        self._stream.seek(offset)
        return self._stream.read(size)
