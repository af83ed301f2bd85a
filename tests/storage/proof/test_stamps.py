"""A time stamp holds for one text, one request and one authority, and no answer that somebody makes up does."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from storage.errors import NoProofError, ProofError
from storage.proof import stamps
from storage.proof.stamps import LONGEST, read_authority, request_for, stamped_at
from tests.storage.proof.local_authority import LocalAuthority

TEXT = b"communique receipt 1\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return LocalAuthority(tmp_path_factory.mktemp("authority") / "local")


def test_a_stamp_says_when(authority):
    request, nonce = request_for(TEXT)
    answer, trusted = authority.answer(request), read_authority(authority.certificates)
    at = stamped_at(answer, TEXT, trusted, nonce)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=5)
    assert stamped_at(answer, TEXT, trusted) == at


def test_a_stamp_of_something_else_is_refused(authority, tmp_path):
    request, nonce = request_for(TEXT)
    answer, trusted = authority.answer(request), read_authority(authority.certificates)
    other = LocalAuthority(tmp_path / "other")
    for says, tried in (
        ("Mismatch between messages", (answer, TEXT + b"?", trusted)),
        ("Nonce mismatch", (answer, TEXT, trusted, nonce + 1)),
        ("does not lead to that authority", (answer, TEXT, read_authority(other.certificates))),
        ("does not lead to that authority", (other.answer(request), TEXT, trusted)),
        ("is longer than", (answer + bytes(LONGEST), TEXT, trusted)),
        ("does not hold", (answer + b"\0", TEXT, trusted)),
        ("does not hold", (answer[:-1], TEXT, trusted)),
        ("does not hold", (b"", TEXT, trusted)),
        ("does not hold", (b"<html>", TEXT, trusted)),
    ):
        with pytest.raises(ProofError, match=says):
            stamped_at(*tried)


def test_an_authority_whose_certificate_had_ended_is_refused(tmp_path):
    expired = LocalAuthority(tmp_path / "expired", days=-1)
    request, _ = request_for(TEXT)
    with pytest.raises(ProofError, match="certificate has expired"):
        stamped_at(expired.answer(request), TEXT, read_authority(expired.certificates))


def test_an_authority_that_refuses_is_cited(tmp_path):
    strict = LocalAuthority(tmp_path / "strict", digests="sha512")
    request, _ = request_for(TEXT)
    with pytest.raises(ProofError, match=r"the authority refused to stamp it: .*algorithm"):
        stamped_at(strict.answer(request), TEXT, read_authority(strict.certificates))


def test_whatever_stands_in_an_answer_is_refused_in_words(authority):
    request, nonce = request_for(TEXT)
    answer, trusted, random = authority.answer(request), read_authority(authority.certificates), Random(1)
    for _ in range(300):
        at = random.randrange(len(answer))
        other = answer[:at] + random.randbytes(random.randrange(3)) + answer[at + random.randrange(3) :]
        with suppress(ProofError):
            stamped_at(other, TEXT, trusted, nonce)  # it holds where the byte says nothing: in an algorithm's name


def test_a_file_without_certificates_is_said(authority, tmp_path):
    for name in ("none.pem", "empty.pem"):
        (tmp_path / "empty.pem").touch()
        with pytest.raises(NoProofError):
            read_authority(tmp_path / name)
    with pytest.raises(NoProofError, match="holds no certificate"):
        read_authority(authority.folder / "own.key")


def test_where_the_library_is_not_installed_it_says_how_to_get_it(monkeypatch):
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(stamps, "import_module", missing)
    with pytest.raises(ProofError, match=r"pipx install '\.\[timestamps\]'"):
        request_for(TEXT)
