"""Digests are read in base32, hexadecimal and base64, and one that holds suffices."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.warc.digest import ALGORITHMS, contradicted, digest_of

ENCODINGS = {
    "base32": lambda digest: base64.b32encode(digest).decode(),
    "base32 in lower case": lambda digest: base64.b32encode(digest).decode().lower(),
    "hex": lambda digest: digest.hex(),
    "HEX": lambda digest: digest.hex().upper(),
    "base64": lambda digest: base64.b64encode(digest).decode(),
    "base64 for addresses": lambda digest: base64.urlsafe_b64encode(digest).decode(),
}
HOLDS, FAILS = (f"sha1:{hashlib.sha1(data).hexdigest()}" for data in (b"payload", b"other"))  # noqa: S324 - WARC's own


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(payload=st.binary(max_size=40), padded=st.booleans())
def test_every_encoding_says_the_same(encoding, algorithm, payload, padded):
    text = ENCODINGS[encoding](hashlib.new(algorithm, payload).digest())
    for label in (algorithm, algorithm.upper(), algorithm.replace("sha", "sha-")):
        stated = digest_of(f"{label}:{text if padded else text.rstrip('=')}")
        assert stated is not None
        assert stated.holds(payload)
        assert not stated.holds(payload + b"x")
        assert stated.text == f"{algorithm}:{hashlib.new(algorithm, payload).hexdigest()}"


@given(st.text(max_size=70))
def test_nothing_that_stands_for_a_digest_breaks_the_reading(text):
    stated = digest_of(f"sha1:{text}")
    assert stated is not None
    assert not stated.holds(b"payload") or stated.text == HOLDS


@pytest.mark.parametrize("text", ["", "sha1", "blake3:abc", ":abc"])
def test_an_algorithm_that_nobody_knows_states_nothing(text):
    assert digest_of(text) is None


@pytest.mark.parametrize(
    ("block", "payload", "name"),
    [
        (HOLDS, "", None),
        ("", HOLDS, None),
        (FAILS, HOLDS, None),
        (HOLDS, FAILS, None),
        (FAILS, "", "WARC-Block-Digest"),
        (FAILS, FAILS, "WARC-Payload-Digest"),
        (FAILS, "blake3:abc", "WARC-Block-Digest"),
        ("", "", None),
        ("blake3:abc", "", None),
    ],
)
def test_one_digest_that_holds_suffices(block, payload, name):
    fields = {"warc-block-digest": block, "warc-payload-digest": payload}
    assert contradicted(fields, [b"payload"], [b"raw", b"payload"]) == name
