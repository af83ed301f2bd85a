"""HTTP messages in blocks: fields as they came, transfer codings undone, what is cut off said."""

import gzip
import hashlib
import zlib

import pytest
import warc_files as warcs
from hypothesis import given
from hypothesis import strategies as st

from storage.warc.http_message import LONGEST_HEADER, answer, head_of, request_of

CHUNKED = {"Transfer_Encoding": "chunked"}


def chunks(pieces: list[bytes], extension: bytes = b"") -> bytes:
    sized = [b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces if piece]
    return b"".join([*sized, b"0\r\n\r\n"])


def test_fields_are_kept_in_order_with_repeats_and_case():
    found = answer(
        b"HTTP/1.0 200 Everything Fine\r\nSET-cookie: a=1, 2\r\nSet-Cookie:b\r\nX-Odd:   caf\xe9\x85\tx \r\n"
        b"X-Folded: one\r\n two\r\nBroken line\r\n\r\nbody"
    )
    assert found is not None
    assert found.head.status_line == "HTTP/1.0 200 Everything Fine"
    assert found.head.fields == (
        ("SET-cookie", "a=1, 2"),
        ("Set-Cookie", "b"),
        ("X-Odd", "caf\xe9\x85\tx"),
        ("X-Folded", "one two"),
        ("Broken line", ""),
    )
    assert found.head.headers["set-cookie"] == "a=1, 2, b"
    assert found.head.verbatim == (
        "SET-cookie: a=1, 2\r\nSet-Cookie:b\r\nX-Odd:   caf\xe9\x85\tx \r\nX-Folded: one\r\n two\r\nBroken line\r\n"
    )
    assert (found.body, found.cut) == (b"body", None)


@pytest.mark.parametrize(
    ("lines", "verbatim"),
    [
        (b"A: 1\r\nb: x y\r\n", None),
        (b"", None),
        (b"A:1\r\n", "A:1\r\n"),
        (b"A: 1 \r\n", "A: 1 \r\n"),
        (b"A : 1\r\n", "A : 1\r\n"),
        (b"A: 1\nB: 2\n", "A: 1\nB: 2\n"),
        (b"no colon\r\n", "no colon\r\n"),
        (b"A: 1\r\n\tmore\r\n", "A: 1\r\n\tmore\r\n"),
        ("A: é外\r\n".encode(), None),
    ],
)
def test_a_header_of_which_the_fields_do_not_say_all_is_kept_as_it_stood(lines, verbatim):
    found = head_of(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\nbody")
    assert found is not None
    assert found.verbatim == verbatim


@pytest.mark.parametrize(
    ("rest", "trailers"),
    [
        (b"X-Checksum: 1\r\nx-Signed: y\r\n\r\n", (("X-Checksum", "1"), ("x-Signed", "y"))),
        (b"X-Checksum: 1\n\n", (("X-Checksum", "1"),)),
        (b"\r\n", ()),
        (b"", ()),
        (b"\r\nX-Behind: its end\r\n\r\n", ()),
        (b"X-Cut: of", ()),
    ],
)
def test_the_fields_behind_the_last_chunk_are_kept(rest, trailers):
    found = answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n" + rest)
    assert found is not None
    assert (found.body, found.cut, found.trailers) == (b"page", None, trailers)


@given(st.lists(st.binary(max_size=60), max_size=8), st.sampled_from([b"", b";a=b", b" ; x"]))
def test_chunks_are_joined_whatever_their_sizes(pieces, extension):
    found = answer(warcs.http(chunks(pieces, extension), **CHUNKED))
    assert found is not None
    assert (found.body, found.cut) == (b"".join(pieces), None)
    if any(pieces):
        cut = answer(warcs.http(chunks(pieces, extension)[:-5], **CHUNKED))
        assert cut is not None
        assert (cut.body, cut.cut) == (b"".join(pieces), "the answer's chunks break off")


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip, chunked", gzip.compress),
        ("x-gzip, Chunked", gzip.compress),
        ("gzip, chunked", lambda body: gzip.compress(body[:20]) + gzip.compress(body[20:])),
        ("deflate, chunked", zlib.compress),
        ("deflate, chunked", lambda body: zlib.compress(body, wbits=-15)),
    ],
)
def test_a_transfer_coding_beneath_the_chunks_is_undone(coding, pack):
    packed = pack(b"body " * 9)
    found = answer(warcs.http(chunks([packed[:7], packed[7:]]), Transfer_Encoding=coding))
    assert found is not None
    assert (found.body, found.cut) == (b"body " * 9, None)
    cut = answer(warcs.http(chunks([packed[:-7]]), Transfer_Encoding=coding))
    assert cut is not None
    assert cut.cut == "the answer's transfer coding is truncated"


