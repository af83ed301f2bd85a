"""Proofs hold as they were made, and in no other way: by `verify`, and by the thirty lines of the docs."""

import json
import re
import shlex
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from storage.archive import Archive
from storage.errors import NoProofError, NothingNamedError, ProofError
from storage.export.raw import named_capture
from storage.proof import receipts
from storage.proof.json_file import LONGEST, MOST, write_new
from storage.proof.proofs import read_document, written
from storage.proof.prove import prove
from storage.proof.receipts import read_receipt, receipt
from storage.proof.signatures import public_pem
from storage.proof.stamps import request_for
from storage.proof.tree import TreeHead, leaf_hash
from storage.proof.verify import demand_extension
from tests.storage.proof.archives import filled
from tests.storage.proof.local_authority import LocalAuthority

AT = datetime(2025, 1, 7, 9, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
DOCS = (Path(__file__).parents[3] / "docs" / "proof.md").read_text("utf-8")
PARTS, CHECK = re.findall(r"<!-- tested[^>]*-->\n```python\n(.*?)```", DOCS, re.DOTALL)
(OPENSSL,) = re.findall(r"<!-- tested[^>]*-->\n```console\n(.*?)```", DOCS, re.DOTALL)


@pytest.fixture(scope="module")
def held(tmp_path_factory, sqlite_template):
    archive = Archive.open(f"sqlite:///{tmp_path_factory.mktemp('proofs') / 'archive.db'}")
    filled(archive)
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def proofs(held):
    """A proof of each capture, as JSON's values."""
    with held.reading() as db:
        return [written(prove(db, held.payloads, number)) for number in range(1, 36)]


@pytest.fixture
def by_the_docs(tmp_path, monkeypatch, capsys):
    """Checks a proof by the lines in the docs; gives what they print."""

    def check(path: Path) -> str:
        monkeypatch.setattr(sys, "argv", ["check.py", str(path)])
        exec(compile(CHECK, "check.py", "exec"), {})  # noqa: S102 - as a reader of the docs runs them
        return capsys.readouterr().out

    return check


def kept(tmp_path: Path, value: object) -> Path:
    path = tmp_path / "proof.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def test_the_lines_in_the_docs_are_about_thirty():
    assert len([line for line in CHECK.splitlines() if line]) <= 30


def test_every_capture_has_a_proof_that_holds(proofs, by_the_docs, tmp_path):
    for number, proof in enumerate(proofs, 1):
        path = kept(tmp_path, proof)
        checked, capture = read_document(path)
        assert capture["id"] == number
        assert (checked.body is None) == (capture["payload"] is None)
        assert by_the_docs(path).startswith(f"{capture['at']} {capture['url']} ")
    assert {proof["body"] is None for proof in proofs} == {True, False}


def test_openssl_checks_a_signature_and_a_stamp_as_the_docs_say(proofs, tmp_path, monkeypatch):
    head = TreeHead(proofs[8]["size"], bytes.fromhex(proofs[8]["root"]))
    signed, authority = receipt(head, AT).signed(KEY), LocalAuthority(tmp_path / "authority")
    stamped = replace(signed, stamp=authority.answer(request_for(signed.stamped_text)[0]))
    path = kept(tmp_path, {**proofs[8], "receipt": receipts.written(stamped)})
    assert read_document(path)[0].receipt == stamped
    (tmp_path / "public.pem").write_text(public_pem(KEY))
    (tmp_path / "tsa.pem").write_bytes(authority.certificates.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["parts.py", str(path)])
    exec(compile(PARTS, "parts.py", "exec"), {})  # noqa: S102 - as a reader of the docs runs them
    for changed in (None, "signed", "stamped"):
        if changed:
            Path(changed).write_bytes(Path(changed).read_bytes() + b"?")
        commands = [line.removeprefix("$ ") for line in OPENSSL.splitlines()]
        codes = [subprocess.run(shlex.split(one), check=False, capture_output=True).returncode for one in commands]
        assert [code == 0 for code in codes] == [changed is None, changed != "stamped"]


def forged(proof: dict, other: dict) -> dict[str, dict]:
    """The same proof with something else in it, by what that is."""
    leaf, body = proof["leaf"], b64decode(proof["body"])
    later = leaf.replace('"at":"2025', '"at":"2024')
    page = b"another page"
    changed = {
        "time": {"leaf": later},
        "status": {"leaf": leaf.replace('"status":200', '"status":404')},
        "header": {"leaf": leaf.replace("charset=utf-8", "charset=utf-7")},
        "bytes": {"body": b64encode(body[:-1] + b"?").decode()},
        "no bytes": {"body": None},
        "bytes and their digest": {
            "body": b64encode(page).decode(),
            "leaf": leaf.replace(sha256(body).hexdigest(), sha256(page).hexdigest()),
        },
        "the leaf of another": {"leaf": other["leaf"], "body": other["body"]},
        "place": {"index": proof["index"] ^ 1},
        "place after the end": {"index": proof["size"]},
        "place before the beginning": {"index": -1},
        "size": {"size": proof["size"] * 2},
        "root": {"root": leaf_hash(later.encode()).hex()},
        "path": {"path": [proof["root"], *proof["path"][1:]]},
        "path cut off": {"path": proof["path"][:-1]},
        "path with more": {"path": [*proof["path"], proof["root"]]},
        "no path": {"path": []},
    }
    return {name: {**proof, **values} for name, values in changed.items()}


def test_a_forged_proof_is_refused(proofs, by_the_docs, tmp_path):
    for name, proof in forged(proofs[8], proofs[9]).items():
        path = kept(tmp_path, proof)
        with pytest.raises(ProofError):
            read_document(path)
        with pytest.raises(AssertionError):
            by_the_docs(path)
        assert proof != proofs[8], name


def test_a_node_of_the_tree_is_no_leaf(proofs, tmp_path):
    """The hashing of RFC 9162 tells them apart: without that, two hashes side by side would be the leaf of a tree half
    as high."""
    left = leaf_hash(proofs[8]["leaf"].encode())
    pair = (left + bytes.fromhex(proofs[8]["path"][0])).decode("latin-1")
    half = {"leaf": pair, "index": proofs[8]["index"] // 2, "size": (proofs[8]["size"] + 1) // 2}
    with pytest.raises(ProofError):
        read_document(kept(tmp_path, {**proofs[8], **half, "path": proofs[8]["path"][1:]}))


def test_a_proof_of_a_row_of_another_table_is_refused(tmp_path):
    leaf = '{"table":"entry","id":1,"payload":null}'
    values = {"leaf": leaf, "index": 0, "path": [], "size": 1, "root": leaf_hash(leaf.encode()).hex(), "body": None}
    with pytest.raises(ProofError, match="another table"):
        read_document(kept(tmp_path, {"format": "communique proof 1", **values}))


WRONG = [None, True, 1.0, 10**400, -1, "", "x", "é", "0" * 64, [], [1], ["x"], {}, {"a": 1}]


def test_whatever_stands_in_a_file_is_refused_in_one_line(proofs, tmp_path):
    whole = json.dumps(proofs[8])
    twice = whole[:-1] + f', "root": "{proofs[8]["root"]}"}}'
    texts = ["", "{", "[]", "null", "1e999", "[" * 100_000, whole[: len(whole) // 2], "\ud800".join("{}"), twice]
    values = [{**proofs[8], key: wrong} for key in proofs[8] for wrong in WRONG if wrong != proofs[8][key]]
    values += [{name: value for name, value in proofs[8].items() if name != key} for key in proofs[8]]
    for value in [*texts, *values]:
        path = tmp_path / "proof.json"
        path.write_bytes((value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass"))
        with pytest.raises(ProofError) as refused:
            read_document(path)
        assert "\n" not in str(refused.value)
        with pytest.raises(ProofError):
            read_receipt(path)


def test_a_receipt_is_held_against_the_log(held, tmp_path):
    head = held.read(lambda db: [*db.exec_driver_sql("SELECT size, root FROM tree_head ORDER BY id")])
    for number, (size, root) in enumerate(head):
        path = tmp_path / f"{number}.json"
        write_new(path, receipts.written(receipt(TreeHead(size, root), AT)))
        held.read(demand_extension, read_receipt(path).head)
        for forged_size, forged_root, says in (
            (size - 1, root, "are not those of the receipt"),
            (size, bytes(32), "are not those of the receipt"),
            (10_000, root, "the log has"),
        ):
            with pytest.raises(ProofError, match=says):
                held.read(demand_extension, TreeHead(forged_size, forged_root))
        assert read_document(path) == read_receipt(path)


def test_a_proof_may_be_against_a_receipt_and_then_has_it_in_it(held, by_the_docs, tmp_path):
    first = TreeHead(*held.read(lambda db: db.exec_driver_sql("SELECT size, root FROM tree_head").first()))
    published = receipt(first, AT).signed(KEY)
    with held.reading() as db:
        proof = prove(db, held.payloads, 2, published)
        assert (proof.head, proof.receipt) == (first, published)
        with pytest.raises(ProofError, match="came into the log after the receipt"):
            prove(db, held.payloads, 35, published)
        with pytest.raises(ProofError, match="are not those of the receipt"):
            prove(db, held.payloads, 2, receipt(TreeHead(first.size, bytes(32)), AT))
    path = kept(tmp_path, written(proof))
    assert read_document(path)[0] == proof
    assert by_the_docs(path)
    for wrong in (
        receipts.written(receipt(TreeHead(first.size + 1, first.root), AT).signed(KEY)),
        {**receipts.written(published), "at": "2025-01-06T09:00:00+00:00"},
        {**receipts.written(published), "format": "communique receipt 2"},
        None,
    ):
        with pytest.raises(ProofError):
            read_document(kept(tmp_path, {**written(proof), "receipt": wrong}))


def test_a_file_that_would_fill_the_memory_is_no_proof(proofs, tmp_path):
    path = tmp_path / "proof.json"
    path.write_text(json.dumps({**proofs[8], "path": []})[:-1] + ', "more": [' + "[]," * MOST + "[]]}")
    with pytest.raises(ProofError, match="no proof or receipt"):
        read_document(path)
    with path.open("wb") as file:
        file.truncate(LONGEST + 1)
    with pytest.raises(ProofError, match="no proof or receipt"):
        read_document(path)


def test_a_file_is_never_overwritten_and_one_that_is_not_there_is_said(tmp_path):
    path = tmp_path / "receipt.json"
    for name in (path, tmp_path / "none" / "receipt.json"):
        with pytest.raises(NoProofError, match="cannot read"):
            read_receipt(name)
    write_new(path, {"one": 1})
    with pytest.raises(NoProofError, match="there already"):
        write_new(path, {})
    assert json.loads(path.read_text()) == {"one": 1}
    with pytest.raises(NoProofError, match="cannot write"):
        write_new(tmp_path / "none" / "receipt.json", {})


def test_captures_are_named_by_their_number(held):
    with held.reading() as db:
        assert named_capture(db, " Capture:12 ", None) == 12
        for wanted in ("capture:36", "capture:", "capture:x", "capture:" + "9" * 30):
            with pytest.raises(NothingNamedError, match="the archive has no"):
                named_capture(db, wanted, None)
