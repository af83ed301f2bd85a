"""Our metadata record gives a capture back; one that is forged or damaged, or another's, does no harm."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import warc_files as warcs
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Capture, HttpRequest, Transferred
from storage.warc.capture_metadata import FIELD, MEDIA, metadata_of, restored, uri_of
from storage.warc.recording import Recording

PLAIN = Capture(url="https://a.example/", at=datetime(2025, 1, 7, tzinfo=UTC), kind="release", status=200, body=b"page")
RICH = replace(
    PLAIN,
    status_line="h2 200",
    fields=(("A", "1"), ("a", "")),
    header="A:1\r\na\r\n",
    trailers=(("T", "é"),),
    reason="the answer is not whole (dataloss)",
    transferred=Transferred("gzip", b"1" * 20, b"2" * 32, 99),
    request=HttpRequest("POST", (("B", "2"),), b"3" * 32),
    peer="192.0.2.1",
)


def test_a_capture_comes_back():
    for capture in (PLAIN, RICH, replace(RICH, status=None, body=None), replace(PLAIN, body=b"")):
        assert restored(replace(PLAIN, body=capture.body), metadata_of(capture)) == capture
    assert restored(replace(PLAIN, body=b""), metadata_of(replace(PLAIN, body=None))).body is None
    lacking = replace(PLAIN, body=None, reason="the file does not hold the payload that the revisit refers to")
    assert restored(lacking, metadata_of(replace(PLAIN, body=b""))) == replace(PLAIN, body=b"")


def test_an_address_that_is_no_uri_comes_back():
    told = replace(PLAIN, url="https://a.example/外 b?q=ä")
    assert uri_of(told.url) == "https://a.example/%E5%A4%96%20b?q=%C3%A4"
    assert restored(replace(told, url=uri_of(told.url)), metadata_of(told)) == told
    assert restored(PLAIN, metadata_of(told)) == PLAIN  # which is another's


def test_of_other_bytes_it_says_nothing():
    damaged = replace(PLAIN, body=b"pag", reason="the record is cut off")
    assert restored(damaged, metadata_of(RICH)) == damaged
    assert restored(damaged, metadata_of(replace(RICH, body=None))) == damaged


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("ab" * 20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
TOLD = json.loads(metadata_of(RICH).removeprefix(FIELD))


@given(st.sampled_from(sorted([*TOLD, "url"])), JSON)
def test_a_value_that_no_one_foresaw_is_a_text_or_a_number_or_says_nothing(name, value):
    found = restored(PLAIN, json.dumps(TOLD | {name: value}).encode())
    assert isinstance(found.status, int | None)
    assert isinstance(found.reason, str | None)
    assert found.url == PLAIN.url
    assert all(isinstance(text, str) for field in (*found.fields, *found.trailers) for text in field)
    assert isinstance(found.header, str | None)
    assert found.headers is not None
    assert found.request is None or isinstance(found.request.method, str)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", b'{"payload": 1}'])
def test_what_is_no_json_of_ours_says_nothing(content):
    assert restored(PLAIN, content) == PLAIN


def test_a_visit_without_an_answer_is_a_record_of_its_own(tmp_path):
    silent = replace(PLAIN, status=None, body=None, reason="no answer")
    at = "2025-01-07T00:00:00Z"
    record = warcs.record("metadata", PLAIN.url, at, metadata_of(silent), Content_Type=MEDIA)
    foreign = warcs.record("metadata", PLAIN.url, at, b"fetchTimeMs: 5", Content_Type="application/warc-fields")
    damaged = warcs.record("metadata", PLAIN.url, "2025-01-08T00:00:00Z", FIELD + b"{", Content_Type=MEDIA)
    (tmp_path / "a.warc").write_bytes(record + foreign + damaged)
    with Recording(tmp_path / "a.warc") as recording:
        found = [recording.read(one) for one in recording.index.unsorted()]
        assert recording.find(PLAIN.url) is None
    assert [(one.status, one.reason) for one in found] == [
        (None, "no answer"),
        (None, "the record holds no HTTP answer"),
    ]
