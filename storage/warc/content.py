"""What one record's block says: the answer in it, with everything that speaks against its being the whole one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storage.content_encoding import codings, decoded, is_plain
from storage.records import Fields, Transferred
from storage.warc.digest import Bytes, contradicted
from storage.warc.http_message import BODILESS, LARGEST_BODY, Answer, answer
from storage.warc.scan.record_head import RecordHead

TOO_LARGE = f"the record is larger than {LARGEST_BODY // 1024**2} MB"


@dataclass(frozen=True, slots=True)
class Block:
    """The block of a record, the segments of one joined; `first` is what stands in the record itself.

    `flaw` says why it is not all that was recorded.
    """

    head: RecordHead
    data: bytes = field(repr=False)
    first: bytes = field(repr=False)
    flaw: str | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields of the record."""
        return self.head.fields

    @property
    def truncated(self) -> str | None:
        """Why the recorder left out a part, as a reason; None where it did not."""
        why = self.fields.get("warc-truncated")
        return f"the recording is cut off (WARC-Truncated: {why})" if why else None


@dataclass(frozen=True, slots=True)
class Content:
    """An answer as a record has it, its transfer and content codings undone; `reason` says why it is not whole.

    `payloads` are all the forms of its body that a digest may be of. `missing` is set of a revisit that only lacks the
    payload it refers to; `denied` where what it refers to has another digest than it states.
    """

    status: int | None = None
    status_line: str | None = None
    fields: Fields = field(default=(), repr=False)
    header: str | None = field(default=None, repr=False)
    trailers: Fields = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    transferred: Transferred | None = None
    reason: str | None = None
    payloads: tuple[Bytes, ...] = field(default=(), repr=False)
    missing: bool = False
    denied: bool = False


def resource(block: Block) -> Content:
    """A file recorded without HTTP: status 200, and its media type as the only field."""
    media = block.fields.get("content-type")
    data = block.data
    reason = block.flaw or block.truncated or denial(block, [data])
    fields = (("Content-Type", media),) if media else ()
    return Content(200, fields=fields, body=data, reason=reason, payloads=(data,))


def response(block: Block, method: str) -> Content:
    """The answer to a request with a method."""
    heard = answer(block.data)
    if heard is None:
        return Content(reason=block.flaw or block.truncated or "the record holds no HTTP answer")
    coding = heard.head.headers.get("content-encoding", "")
    body, flag = decoded(heard.body, coding, LARGEST_BODY) if codings(coding) else (heard.body, None)
    transferred = _transferred(coding, heard.body) if body is not heard.body else None
    # Some take everything behind the first header for the payload, or what a segment has of it.
    odd = (memoryview(one)[heard.head.first :] for one in {id(b): b for b in (block.data, block.first)}.values())
    payloads: tuple[Bytes, ...] = (heard.raw, heard.body, body, *odd)
    reason = (
        block.flaw
        or block.truncated
        or heard.cut
        or _shortness(heard, method, undone=transferred is not None)
        or denial(block, payloads)
        or (f"the answer is not whole ({flag})" if flag else None)
    )
    head = heard.head
    shown = None if head.status == 304 else body
    of_head = (head.status, head.status_line, head.fields, head.verbatim)
    return Content(*of_head, heard.trailers, shown, transferred, reason, payloads)


def denial(block: Block, payloads: Sequence[Bytes]) -> str | None:
    """The reason why a record's bytes are not those that it states a digest of."""
    name = contradicted(block.fields, [block.first, block.data], payloads)
    return f"the record's bytes contradict its {name}" if name else None


def _transferred(coding: str, entity: bytes) -> Transferred:
    sha1 = hashlib.sha1(entity, usedforsecurity=False).digest()
    return Transferred(coding.strip().lower(), sha1, hashlib.sha256(entity).digest(), len(entity))


def _shortness(heard: Answer, method: str, *, undone: bool) -> str | None:
    """Whether less came than its Content-Length says.

    HEAD asks for nothing, and a length counts the coding that some recorder has undone.
    """
    coded = bool(codings(heard.head.headers.get("content-encoding", "")))
    if method == "HEAD" or heard.head.status in BODILESS or (coded and not undone and is_plain(heard.body)):
        return None
    return "the answer is shorter than its Content-Length" if heard.short else None
