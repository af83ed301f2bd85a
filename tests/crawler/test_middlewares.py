import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hostile_pages import bomb, gzipped
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares import reason_of
from crawler.spiders.politeness import retry_after
from storage.content_encoding import decoded
from storage.records import http_date

NOW = datetime(2026, 1, 8, 12, tzinfo=UTC)
MOST = 2**20


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Thu, 08 Jan 2026 12:02:00 GMT", 120.0),
        ("Thursday, 08-Jan-26 12:02:00 GMT", 120.0),
        ("Thu Jan  8 12:02:00 2026", 120.0),
        ("Thu, 08 Jan 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("99999999999", 86_400.0),
        ("9" * 5_000, 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Thu, 99 Jan 2026 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.integers(0, 86_400))
def test_retry_after_of_a_date_counts_from_now(seconds: int) -> None:
    when = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(when, NOW) == seconds


@given(st.text(max_size=40))
def test_no_header_breaks_the_reading_of_dates(value: str) -> None:
    waited = retry_after(value, NOW)
    assert waited is None or waited >= 0


def test_http_dates_are_aware_and_in_utc() -> None:
    assert http_date("Sat, 04 Jul 2020 12:30:45 GMT") == datetime(2020, 7, 4, 12, 30, 45, tzinfo=UTC)
    assert http_date("Sat, 04 Jul 2020 12:30:45 +0200") == datetime(2020, 7, 4, 10, 30, 45, tzinfo=UTC)
    assert http_date("yesterday") is None


def raw_deflate(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(body) + compressor.flush()


@given(st.binary(min_size=1, max_size=2000))
def test_what_was_coded_is_decoded_and_a_part_of_it_never_passes_for_the_whole(body: bytes) -> None:
    for coding, packed in (("gzip", gzipped(body)), ("x-gzip", gzipped(body)), ("deflate", zlib.compress(body))):
        assert decoded(packed, coding, MOST) == (body, None)
        for end in range(1, len(packed), max(1, len(packed) // 10)):
            part, flag = decoded(packed[:end], coding, MOST)
            assert (part, flag) in [(packed[:end], "truncated"), (packed[:end], "undecodable")]


def test_deflate_without_its_wrapper_is_decoded() -> None:
    body = b"The two sides met. " * 100
    assert decoded(raw_deflate(body), "deflate", MOST) == (body, None)


@pytest.mark.parametrize(
    ("body", "coding", "flag"),
    [
        (b"plain", "gzip", "undecodable"),
        (b"\xff" * 9, "br", "undecodable"),
        (b"plain", "zstd", "undecodable"),
        (b"plain", "gzip, gzip", "undecodable"),
        (bomb(50), "gzip", "too large"),
        (gzipped(b"x" * (MOST + 1)), "gzip", "too large"),
    ],
)
def test_what_will_not_decode_stays_as_it_came_with_a_flag(body: bytes, coding: str, flag: str) -> None:
    assert decoded(body, coding, MOST) == (body, flag)


def test_a_reason_is_one_line() -> None:
    assert reason_of(TimeoutError()) == "TimeoutError"
    assert reason_of(OSError("refused\nand more")) == "OSError: refused"
