"""The values that cross every boundary: frozen, standard library only, with no idea of the web or a database.

A `Release` is what a reader of a page would have read; an `Entry` is one line of a listing; a `Capture` is one
visit to one address. Bulky fields stay out of `repr`.
"""

from storage.records.address_noise import escaped, unwrapped, without_fragment, without_noise, without_session
from storage.records.capture import (
    TOO_LARGE,
    Capture,
    CaptureKind,
    Fields,
    HttpRequest,
    Origin,
    RecordingFile,
    RelatedRecord,
    StoredCapture,
    Transferred,
    http_date,
    joined,
    other_scheme,
    with_head_of,
)
from storage.records.crawl import Crawl, Finding, SourceInfo, Target, counted
from storage.records.listed_days import listed_days
from storage.records.normal_forms import normal_form
from storage.records.picture_address import picture
from storage.records.reading import LATE, NEED_A_PERSON, Reading, Verdict
from storage.records.release import (
    Block,
    BlockKind,
    DatedAs,
    DateKind,
    Entry,
    Image,
    InlineLink,
    Link,
    LinkRel,
    ListingPage,
    Release,
    Total,
    day,
    last_day,
)
from storage.records.spellings import behind_prefix, spellings
from storage.records.visible_text import visible

__all__ = [
    "LATE",
    "NEED_A_PERSON",
    "TOO_LARGE",
    "Block",
    "BlockKind",
    "Capture",
    "CaptureKind",
    "Crawl",
    "DateKind",
    "DatedAs",
    "Entry",
    "Fields",
    "Finding",
    "HttpRequest",
    "Image",
    "InlineLink",
    "Link",
    "LinkRel",
    "ListingPage",
    "Origin",
    "Reading",
    "RecordingFile",
    "RelatedRecord",
    "Release",
    "SourceInfo",
    "StoredCapture",
    "Target",
    "Total",
    "Transferred",
    "Verdict",
    "behind_prefix",
    "counted",
    "day",
    "escaped",
    "http_date",
    "joined",
    "last_day",
    "listed_days",
    "normal_form",
    "other_scheme",
    "picture",
    "spellings",
    "unwrapped",
    "visible",
    "with_head_of",
    "without_fragment",
    "without_noise",
    "without_session",
]
