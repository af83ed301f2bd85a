"""One visit to one address: what came back, as it came, and where it comes from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

DATED_ANEW = timedelta(minutes=1)  # a site that dates each answer when it is asked says nothing of what it shows
CLOCKS = timedelta(seconds=5)  # by so little may two answers seem older and newer that a cache made at one time
_SECONDS = re.compile(r"[0-9]{1,8}")
CaptureKind = Literal["listing", "release", "asset"]  # an asset: a document or a picture of a release
TOO_LARGE = "the answer is not whole (too large)"  # how the reason begins where more came than is taken
Fields = tuple[tuple[str, str], ...]  # header fields as they came: in order, repeats and the case of names kept


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What was asked, as far as it is known: method, header fields, and the SHA-256 of a body that was sent along."""

    method: str = "GET"
    fields: Fields = field(default=(), repr=False)
    body_sha256: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Transferred:
    """A body as it was transferred, before its content coding (RFC 9110, 8.4) was undone: coding, digests, bytes."""

    coding: str
    sha1: bytes = field(repr=False)
    sha256: bytes = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A WARC, WACZ or ARC file that captures were imported from: its name, its own SHA-256, its bytes, its format."""

    name: str
    sha256: bytes = field(repr=False)
    size: int
    format: str


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """A record that a recording keeps about a capture (request, metadata, conversion): header block and content."""

    type: str
    header: bytes = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in a recording a capture stands, and what the record says of it.

    `member` is the WARC inside a WACZ, `offset` the byte in it at which the record begins, `header` its header block
    verbatim (version line, fields, date as text, declared digests), `record_id` its WARC-Record-ID.
    """

    file: RecordingFile
    member: str
    offset: int
    record_id: str | None = None
    header: bytes = field(default=b"", repr=False)
    related: tuple[RelatedRecord, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One visit to one address, from the socket or the recording to the archive: what came back, as it came.

    `at` is aware and in UTC. `status` is None where no answer came. `body` has its transfer and content codings undone;
    `transferred` tells of it before the latter. `trailers` are the fields behind a chunked body (RFC 9112, 7.1.2).
    `header` is the answer's header as it stood, each byte a character, where `fields` do not say all of it: a folded
    line, one without a colon, spaces. `reason` says why there is no answer, or why it is not the whole one (`flawed`):
    a flawed answer is kept and never becomes a version. `release_id` is the release that was asked for.
    """

    url: str
    at: datetime
    kind: CaptureKind
    status: int | None
    status_line: str | None = None
    fields: Fields = field(default=(), repr=False)
    header: str | None = field(default=None, repr=False)
    trailers: Fields = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    reason: str | None = None
    transferred: Transferred | None = field(default=None, repr=False)
    request: HttpRequest | None = field(default=None, repr=False)
    peer: str | None = None
    origin: Origin | None = field(default=None, repr=False)
    release_id: int | None = None

    @property
    def flawed(self) -> bool:
        """Whether there is an answer, but not the whole one."""
        return self.status is not None and self.reason is not None

    @property
    def headers(self) -> dict[str, str]:
        """Header fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3)."""
        return joined(self.fields)

    @property
    def generated(self) -> datetime:
        """When the answer was made, by the clock of whoever asked: earlier than `at` where a cache had kept it.

        By its Age and its Date (RFC 9111, 4.2.3).
        """
        headers = self.headers
        made = http_date(headers.get("date", "")) or self.at
        age = headers.get("age", "").partition(",")[0].strip()
        return min(made, _earlier(self.at, timedelta(seconds=int(age) if _SECONDS.fullmatch(age) else 0)))

    @property
    def modified(self) -> datetime | None:
        """When the site says that what it shows was last modified, where that tells more than when it was asked."""
        at = http_date(self.headers.get("last-modified", ""))
        return at if at is not None and at < _earlier(self.generated, DATED_ANEW) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCapture(Capture):
    """A capture as the archive holds it.

    `fragment` is the item meant, where the payload is a feed's. `known` means that this very capture was held before (a
    file imported twice), `repeats` that the address showed the same bytes as at the capture before (304 says so too).
    A feed's capture that repeats has one reading for all that it holds, and comes back without its bytes. A listing's
    is `late` where others that were captured later were told before it.
    """

    id: int
    payload_id: int | None = None
    fragment: str = ""
    known: bool = False
    repeats: bool = False
    late: bool = False

    @property
    def read_with_another(self) -> bool:
        """Whether one reading stands for all that a feed's capture shows again: nothing is read of it anew."""
        return self.repeats and self.kind == "listing"


def with_head_of(capture: Capture, other: Capture) -> Capture:
    """A capture with the status and the header of another's answer."""
    headed = replace(capture, status=other.status, status_line=other.status_line)
    return replace(headed, fields=other.fields, header=other.header)


def joined(fields: Iterable[Sequence[str]]) -> dict[str, str]:
    """Header fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, value in fields:
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    return headers


def _earlier(at: datetime, span: timedelta) -> datetime:
    """The time so long before another; that itself, where there is none: a recording may say the year 1."""
    return at - span if at - datetime.min.replace(tzinfo=UTC) > span else at


def other_scheme(url: str) -> str:
    """The same address under http or https."""
    return "http" + url[5:] if url.startswith("https:") else "https" + url[4:] if url.startswith("http:") else url


def http_date(value: str) -> datetime | None:
    """An HTTP date (RFC 9110, 5.6.7) as an aware time in UTC, or None where it is none."""
    try:
        when = parsedate_to_datetime(value)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # the last day of the year 9999, west of Greenwich
        return None
