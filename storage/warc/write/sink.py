"""A stream that is written once, from its beginning, and knows what was written."""

import hashlib
import io
from typing import IO, Any


class Sink(io.RawIOBase):
    """Passes bytes on to a stream, and knows their number and their SHA-256. Closing it leaves the stream open."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: Any) -> int:
        """Write bytes."""
        self._digest.update(data)
        length = memoryview(data).nbytes
        self.size += length
        self._stream.write(data)
        return length

    def writable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self.size

    @property
    def sha256(self) -> str:
        """Their digest, in hexadecimal."""
        return self._digest.hexdigest()
