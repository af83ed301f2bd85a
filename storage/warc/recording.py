"""Recordings in: finds the visits in WARC, ARC and WACZ files of any size and gives them one at a time.

WARC is ISO 28500 (versions 1.0 and 1.1), plain or compressed record by record with gzip or zstd; one that is compressed
as a whole is unpacked first. ARC is its forerunner.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from storage.errors import WarcError
from storage.records import Capture, CaptureKind, RecordingFile, other_scheme
from storage.warc.files import opened, records, unpacked
from storage.warc.index import Index
from storage.warc.reader import Reader, Warc
from storage.warc.record import Record
from storage.warc.revisit import Reference
from storage.warc.scan.members import SeveralInOneError
from storage.warc.scan.plain import Found

LONGEST_TYPE = 40  # characters shown of a record's type that nobody knows


class Recording:
    """WARC, ARC and WACZ files opened together, their visits found. Use it as a context manager.

    The index stands in a temporary file, so that memory stays flat at any size; `tell` hears how many records were
    found so far. Damage is counted in `index.troubles`. Raises WarcError for a file that is none of them.
    """

    def __init__(self, *paths: str | Path, tell: Callable[[int], None] = lambda _: None) -> None:
        self.name = ", ".join(Path(path).name for path in paths)
        self.index = Index()
        self._closing = ExitStack()
        self._closing.callback(self.index.close)
        self._warcs: list[Warc] = []
        self._reader = Reader(self.index, self._warcs)
        self._found = 0
        self._tell = tell
        try:
            for path in map(Path, paths):
                self._open(path)
            self._settle()
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

    def find(self, url: str) -> Capture | None:
        """What an address answered, under http or https, or None where no answer of it is recorded.

        The newest whole answer with status 200 comes before a newer failure, since a replay asks what was there.
        """
        second: Capture | None = None
        for good in (True, False):
            for address in dict.fromkeys((url, other_scheme(url))):
                for record in self.index.lookup.answers(address, good=good):
                    shown = self.read(record)
                    if _is_telling(shown):
                        return shown
                    if shown.status is not None and (second is None or (second.flawed and not shown.flawed)):
                        second = shown
        return second

    def read(self, record: Record, kind: CaptureKind = "release") -> Capture:
        """The capture that a record holds, which is of that kind. Never raises for a bad record."""
        return self._reader.capture(record, kind)

    def reference(self, record: Record) -> Reference | None:
        """What would complete a revisit that only lacks a payload that the files do not hold; None for any other."""
        return self._reader.reference(record)

    def place(self, record: Record) -> tuple[RecordingFile, str]:
        """The file in which a record stands, and the member of it that is its WARC; empty where the file is one."""
        warc = self._warcs[record.warc]
        return warc.file, warc.member

    def _open(self, path: Path) -> None:
        before = self._found
        for warc in opened(path, self._closing, self.index.note):
            self._add(warc)
        if self._found == before:
            raise WarcError(f"{path} holds no record; is it a WARC, ARC or WACZ file?")

    def _add(self, warc: Warc) -> None:
        before, number = self._found, len(self._warcs)
        self._warcs.append(warc)
        try:
            self._take_up(number, warc)
        except SeveralInOneError:
            self._found = before
            self._warcs[number] = unpacked(warc, self._closing, self.index.note)
            self._take_up(number, self._warcs[number])

    def _take_up(self, number: int, warc: Warc) -> None:
        def note(kind: str, offset: int) -> None:
            self.index.note(f"records {kind}", f"{warc.name}, byte {offset}")

        self.index.add(number, warc.name, self._counted(records(warc, note)))

    def _counted(self, found: Iterator[Found]) -> Iterator[Found]:
        for one in found:
            self._found += 1
            self._tell(self._found)
            yield one

    def _settle(self) -> None:
        """Note what belongs to no capture, and forget exact duplicates: the same answer of one address at one time."""
        for place in self.index.companions.left_over():
            where = f"{self._warcs[place.warc].name}, byte {place.offset}"
            self.index.note(*_left_over(place.type, where))
        for group in self.index.lookup.alike():
            self.index.lookup.drop(self._repeated(group))

    def _repeated(self, group: list[Record]) -> Iterator[Record]:
        known = set[object]()
        for record in group:
            shown = self.read(record)
            body = hashlib.sha256(shown.body).digest() if shown.body is not None else None
            answer = record.kind, shown.status, body, shown.reason
            if answer in known:
                yield record
            known.add(answer)


def _is_telling(shown: Capture) -> bool:
    """Whether it is a whole answer that says what was there: OPTIONS and many a failure give 200 and nothing."""
    return shown.status not in (None, 304) and not shown.flawed and (shown.status != 200 or bool(shown.body))


def _left_over(kind: str, where: str) -> tuple[str, str]:
    """The trouble that a record of a kind is that belongs to no capture."""
    if kind in ("continuation", "conversion"):
        return f"{kind} records that belong to no capture", where
    return "records of an unknown type", f"{where} ({kind[:LONGEST_TYPE]!r})"
