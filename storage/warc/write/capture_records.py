"""The records that tell of a capture: the answer or a revisit, what belongs to it, and what they alone do not say.

A capture that was imported gets its own header block back, word for word, where its record can be made again byte for
byte: as its length and its digests say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from storage.records import Capture, RelatedRecord
from storage.warc.capture_metadata import MEDIA, metadata_of, uri_of
from storage.warc.digest import contradicted
from storage.warc.record import visit_of
from storage.warc.scan.record_head import WARC, RecordHead
from storage.warc.write.http_blocks import answer_head, request_block
from storage.warc.write.record import date, digest, new_id, record, whole
from storage.warc.write.written import Shown, WrittenRecords

RESPONSE, REQUEST = (f"application/http; msgtype={kind}" for kind in ("response", "request"))
Fields = list[tuple[str, str | None]]
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


@dataclass(frozen=True, slots=True)
class Replayable:
    """What an index says of a record besides where it stands; `mime` is that of a revisit, too, by its name."""

    url: str
    at: str
    status: int | None
    mime: str
    digest: str


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """A record to write, and what the index says of it, if it is one that can be shown; whether it is `as_recorded`."""

    data: bytes
    shown: Replayable | None = None
    as_recorded: bool = False


def records_of(capture: Capture, number: int, written: WrittenRecords) -> Iterator[MadeRecord]:
    """The records of a capture, `number` of the archive. What payloads were `written` is asked, and noted."""
    origin = capture.origin
    known = origin.record_id if origin else None
    record_id = f"<{known}>" if known else new_id(capture.url, capture.at, number)
    place: Fields = [("WARC-Target-URI", uri_of(capture.url)), ("WARC-Date", date(capture.at))]
    answer = _answer(capture, record_id, place, written) if capture.status is not None else None
    if answer is not None:
        yield answer
    beside = [*place, ("WARC-Concurrent-To", record_id if answer else None)]
    metadata_id = new_id("facts", record_id, capture.at)
    metadata = metadata_of(capture, as_recorded=answer is not None and answer.as_recorded)
    yield MadeRecord(record("metadata", [("WARC-Record-ID", metadata_id), *beside, ("Content-Type", MEDIA)], metadata))
    related = origin.related if origin else ()
    if capture.request is not None and not any(one.type == "request" for one in related):
        name = ("WARC-Record-ID", new_id("request", record_id, capture.at))
        block = request_block(capture.url, capture.request)
        yield MadeRecord(record("request", [name, *beside, ("Content-Type", REQUEST)], block))
    for one in related:
        yield MadeRecord(_related(one))


def _answer(capture: Capture, record_id: str, place: Fields, written: WrittenRecords) -> MadeRecord:
    body = capture.body or b""
    payload = sha256(body).digest()
    refers = bool(body) and not capture.flawed  # what is not whole is written as it is, and nothing refers to it
    before = written.with_payload(payload) if refers else None
    own = _as_recorded(capture, before)
    # Replay tools show a redirect that is a revisit without its body, so it is written whole.
    kind, data = own or _anew(capture, record_id, place, None if _redirects(capture) else before)
    if refers and kind != "revisit":
        written.add_payload(payload, Shown(record_id, uri_of(capture.url), capture.at))
    media = capture.headers.get("content-type", "").partition(";")[0].strip()
    mime = "warc/revisit" if kind == "revisit" else media
    shown = Replayable(uri_of(capture.url), date(capture.at), capture.status, mime, digest("sha1", body))
    return MadeRecord(data, shown, own is not None)


def _redirects(capture: Capture) -> bool:
    return capture.status is not None and 300 <= capture.status < 400


def _anew(capture: Capture, record_id: str, place: Fields, before: Shown | None) -> tuple[str, bytes]:
    """The record of an answer, its type first: a revisit where another record has the payload."""
    body = capture.body or b""
    fields = [("WARC-Record-ID", record_id), *place, ("WARC-IP-Address", capture.peer), ("Content-Type", RESPONSE)]
    if capture.status == 304:
        fields += [("WARC-Profile", PROFILE + "server-not-modified")]
        return "revisit", record("revisit", fields, answer_head(capture))
    fields += [("WARC-Payload-Digest", digest("sha1", body))]
    if before is not None:
        return "revisit", record("revisit", [*fields, *_refers_to(before)], answer_head(capture))
    fields += [("WARC-Truncated", "unspecified")] if capture.flawed else []
    return "response", record("response", fields, answer_head(capture) + body)


def _refers_to(shown: Shown) -> Fields:
    return [
        ("WARC-Profile", PROFILE + "identical-payload-digest"),
        ("WARC-Refers-To", shown.record_id),
        ("WARC-Refers-To-Target-URI", shown.url),
        ("WARC-Refers-To-Date", date(shown.at)),
    ]


def _as_recorded(capture: Capture, before: Shown | None) -> tuple[str, bytes] | None:
    """A capture's own record, its type first; None where it cannot be made again, or would refer to nothing here."""
    header = capture.origin.header if capture.origin else b""
    if not WARC.head.fullmatch(header):
        return None
    head, body = WARC.parsed(header), capture.body or b""
    if visit_of(head.fields) != (capture.url, capture.at):  # a replay may ask for it under another scheme
        return None
    kind = head.fields.get("warc-type", "").lower()
    if kind == "resource":
        block = body
    elif kind == "response":
        block = answer_head(capture, verbatim=True) + body
    elif kind == "revisit" and (not body or before is not None):
        block = answer_head(capture, verbatim=True) if head.length else b""
    else:
        return None
    return (kind, whole(header, block)) if _fits(head, block, body) else None


def _fits(head: RecordHead, block: bytes, body: bytes) -> bool:
    """Whether a block is the one that a header was written for."""
    if head.length != len(block) or "warc-segment-number" in head.fields:
        return False
    return contradicted(head.fields, [block], [body]) is None


def _related(one: RelatedRecord) -> bytes:
    """A related record as it was kept: its own header, unless its content was kept in part."""
    head = WARC.parsed(one.header)
    if head.length == len(one.content) and WARC.head.fullmatch(one.header):
        return whole(one.header, one.content)
    names = ("warc-record-id", "warc-target-uri", "warc-date", "warc-concurrent-to", "warc-refers-to", "content-type")
    fields = [(name, head.fields.get(name)) for name in names]
    return record(one.type, [*fields, ("WARC-Truncated", "length")], one.content)
