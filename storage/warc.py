"""WARC and WACZ in: finds the responses in a file, whatever its size, and gives them one at a time.

WARC is ISO 28500 (versions 1.0 and 1.1), plain or compressed record by record; a WACZ is a ZIP whose `archive/` holds
WARCs (WACZ 1.1.1, 5.2.1).
"""

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from storage.errors import WarcError

LARGEST_BODY = 64 * 1024 * 1024  # a release is some 100 kB; what is larger is no page


@dataclass(frozen=True, slots=True)
class Response:
    """One recorded answer: the address asked, the record's own date, status, headers, and the body as it came.

    The transfer coding is undone, the content coding (`content-encoding`) is not.
    """

    url: str
    at: datetime
    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Recording:
    """A WARC or WACZ opened for looking addresses up, as a replay does. Use it as a context manager.

    The index stands in a temporary file, so that memory stays flat at any size. Raises WarcError for a file that is
    neither.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self.name = self._path.name
        self._closing = ExitStack()
        try:
            self._warcs = [self._closing.enter_context(stream) for stream in self._streams()]
            self._index = self._closing.enter_context(_index_file())
            self.count = sum(self._add(number, stream) for number, stream in enumerate(self._warcs))
        except BaseException:
            self._closing.close()
            raise
        if self.count == 0:
            self._closing.close()
            raise WarcError(f"{self._path} holds no HTTP response; is it a WARC or WACZ file?")

    def __enter__(self) -> "Recording":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and drop the index."""
        self._closing.close()

    def find(self, url: str) -> Response | None:
        """The newest answer recorded for `url`, under http or https, or None."""
        other = "http" + url[5:] if url.startswith("https:") else "https" + url[4:]
        for address in (url, other):
            query = "SELECT warc, offset FROM response WHERE url = ? ORDER BY at DESC LIMIT 1"
            row = self._index.execute(query, (address,)).fetchone()
            if row is not None:
                return self._read(*row)
        return None

    def _streams(self) -> Iterator[IO[bytes]]:
        try:
            if not zipfile.is_zipfile(self._path):
                yield self._path.open("rb")
                return
            archive = self._closing.enter_context(zipfile.ZipFile(self._path))
        except OSError as error:
            raise WarcError(f"cannot open {self._path}: {error.strerror or error}") from None
        names = [name for name in archive.namelist() if name.startswith("archive/") and not name.endswith("/")]
        if not names:
            raise WarcError(f"{self._path} is a ZIP without an archive/ folder, so no WACZ")
        for name in names:
            # A record is looked up by its offset; seeking inside a deflated member would unpack it from its start.
            unpacked = tempfile.TemporaryFile()
            with archive.open(name) as member:
                shutil.copyfileobj(member, unpacked)
            unpacked.seek(0)
            yield unpacked

    def _add(self, number: int, stream: IO[bytes]) -> int:
        try:
            rows = (
                (record.headers["WARC-Target-URI"].strip("<>"), number, record.stream_pos, record.headers["WARC-Date"])
                for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False)
                if "WARC-Target-URI" in record.headers and "WARC-Date" in record.headers
            )
            with self._index:
                return self._index.executemany("INSERT INTO response VALUES (?, ?, ?, ?)", rows).rowcount
        except OSError as error:
            raise WarcError(f"{self._path} is no WARC or WACZ file, or is damaged: {error}") from None

    def _read(self, warc: int, offset: int) -> Response | None:
        stream = self._warcs[warc]
        stream.seek(offset)
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="transfer"):
            return response(record)
        return None


def response(record: WarcRecord) -> Response | None:
    """The answer in a response record, or None where the record holds no HTTP answer that can be read."""
    if not record.is_http_parsed or record.http_headers is None or record.http_headers.status_code is None:
        return None
    body = record.reader.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return None
    return Response(
        url=record.headers["WARC-Target-URI"].strip("<>"),
        at=record.record_date.astimezone(UTC),
        status=record.http_headers.status_code,
        headers=joined(record.http_headers.astuples()),
        body=body,
    )


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    return headers


@contextmanager
def _index_file() -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        # A crawl looks up from helper threads; `Recording` is asked one address at a time.
        index = sqlite3.connect(Path(folder) / "index.db", check_same_thread=False)
        try:
            index.execute("PRAGMA synchronous = OFF")
            index.execute("CREATE TABLE response (url TEXT, warc INTEGER, offset INTEGER, at TEXT)")
            index.execute("CREATE INDEX url ON response (url, at)")
            yield index
        finally:
            index.close()
