"""Answers that may be large: what a client has not taken yet waits in a file, and not in memory."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from tempfile import TemporaryFile
from typing import IO
from weakref import WeakSet

from fastapi import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE = 65_536  # bytes
LARGE = 1_000_000  # bytes; what is longer waits in a file
HELD = 2  # answers that wait in memory where there can be no file: captures of 30 MB are known

_held: "WeakSet[InPieces]" = WeakSet()  # those; large ones are made in one thread


class InPieces(Response):
    """An answer of which memory holds a piece at a time, however many clients take theirs, and however slowly.

    Where no file can be made, it is held whole; raises HTTPException where so many are held already.
    """

    def __init__(self, content: bytes, status_code: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(content, status_code, headers)
        self._waiting: IO[bytes] | None = None
        if len(content) > LARGE:
            try:
                self._waiting = _in_a_file(content)
            except OSError:  # a full disk, or none that may be written to
                if len(_held) >= HELD:
                    told = "others are taking large captures, and the disk has no room for this one; ask again"
                    raise HTTPException(503, told, {"Retry-After": "10"}) from None
                _held.add(self)
                return
            self.body = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with self._waiting or nullcontext():
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            for piece in self._pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _pieces(self) -> Iterator[bytes]:
        if self._waiting is None:
            yield from (bytes(self.body[place : place + PIECE]) for place in range(0, len(self.body), PIECE))
        else:
            while piece := self._waiting.read(PIECE):  # written a moment ago: the system has it in memory
                yield piece


def _in_a_file(content: bytes) -> IO[bytes]:
    """A file without a name that has the content, to be read from its beginning. Raises OSError."""
    file = TemporaryFile()  # noqa: SIM115 - closed when it is read
    try:
        file.write(content)
        file.seek(0)
    except OSError:
        file.close()
        raise
    return file
