"""Reads records: gives each as a capture, with the records that belong to it and with where it stands."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import IO

from storage.records import Capture, CaptureKind, HttpRequest, Origin, RecordingFile, RelatedRecord
from storage.warc.capture_metadata import is_capture_metadata, restored
from storage.warc.companions import Place, Segment
from storage.warc.content import TOO_LARGE, Block, Content, resource, response
from storage.warc.digest import computed, digest_of
from storage.warc.http_message import request_of
from storage.warc.index import Index
from storage.warc.record import Record
from storage.warc.revisit import Reference, Revisits
from storage.warc.scan.packing import Packing
from storage.warc.scan.record_head import Form, RecordHead
from storage.warc.scan.stretch import DAMAGED, Stretch

LARGEST = 65 * 1024 * 1024  # a block beyond this is never read
LARGEST_RELATED = 64 * 1024  # bytes kept of a related record's content
_MEMBER_END = 64 * 1024
RECORD_END = 4  # bytes behind a block: two empty lines
_NOTHING = RecordHead(b"", {})


@dataclass(frozen=True, slots=True)
class Warc:
    """One WARC or ARC, opened: its bytes, how they are compressed, its form; the file it is, or the member of it.

    `breaks` are the places where the bytes of what was unpacked as a whole break off: what ends there is damaged.
    """

    stream: IO[bytes] = field(repr=False)
    packing: Packing | None
    form: Form
    file: RecordingFile
    member: str = ""
    breaks: tuple[int, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """What it is called in what is noted."""
        return f"{self.file.name}: {self.member}" if self.member else self.file.name


class Reader:
    """Reads the records that an index has, from the files they stand in."""

    def __init__(self, index: Index, warcs: list[Warc]) -> None:
        self._index = index
        self._warcs = warcs
        self._revisits = Revisits(index.lookup, self._other, self._digest_all)
        self._digested: set[str] = set()

    def capture(self, record: Record, kind: CaptureKind) -> Capture:
        """The capture that a record holds. Never raises for a bad record."""
        block = self._block(record)
        related = self._related(record)
        request = next((found for one in related if (found := _request(one))), None)
        content = self._content(record, block, request.method if request else "GET", {record.id})
        warc = self._warcs[record.warc]
        header = block.head.text
        origin = Origin(warc.file, warc.member, record.offset, record.record_id, header, related)
        capture = Capture(
            url=record.url,
            at=record.at,
            kind=kind,
            status=content.status,
            status_line=content.status_line,
            fields=content.fields,
            header=content.header,
            trailers=content.trailers,
            body=content.body,
            reason=content.reason,
            transferred=content.transferred,
            request=request,
            peer=block.fields.get("warc-ip-address"),
            origin=origin,
        )
        beside = [one.content for one in related if is_capture_metadata(one.type, one.content)]
        told = [block.data] if record.kind == "metadata" else beside
        return restored(capture, told[0]) if told else capture

    def reference(self, record: Record) -> Reference | None:
        """What would complete a revisit whose payload its file does not hold."""
        if record.kind != "revisit":
            return None
        block = self._block(record)
        return self._revisits.reference(record, block, self._content(record, block, "GET", {record.id}))

    def _content(self, record: Record, block: Block, method: str, seen: set[int]) -> Content:
        if block.flaw == TOO_LARGE:
            return Content(reason=TOO_LARGE)
        if record.kind == "metadata":
            return Content(reason="the record holds no HTTP answer")
        if record.kind == "revisit":
            return self._revisits.content(record, block, seen)
        return resource(block) if record.kind == "resource" else response(block, method)

    def _other(self, record: Record, seen: set[int]) -> Content:
        """The content of a record that another refers to."""
        return self._content(record, self._block(record), "GET", seen)

    def _block(self, record: Record) -> Block:
        head, data, flaw = self._read(Place(record.warc, record.offset, record.length, record.kind))
        if flaw is None and "warc-segment-number" in head.fields:
            return self._joined(record, head, data)
        return Block(head, data, data, flaw)

    def _joined(self, record: Record, head: RecordHead, first: bytes) -> Block:
        """A segmented record with its continuations (WARC 1.1, 6.8 and 8)."""
        segments = self._index.companions.segments(record.record_id)
        size = len(first) + sum(one.place.length for one in segments)
        flaw = TOO_LARGE if size > LARGEST else _gap(head, segments, size)
        if flaw:
            return Block(head, first, first, flaw)
        pieces = [first]
        for one in segments:
            other, data, damage = self._read(one.place)
            stated = digest_of(other.fields.get("warc-block-digest", ""))
            contradiction = (
                None if stated is None or stated.holds(data) else "a segment contradicts its WARC-Block-Digest"
            )
            flaw = flaw or damage or contradiction
            pieces.append(data)
        return Block(head, b"".join(pieces), first, flaw)

    def _read(self, place: Place, most: int = LARGEST) -> tuple[RecordHead, bytes, str | None]:
        """A record's head and block, and why the block is not all of it."""
        warc = self._warcs[place.warc]
        stretch = Stretch(warc.stream, place.offset, warc.packing)
        head = stretch.head(warc.form) or _NOTHING
        if place.length > LARGEST:
            return head, b"", TOO_LARGE
        data = stretch.read(min(place.length, most))
        if warc.packing and len(data) == place.length:
            stretch.read(_MEMBER_END)  # which holds its checksum
        damage = stretch.damage or _damage(warc, place, head)
        return head, data, f"the record is {damage}" if damage else None

    def _related(self, record: Record) -> tuple[RelatedRecord, ...]:
        found: dict[RelatedRecord, None] = {}
        for place in self._index.companions.of(record):
            if (place.warc, place.offset) != (record.warc, record.offset):
                head, content, _ = self._read(place, LARGEST_RELATED)
                if is_capture_metadata(place.type, content) and place.length > LARGEST_RELATED:  # no use in part
                    head, content, _ = self._read(place)
                found[RelatedRecord(place.type, head.text, content)] = None
        return tuple(found)

    def _digest_all(self, algorithm: str) -> None:
        """Take the digests of the payloads whose records state none, once, for the revisits that need them."""
        if algorithm in self._digested:
            return
        self._digested.add(algorithm)
        for record in self._index.lookup.undigested(algorithm):
            forms = self._other(record, {record.id}).payloads
            self._index.lookup.add_payload(record, {f"{algorithm}:{computed(algorithm, one).hex()}" for one in forms})


def _damage(warc: Warc, place: Place, head: RecordHead) -> str | None:
    if place.length < (head.length or 0):
        return "shorter than its Content-Length"
    following = bisect_right(warc.breaks, place.offset)
    end = place.offset + len(head.text) + place.length + RECORD_END
    return DAMAGED if following < len(warc.breaks) and warc.breaks[following] <= end else None


def _gap(head: RecordHead, segments: list[Segment], size: int) -> str | None:
    """Why a segmented record cannot be joined: all segments, and the whole length, must be there."""
    numbers = [1, *(one.number for one in segments)]
    if head.fields["warc-segment-number"] != "1" or numbers != list(range(1, len(numbers) + 1)):
        return "a segment of the record is not in the file"
    if len(numbers) == 1 or segments[-1].total is None:
        return "the last segment of the record is not in the file"
    return None if segments[-1].total == size else "the segments of the record are not as long as they should be"


def _request(related: RelatedRecord) -> HttpRequest | None:
    """The request in a related record. Without the digest of its body where that was not kept whole."""
    found = request_of(related.content) if related.type == "request" else None
    return replace(found, body_sha256=None) if found and len(related.content) == LARGEST_RELATED else found
