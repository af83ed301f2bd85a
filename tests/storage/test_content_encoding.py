"""Content codings come undone whole, or the body stays as it came with a flag."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from storage.content_encoding import decoded

MOST = 2**20


def raw_deflate(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(body) + compressor.flush()


def skippable(body: bytes) -> bytes:
    return b"\x5a\x2a\x4d\x18\x04\x00\x00\x00note" + zstandard.compress(body)


CODERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("GZip ", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("zstd", skippable),
    ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    ("identity, gzip", gzip.compress),
]
MEMBERS = [("gzip", gzip.compress), ("zstd", zstandard.compress)]


@pytest.mark.parametrize(("coding", "coder"), CODERS)
@given(body=st.binary(min_size=1, max_size=2000))
def test_a_part_never_passes_for_the_whole(coding, coder, body):
    packed = coder(body)
    assert decoded(packed, coding, MOST) == (body, None)
    for end in range(1, len(packed), max(1, len(packed) // 10)):
        shown, flag = decoded(packed[:end], coding, MOST)
        assert (shown, flag) in [(packed[:end], "truncated"), (packed[:end], "undecodable")]


@pytest.mark.parametrize(("coding", "coder"), MEMBERS)
@given(bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_all_members_are_read(coding, coder, bodies):
    packed = [coder(body) for body in bodies]
    assert decoded(b"".join(packed), coding, MOST) == (b"".join(bodies), None)
    cut = b"".join(packed)[:-1]
    assert decoded(cut, coding, MOST) == (cut, "truncated")


@pytest.mark.parametrize(("coding", "coder"), MEMBERS)
@pytest.mark.parametrize(
    ("rest", "flag"), [(b"\0" * 700, None), (b"\r\n", None), (b"junk", "undecodable"), (b"\0junk", "undecodable")]
)
def test_padding_behind_the_last_member_does_no_harm_and_anything_else_is_a_flaw(coding, coder, rest, flag):
    packed = coder(b"body") + rest
    assert decoded(packed, coding, MOST) == ((packed, flag) if flag else (b"body", None))


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "gzip, gzip", "gzip," * 9])
def test_what_is_not_coded_so_is_undecodable(coding):
    assert decoded(b"\xff plain", coding, MOST) == (b"\xff plain", "undecodable")


@pytest.mark.parametrize(("coding", "coder"), CODERS)
def test_no_body_is_undone_beyond_the_bound(coding, coder):
    packed = coder(b"x" * (MOST + 1))
    assert decoded(packed, coding, MOST) == (packed, "too large")
    assert decoded(coder(b"x" * MOST), coding, MOST) == (b"x" * MOST, None)


@pytest.mark.parametrize(("coding", "coder"), [("deflate", gzip.compress), ("gzip", zlib.compress)])
def test_gzip_and_deflate_are_taken_for_one_another(coding, coder):
    assert decoded(coder(b"<p>whole</p>"), coding, MOST) == (b"<p>whole</p>", None)


@pytest.mark.parametrize("coding", ["", "identity", "gzip", "br"])
def test_nothing_stays_nothing(coding):
    assert decoded(b"", coding, MOST) == (b"", None)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "utf-8", "none", "aws-chunked"])
@pytest.mark.parametrize(
    "body",
    [
        *(b"<html>whole</html>", b'\xef\xbb\xbf {"a": 1}', b"[1, 2]", "<p>é</p>".encode("utf-16"), b"\0<\0p\0>"),
        *(b"%PDF-1.7\n\x00", b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n\0"),
    ],
)
def test_a_field_that_names_what_the_body_is_not_does_no_harm(coding, body):
    assert decoded(body, coding, MOST) == (body, None)


def test_a_compressed_body_that_begins_like_markup_is_undone_all_the_same():
    body = b"<p>The two sides met.</p>" * 40_000
    packed = brotli.compress(body, quality=5, lgwin=22)
    assert packed.startswith(b"[")
    assert decoded(packed, "br", MOST) == (body, None)
    assert decoded(packed[:-1], "br", MOST) == (packed[:-1], "truncated")


@pytest.mark.parametrize("inner", ["gzip", "deflate", "br", "zstd"])
def test_a_coding_around_nothing_is_nothing(inner):
    for outer, coder in (("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)):
        assert decoded(coder(b""), f"{inner}, {outer}", MOST) == (b"", None)


PAGE = "<html><p>Обе стороны встретились, 양측이 만났다, اجتمع الجانبان.</p></html>".encode() * 40


@pytest.mark.parametrize(
    "coding", ["gzip", "br", "zstd", "deflate", "utf-8", "none", "text/html", '"gzip"', "gzip, deflate, br", "x-zstd"]
)
@pytest.mark.parametrize("coder", [gzip.compress, zstandard.compress, brotli.compress, zlib.compress])
def test_a_field_that_names_another_coding_does_no_harm(coding, coder):
    packed = coder(PAGE)
    assert decoded(packed, coding, MOST) == (PAGE, None)
    assert decoded(packed[:-9], coding, MOST)[0] == packed[:-9]
    assert decoded(packed[:-9], coding, MOST)[1] in ("truncated", "undecodable")
    assert decoded(coder(b"x" * (MOST + 1)), coding, MOST)[1] in ("too large", "undecodable")


def test_a_part_of_another_coding_may_come_whole_another_time():
    packed = gzip.compress(PAGE)[:-9]
    assert decoded(packed, "br", MOST) == (packed, "truncated")
