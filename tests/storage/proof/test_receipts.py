"""A receipt says which tree head, when, and who signed it; whoever changes any of that is found out."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from storage.errors import NoProofError, ProofError
from storage.proof.json_file import write_new
from storage.proof.receipts import demand_key, demand_stamp, read_receipt, receipt, written
from storage.proof.signatures import make_key, private_key, public_key, public_pem
from storage.proof.tree import TreeHead

HEAD = TreeHead(209, bytes(range(32)))
AT = datetime(2026, 11, 26, 21, 34, 46, tzinfo=UTC)
KEY, OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)), Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))


def kept(tmp_path, value):
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(value), "utf-8")
    return path


def test_a_receipt_comes_back_as_it_was_written(tmp_path):
    for one in (receipt(HEAD, AT), receipt(HEAD, AT).signed(KEY)):
        path = tmp_path / f"{bool(one.key)}.json"
        write_new(path, written(one))
        assert read_receipt(path) == one


def test_a_receipt_of_before_there_were_signatures_holds_and_is_unsigned(tmp_path):
    before = {"format": "communique receipt 1", "size": 9, "root": "ab" * 32, "at": "2026-11-26T21:34:46+00:00"}
    found = read_receipt(kept(tmp_path, before))
    assert (found.head.size, found.key, found.stamp) == (9, b"", b"")


def test_whatever_is_changed_in_a_signed_receipt_is_found(tmp_path):
    whole = written(receipt(HEAD, AT).signed(KEY))
    others = written(receipt(HEAD, AT).signed(OTHER))
    changes = [{"size": 210}, {"root": "ab" * 32}, {"at": "2025-11-26T21:34:46+00:00"}, {"signature": "ab" * 64}]
    changes += [{"key": others["key"]}, {"signature": others["signature"]}]
    changes += [{"at": "2026-11-26T21:34:46Z"}, {"at": "2026-11-26T21:34:46+00:00\n"}, {"stamp": ""}, {"stamp": "?"}]
    for key in whole:
        changes += [{key: wrong} for wrong in (None, True, -1, 1.5, 10**400, "", "x", "é", [], {}, "A" * 64, "ab" * 65)]
    for change in changes:
        with pytest.raises(ProofError) as refused:
            read_receipt(kept(tmp_path, whole | change))
        assert "\n" not in str(refused.value)
    for key in whole:
        with pytest.raises(ProofError):
            read_receipt(kept(tmp_path, {name: value for name, value in whole.items() if name != key}))


def test_a_signature_that_was_taken_off_or_replaced_is_missed_by_whoever_knows_the_key(tmp_path):
    signed, path = receipt(HEAD, AT).signed(KEY), tmp_path / "receipt.json"
    public = KEY.public_key().public_bytes_raw()
    demand_key(signed, public, path)
    for one, says in (
        (None, "no signature"),
        (receipt(HEAD, AT), "no signature"),
        (signed.signed(OTHER), "with the key"),
    ):
        with pytest.raises(ProofError, match=says):
            demand_key(one, public, path)
    with pytest.raises(ProofError, match="no time stamp"):
        demand_stamp(signed, [], path)


def test_a_stamp_is_over_the_signature_too():
    signed = receipt(HEAD, AT).signed(KEY)
    assert signed.stamped_text.startswith(signed.signed_text)
    assert len({one.stamped_text for one in (signed, signed.signed(OTHER), receipt(HEAD, AT))}) == 3


def test_a_key_is_made_once_and_nobody_else_can_read_it(tmp_path):
    path = tmp_path / "key.pem"
    key = make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert private_key(path).private_bytes_raw() == key.private_bytes_raw()
    (tmp_path / "public.pem").write_text(public_pem(key))
    assert public_key(tmp_path / "public.pem") == key.public_key().public_bytes_raw()
    for name, says in ((path, "is there already"), (tmp_path / "none" / "key.pem", "cannot write")):
        with pytest.raises(NoProofError, match=says):
            make_key(name)
    assert private_key(path).private_bytes_raw() == key.private_bytes_raw()


def test_a_file_that_holds_no_key_to_sign_with_is_refused_and_never_shown(tmp_path):
    def pem(key, how) -> bytes:
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)

    elliptic = ec.generate_private_key(ec.SECP256R1())
    whole = pem(KEY, NoEncryption())
    for number, (data, says) in enumerate(
        (
            (pem(KEY, BestAvailableEncryption(b"secret")), "is encrypted"),
            (pem(elliptic, NoEncryption()), "no private Ed25519 key"),
            (public_pem(KEY).encode(), "no private Ed25519 key"),
            (whole[:-40], "no private Ed25519 key"),
            (b"\xff\0", "no private Ed25519 key"),
            (b"", "no private Ed25519 key"),
        )
    ):
        path = tmp_path / f"{number}.pem"
        path.write_bytes(data)
        path.chmod(0o600)
        with pytest.raises(NoProofError, match=says) as refused:
            private_key(path)
        assert "PRIVATE KEY" not in str(refused.value)
    path.write_bytes(whole)
    with pytest.raises(NoProofError, match="no public Ed25519 key"):
        public_key(path)
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        with pytest.raises(NoProofError, match="can be read by others than its owner: chmod 600"):
            private_key(path)
    with pytest.raises(NoProofError, match="cannot read"):
        private_key(tmp_path / "none.pem")
    with pytest.raises(NoProofError, match="cannot read"):
        public_key(tmp_path)