def test_what_a_recorder_undid_is_left_alone():
    for coding in ("chunked", "gzip", "gzip, chunked"):
        found = answer(warcs.http(b"<html>whole", Transfer_Encoding=coding))
        assert found is not None
        assert (found.body, found.cut) == (b"<html>whole", None)


@pytest.mark.parametrize("interim", [["103 Early Hints"], ["100 Continue", "103 Early Hints"]])
def test_interim_answers_are_passed_over(interim):
    before = b"".join(b"HTTP/1.1 %s\r\nLink: </a.css>\r\n\r\n" % line.encode() for line in interim)
    found = answer(before + warcs.http(b"body", "404 Not Found"))
    assert found is not None
    assert (found.head.status, found.body) == (404, b"body")
    assert "link" not in found.head.headers


def test_an_interim_answer_alone_is_the_answer():
    found = answer(warcs.http(b"", "101 Switching Protocols"))
    assert found is not None
    assert found.head.status == 101


@pytest.mark.parametrize(
    ("fields", "body", "short"),
    [
        ({"Content_Length": "4"}, b"body", False),
        ({"Content_Length": "5"}, b"body", True),
        ({"Content_Length": "5, 5"}, b"body", True),
        ({"Content_Length": "5, 6"}, b"body", False),
        ({"Content_Length": "3"}, b"body", False),
        ({"Content_Length": "99", **CHUNKED}, b"4\r\nbody\r\n0\r\n\r\n", False),
        ({"Content_Length": "many"}, b"body", False),
        ({}, b"body", False),
    ],
)
def test_a_body_is_measured_against_its_content_length(fields, body, short):
    found = answer(warcs.http(body, **fields))
    assert found is not None
    assert found.short is short


@pytest.mark.parametrize("block", [b"", b"<html>", b"HTTP/1.1", b"HTTP/1.1 two", b"GET / HTTP/1.1\r\n\r\n"])
def test_what_is_no_answer_is_none(block):
    assert answer(block) is None


def test_a_header_without_end_is_a_flaw_and_bounded():
    found = answer(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * LONGEST_HEADER)
    assert found is not None
    assert found.cut == "the answer's header has no end"
    assert len(found.head.fields) <= LONGEST_HEADER // 6 + 1
    assert answer(b"HTTP/1.1 204 None\r\nA: b").cut is None


def test_the_head_is_read_from_the_beginning_of_a_block():
    head = head_of(warcs.http(b"x" * 100, Location="/there")[:-90])
    assert head is not None
    assert head.headers["location"] == "/there"


def test_a_request_has_method_fields_and_the_digest_of_its_body():
    found = request_of(b"POST /search HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\nq=1")
    assert found is not None
    assert (found.method, found.fields) == ("POST", (("Host", "a"), ("host", "b")))
    assert found.body_sha256 == hashlib.sha256(b"q=1").digest()
    bare = request_of(b"GET / HTTP/1.0\r\nUser-Agent: x\r\n\r\n")
    assert bare is not None
    assert bare.body_sha256 is None
    assert request_of(b"\x16\x03\x01") is None
