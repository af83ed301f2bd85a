"""WARC and WACZ in: finds the visits in files of any size and gives their answers one at a time.

WARC is ISO 28500 (versions 1.0 and 1.1), plain or compressed record by record; one that is compressed as a whole is
unpacked first. A WACZ is a ZIP whose `archive/` holds WARCs (WACZ 1.1.1, 5.2.1).
"""

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from gzip import GzipFile
from pathlib import Path
from typing import IO

from storage.errors import WarcError
from storage.warc.http_message import answer, broken_digest
from storage.warc.index import Index, Record
from storage.warc.scan import LARGEST, PIECE, Found, Stretch, in_one_piece, is_packed, records

LARGEST_BODY = 64 * 1024 * 1024  # a release is some 100 kB; what is larger is no page
RATIO, SLACK = 200, 64 * 1024 * 1024  # what unpacks to more than so many times its size is no recording of pages
NOT_MODIFIED = "server-not-modified"  # the end of that profile's address (WARC 1.1, 6.7.3)


@dataclass(frozen=True, slots=True)
class Response:
    """One recorded answer: the address asked, the record's own date, status, headers, and the body as it came.

    The transfer coding is undone, the content coding (`content-encoding`) is not. `flaw` says why an answer is not the
    whole one that came; its bytes are given all the same. `refers` is the visit that showed the bytes which a revisit
    leaves out, where the files do not hold it. A file recorded without HTTP (`resource`) has status 200.
    """

    url: str
    at: datetime
    status: int | None
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    flaw: str | None = None
    refers: tuple[str, datetime] | None = None


