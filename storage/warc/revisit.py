"""Revisits: the answer's own head with a payload that another record has (WARC 1.1, 6.7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from storage.records import other_scheme
from storage.warc.content import Block, Content, denial
from storage.warc.digest import Digest, contradicted, digest_of
from storage.warc.http_message import Head, head_of
from storage.warc.lookup import Lookup
from storage.warc.record import Record, date_of, ids, url_of

NOT_MODIFIED = "server-not-modified"  # the end of that profile's address (WARC 1.1, 6.7.3)
TRIED = 10  # records read in looking for one payload
MISSING = "the file does not hold the payload that the revisit refers to"
DENIED = "what the revisit refers to has another digest than it states"


@dataclass(frozen=True, slots=True)
class Reference:
    """The payload that a revisit shows again and that its file does not hold: whose it is, and its digests.

    `url` and `at` are the visit that it names, if any, `record_id` the record, without angle brackets. A digest is that
    of the body as transferred, for most recorders.
    """

    url: str | None
    at: datetime | None
    sha1: bytes | None
    sha256: bytes | None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class Revisits:
    """Completes revisits.

    `read` gives the content of another record; `digest_all` takes the digests of all payloads by an algorithm.
    """

    lookup: Lookup
    read: Callable[[Record, set[int]], Content]
    digest_all: Callable[[str], None]

    def content(self, record: Record, block: Block, seen: set[int]) -> Content:
        """The answer of a revisit. `seen` are the records that were read for it, which grows."""
        head = head_of(block.data)
        own = Content(head.status, head.status_line, head.fields, head.verbatim) if head else Content()
        flaw = block.flaw or (block.truncated if block.fields.get("warc-truncated") != "length" else None)
        if _is_not_modified(block, head):
            name = contradicted({**block.fields, "warc-payload-digest": ""}, [block.data], [])
            flaw = flaw or (f"the record's bytes contradict its {name}" if name else None)
            return replace(own, status=304, reason=flaw)
        if flaw:
            return replace(own, reason=flaw)
        stated = _digest(block)
        flaw = denial(block, []) if stated is None else None  # a payload's digest that holds suffices
        shown, denied = self._payload(record, block, stated, seen)
        if shown is None:
            reason = flaw or (DENIED if denied else MISSING)
            return replace(own, reason=reason, missing=flaw is None, denied=denied)
        whole = replace(shown, reason=flaw or shown.reason)
        if head is None:
            return whole
        whole = replace(whole, status=own.status, status_line=own.status_line, fields=own.fields)
        return replace(whole, header=own.header, trailers=())

    def reference(self, record: Record, block: Block, content: Content) -> Reference | None:
        """What would complete a revisit that only lacks its payload; None where nothing would."""
        stated = _digest(block)
        url, at = _named_visit(record, block) or (None, None)
        name = next(iter(ids(block.fields.get("warc-refers-to", ""))), None)
        if not content.missing or (stated is None and at is None and name is None):
            return None
        if content.denied:
            url = at = name = None
        value = {stated.algorithm: stated.value} if stated else {}
        return Reference(url, at, value.get("sha1"), value.get("sha256"), name)

    def _payload(
        self, record: Record, block: Block, stated: Digest | None, seen: set[int]
    ) -> tuple[Content | None, bool]:
        """The content that has the payload, a whole one if there is; else whether what was named has another digest."""
        flawed, denied = None, False
        for candidate in self._candidates(record, block, stated):
            if candidate.id in seen or len(seen) > TRIED:
                continue
            seen.add(candidate.id)
            content = self.read(candidate, seen)
            if content.body is None:
                continue
            if stated and not stated.holds(*content.payloads):
                denied = True
            elif content.reason is None:
                return content, False
            else:
                flawed = flawed or content
        return flawed, denied

    def _candidates(self, record: Record, block: Block, stated: Digest | None) -> Iterator[Record]:
        for name in ids(block.fields.get("warc-refers-to", "")):
            yield from self.lookup.named(name)
        visit = _named_visit(record, block)
        for url in (visit[0], other_scheme(visit[0])) if visit else ():
            found = self.lookup.at(url, visit[1]) if visit else []
            yield from sorted(found, key=lambda one: one.status != record.status)
        if stated and stated.text:
            yield from self.lookup.with_payload(stated.text)
            self.digest_all(stated.algorithm)
            yield from self.lookup.with_payload(stated.text)


def _is_not_modified(block: Block, head: Head | None) -> bool:
    if head is not None:
        return head.status == 304
    return block.fields.get("warc-profile", "").rstrip("/").endswith(NOT_MODIFIED)


def _digest(block: Block) -> Digest | None:
    """The digest of the payload that a revisit states, if it can be read."""
    stated = digest_of(block.fields.get("warc-payload-digest", ""))
    return stated if stated and stated.value else None


def _named_visit(record: Record, block: Block) -> tuple[str, datetime] | None:
    """The visit that a revisit refers to; one that names a date alone means its own address."""
    at = date_of(block.fields.get("warc-refers-to-date", ""))
    url = url_of(block.fields.get("warc-refers-to-target-uri", "")) or record.url
    return (url, at) if at else None
