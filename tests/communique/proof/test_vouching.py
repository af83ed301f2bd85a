"""Signed and stamped receipts and proofs: how they are made, what is said of them, and whom nobody need believe."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.proof import time_authority
from storage.archive import Archive
from tests.communique.command_line import Line
from tests.hostile_server import Exchange, HostileServer
from tests.server_faults import answer, hang_up, redirect, stall
from tests.storage.proof.archives import filled
from tests.storage.proof.local_authority import LocalAuthority

STAMP = {"Content-Type": "application/timestamp-reply"}
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def kept(archive_url: str, capsys: pytest.CaptureFixture[str]) -> Line:
    """Asks an archive that was crawled."""
    archive = Archive.open(archive_url)
    filled(archive)
    archive.close()
    return Line(archive_url, capsys)


@pytest.fixture
def keys(kept: Line, tmp_path: Path) -> dict[str, str]:
    """Two private keys, and the public ones."""
    found = {}
    for name in ("mine", "other"):
        found[name], found[f"{name} public"] = str(tmp_path / f"{name}.pem"), str(tmp_path / f"{name}.public.pem")
        Path(found[f"{name} public"]).write_text(kept("key", found[name]).out)
    return found


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def stamping(authority: LocalAuthority, changed=lambda request: request):
    async def act(exchange: Exchange) -> None:
        assert exchange.visit.headers["content-type"] == "application/timestamp-query"
        await exchange.reply(200, STAMP, authority.answer(changed(exchange.visit.body)))

    return act


def test_a_receipt_is_signed_and_whoever_has_the_public_key_sees_by_whom(kept, keys, tmp_path, monkeypatch):
    signed, plain = str(tmp_path / "signed.json"), str(tmp_path / "plain.json")
    assert kept("verify", "--fast", "--receipt", signed, "--sign", keys["mine"]).code == 0
    assert kept("verify", "--fast", "--receipt", plain).code == 0
    elsewhere = Line(str(tmp_path / "none.db"), kept.captured)
    ran = elsewhere("verify", signed, "--key", keys["mine public"])
    assert ran.code == 0
    assert f"with the key {json.loads(Path(signed).read_text())['key']}\n" in ran.out
    assert "nobody has checked" not in ran.err
    assert "whose key that is, nobody has checked" in elsewhere("verify", signed).err
    assert elsewhere("verify", plain).err == "it is not signed\n"
    assert elsewhere("verify", plain, "--json").lines[0]["signed_by"] is None
    assert kept("verify", "--fast", "--against", signed, "--key", keys["mine public"]).code == 0
    for words, says in (
        (("verify", signed, "--key", keys["other public"]), "it is signed with the key"),
        (("verify", plain, "--key", keys["mine public"]), "no signature is on it"),
        (("verify", "--against", plain, "--key", keys["mine public"]), "no signature is on it"),
    ):
        ran = kept(*words)
        assert (ran.code, ran.out) == (1, "")
        assert says in ran.err
    monkeypatch.setenv("COMMUNIQUE_KEY", keys["mine"])  # of a variable nothing is said where nothing is to be signed
    assert kept("verify", "--fast", "--against", signed).code == 0
    assert kept("verify", "--fast", "--receipt", str(tmp_path / "again.json")).code == 0
    assert elsewhere("verify", str(tmp_path / "again.json"), "--key", keys["mine public"]).code == 0


def test_a_proof_has_the_signature_of_its_receipt_or_one_of_its_own(kept, keys, tmp_path):
    signed, proof, other = (str(tmp_path / name) for name in ("signed.json", "proof.json", "other.json"))
    assert kept("verify", "--fast", "--receipt", signed, "--sign", keys["mine"]).code == 0
    assert kept("prove", "capture:9", proof, "--against", signed).code == 0
    assert kept("prove", "capture:9", other, "--sign", keys["other"]).code == 0
    assert kept("verify", proof, "--key", keys["mine public"]).code == 0
    assert kept("verify", other, "--key", keys["other public"]).code == 0
    assert kept("verify", other, "--against", signed, "--key", keys["mine public"]).code == 0
    ran = kept("verify", other, "--key", keys["mine public"])
    assert (ran.code, ran.out) == (1, "")
    taken_off = {name: value for name, value in json.loads(Path(proof).read_text()).items() if name != "receipt"}
    Path(other).write_text(json.dumps(taken_off))
    ran = kept("verify", other)
    assert (ran.code, ran.err.splitlines()[0]) == (0, "it is not signed")
    assert "no signature is on it" in kept("verify", other, "--key", keys["mine public"]).err


def test_a_receipt_is_stamped_by_an_authority_and_checked_without_it(kept, keys, site, tmp_path):
    authority = LocalAuthority(tmp_path / "authority")
    site.routes["/"] = stamping(authority)
    stamped, proof, trusted = str(tmp_path / "stamped.json"), str(tmp_path / "proof.json"), str(authority.certificates)
    stamp = ("--stamp", f"{site.url}/", "--authority", trusted)
    ran = kept("verify", "--fast", "--receipt", stamped, "--sign", keys["mine"], *stamp)
    assert ran.code == 0, ran
    assert kept("prove", "capture:9", proof, *stamp).code == 0
    plain, again = str(tmp_path / "plain.json"), str(tmp_path / "again.json")
    assert kept("verify", "--fast", "--receipt", plain).code == 0
    assert kept("verify", "--fast", "--against", plain, "--receipt", again, *stamp).code == 0
    site.routes.clear()
    for file in (stamped, proof):
        ran = kept("verify", file, "--authority", trusted)
        assert (ran.code, "stamped by the authority on 20" in ran.out) == (0, True)
        assert kept("verify", file, "--authority", trusted, "--json").lines[0]["stamped"].endswith("+00:00")
        ran = kept("verify", file)
        assert (ran.code, "a time stamp, which nobody has checked" in ran.err) == (0, True)
    assert kept("verify", "--fast", "--against", stamped, "--authority", trusted).code == 0
    whole = json.loads(Path(stamped).read_text())
    unsigned = {name: value for name, value in whole.items() if name not in ("key", "signature")}
    other = json.loads(Path(proof).read_text())["receipt"]["stamp"]
    unstamped = {name: value for name, value in whole.items() if name != "stamp"}
    for forged, says in (
        (unsigned, "Mismatch between messages"),
        (whole | {"stamp": other}, "Mismatch between messages"),
        (whole | {"stamp": "AAAA"}, "the time stamp does not hold"),
        (unstamped, "no time stamp is on it"),
    ):
        Path(proof).write_text(json.dumps(forged))
        ran = kept("verify", proof, "--authority", trusted)
        assert (ran.code, ran.out) == (1, "")
        assert says in ran.err


def test_an_answer_that_is_no_stamp_of_the_receipt_writes_none(kept, site, tmp_path):
    authority = LocalAuthority(tmp_path / "authority")
    old = {}

    def first(request: bytes) -> bytes:
        return old.setdefault("request", request)

    pages = {
        "/": (stamping(authority), ""),
        "/other": (stamping(LocalAuthority(tmp_path / "other")), "does not lead to that authority"),
        "/old": (stamping(authority, first), "does not hold"),
        "/long": (answer(bytes(10**6), headers=STAMP), "longer than"),
        "/empty": (answer(b"", headers=STAMP), "does not hold"),
        "/html": (answer(), "the answer is no time stamp: it is text/html"),
        "/none": (answer(status=404), "answered 404"),
        "/moved": (redirect("/"), "answered 302"),
        "/away": (hang_up, "does not answer"),
    }
    site.routes |= {path: act for path, (act, _) in pages.items()}
    stamp = ("--authority", str(authority.certificates), "--stamp")
    old_one = ("prove", "capture:9", str(tmp_path / "first.json"))
    assert kept(*old_one, *stamp, f"{site.url}/old").code == 0
    receipt = tmp_path / "receipt.json"
    for path, (_, says) in pages.items():
        if says:
            ran = kept("verify", "--fast", "--receipt", str(receipt), *stamp, site.url + path)
            assert ran.code == 1, ran
            assert ran.err.splitlines()[-1].startswith(f"error: {site.url}{path}: "), ran
            assert says in ran.err, ran
            assert not receipt.exists()
    assert kept("verify", "--fast", "--receipt", str(receipt), *stamp, "http://127.0.0.1:9/").code == 1


async def dripping(exchange: Exchange) -> None:
    """A stamp, or what may become one, that never comes to its end."""
    await exchange.head(200, STAMP | {"Content-Length": "9999"})
    while True:
        await exchange.send(b"0")
        await asyncio.sleep(0.02)


async def dripping_fields(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await exchange.send(b"X-Wait: 1\r\n")
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("act", [dripping, dripping_fields, stall])
def test_an_authority_that_never_comes_to_an_end_is_left(kept, site, tmp_path, monkeypatch, act):
    authority = LocalAuthority(tmp_path / "authority")
    monkeypatch.setattr(time_authority, "SECONDS", 0.5)
    site.routes["/"] = act
    receipt = tmp_path / "receipt.json"
    stamp = ("--stamp", site.url, "--authority", str(authority.certificates))
    ran = kept("verify", "--fast", "--receipt", str(receipt), *stamp)
    assert ran.code == 1
    assert "the authority does not answer" in ran.err
    assert not receipt.exists()


def test_what_is_asked_for_in_vain_is_a_mistake(kept, keys, tmp_path):
    receipt, none = str(tmp_path / "receipt.json"), str(tmp_path / "none.pem")
    assert kept("verify", "--fast", "--receipt", receipt).code == 0
    new, mine, public = str(tmp_path / "new.json"), keys["mine"], keys["mine public"]
    for says, *words in (
        ("only a receipt is signed and stamped", "verify", "--sign", mine),
        ("there is no proof and no receipt to check", "verify", "--key", public),
        ("a stamp is checked before it is kept", "verify", "--receipt", new, "--stamp", "https://tsa.example/"),
        ("is no web address", "verify", "--receipt", new, "--stamp", "ftp://tsa.example/", "--authority", public),
        ("there is no stamp to check", "prove", "capture:9", "--authority", public),
        ("the receipt is taken as it is", "prove", "capture:9", "--against", receipt, "--sign", mine),
        ("only an archive can compare two receipts", "verify", receipt, "--against", receipt),
        ("cannot read", "verify", "--receipt", new, "--sign", none),
        ("no private Ed25519 key", "verify", "--receipt", new, "--sign", public),
        ("no private Ed25519 key", "prove", "capture:9", "--sign", receipt),
        ("no public Ed25519 key", "verify", receipt, "--key", mine),
        ("holds no certificate", "verify", receipt, "--authority", public),
        ("is there already", "key", mine),
    ):
        ran = kept(*words)
        assert (ran.code, ran.out) == (2, ""), ran
        assert says in " ".join(ran.err.split()), ran
    assert not Path(new).exists()