class Recording:
    """WARC and WACZ files opened together, their visits found. Use it as a context manager.

    The index stands in a temporary file, so that memory stays flat at any size; `tell` hears how many records were
    found so far. Damage is counted in `index.troubles`. Raises WarcError for a file that is neither.
    """

    def __init__(self, *paths: str | Path, tell: Callable[[int], None] = lambda _: None) -> None:
        self.name = ", ".join(Path(path).name for path in paths)
        self.index = Index()
        self._closing = ExitStack()
        self._closing.callback(self.index.close)
        self._warcs: list[tuple[IO[bytes], bool]] = []
        self._found = 0
        self._tell = tell
        try:
            for path in map(Path, paths):
                self._open(path)
        except BaseException:
            self._closing.close()
            raise
        self.count = len(self.index)

    def __enter__(self) -> "Recording":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files and drop the index."""
        self._closing.close()

    def find(self, url: str) -> Response | None:
        """The newest answer recorded for `url`, under http or https, or None."""
        other = "http" + url[5:] if url.startswith("https:") else "https" + url[4:]
        found = self.index.newest(url) or self.index.newest(other)
        return self.read(found) if found else None

    def read(self, record: Record) -> Response:
        """The answer that a record holds. Never raises for a bad record."""
        if record.length > LARGEST:
            return _failed(record, f"the record is larger than {LARGEST_BODY // 1024**2} MB")
        stream, packed = self._warcs[record.warc]
        stretch = Stretch(stream, record.offset, packed=packed)
        fields = stretch.fields() or {}
        block = stretch.read(record.length)
        stretch.read(PIECE)  # the end of a member holds its checksum
        flaw = _flaw(fields, block, stretch.damage)
        if record.kind == "resource":
            headers = {"content-type": fields["content-type"]} if "content-type" in fields else {}
            flaw = flaw or _contradicted(fields, block, [block])
            return Response(record.url, record.at, 200, headers, block, flaw)
        if record.kind == "revisit":
            return self._again(record, fields, block, flaw)
        heard = answer(block)
        if heard is None:
            return _failed(record, flaw or "the record holds no HTTP answer")
        flaw = flaw or _contradicted(fields, block, [heard.raw, heard.body])
        flaw = flaw or ("the recording is cut off" if heard.cut else None)
        return Response(record.url, record.at, heard.status, heard.headers, heard.body, flaw)

    def _again(self, record: Record, fields: dict[str, str], block: bytes, flaw: str | None) -> Response:
        """The answer of a revisit: "not modified", or its own headers with the payload of the record it refers to."""
        heard = answer(block)
        headers = heard.headers if heard else {}
        if fields.get("warc-profile", "").rstrip("/").endswith(NOT_MODIFIED) or (heard and heard.status == 304):
            return Response(record.url, record.at, 304, headers, b"", flaw)
        before = self.index.payload_of(record)
        if before is None:
            status = heard.status if heard else 200
            flaw = flaw or "the file does not hold the payload that the revisit refers to"
            return Response(record.url, record.at, status, headers, b"", flaw, record.refers)
        shown = self.read(before)
        coding = {name: value for name, value in shown.headers.items() if name == "content-encoding"}
        own = {name: value for name, value in (headers or shown.headers).items() if name != "content-encoding"}
        return replace(shown, url=record.url, at=record.at, headers={**own, **coding}, flaw=flaw or shown.flaw)

    def _open(self, path: Path) -> None:
        before = self._found
        try:
            if zipfile.is_zipfile(path):
                self._open_wacz(path)
            else:
                self._add(path.name, self._closing.enter_context(path.open("rb")))
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            # An unknown compression and an encrypted member raise the latter two.
            raise WarcError(f"cannot open {path}: {getattr(error, 'strerror', None) or error}") from None
        if self._found == before:
            raise WarcError(f"{path} holds no record; is it a WARC or WACZ file?")

    def _open_wacz(self, path: Path) -> None:
        archive = self._closing.enter_context(zipfile.ZipFile(path))
        members = [one for one in archive.infolist() if one.filename.startswith("archive/") and not one.is_dir()]
        if not members:
            raise WarcError(f"{path} is a ZIP without an archive/ folder, so no WACZ")
        for member in members:
            # A record is looked up by its offset; seeking inside a deflated member would unpack it from its start.
            with archive.open(member) as packed:
                self._add(member.filename, self._unpacked(member.filename, packed, member.compress_size))

    def _add(self, name: str, stream: IO[bytes]) -> None:
        if is_packed(stream) and in_one_piece(stream):
            size = stream.seek(0, 2)
            stream.seek(0)
            stream = self._unpacked(name, GzipFile(fileobj=stream), size)
        packed = is_packed(stream)
        self._warcs.append((stream, packed))

        def note(kind: str, offset: int) -> None:
            self.index.note(f"records {kind}", f"{name}, byte {offset}")

        self.index.add(len(self._warcs) - 1, name, self._counted(records(stream, note, packed=packed)))

    def _unpacked(self, name: str, packed: IO[bytes] | GzipFile, size: int) -> IO[bytes]:
        """A temporary file with what `packed` unpacks to, as far as it does and within reason."""
        unpacked = self._closing.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed with the rest
        room = RATIO * size + SLACK
        try:
            while room > 0 and (piece := packed.read(min(PIECE, room))):
                room -= unpacked.write(piece)
            if room <= 0:
                self.index.note("files that unpack to more than is reasonable", name)
        except (EOFError, zlib.error, zipfile.BadZipFile) as error:
            self.index.note("files that do not unpack to their end", f"{name} ({error})")
        return unpacked

    def _counted(self, found: Iterator[Found]) -> Iterator[Found]:
        for one in found:
            self._found += 1
            self._tell(self._found)
            yield one


def _failed(record: Record, flaw: str) -> Response:
    return Response(record.url, record.at, None, {}, b"", flaw)


def _flaw(fields: dict[str, str], block: bytes, damage: str | None) -> str | None:
    """Why the bytes of a record are not all that came, or None."""
    if damage or len(block) < int(fields.get("content-length", "0")):
        return f"the record is {damage or 'shorter than its Content-Length'}"
    cut = fields.get("warc-truncated")
    return f"the recording is cut off (WARC-Truncated: {cut})" if cut else None


def _contradicted(fields: dict[str, str], block: bytes, payloads: list[bytes]) -> str | None:
    name = broken_digest(fields, block, payloads)
    return f"the record's bytes contradict its {name}" if name else None
