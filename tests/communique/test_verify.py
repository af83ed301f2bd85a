"""`verify` and `prove`: what they print, what they write, and how they end."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.archive import Archive
from tests.communique.command_line import Line
from tests.storage.builders import FACTS, announce, at, commit, open_crawl, visit
from tests.storage.proof.archives import close, filled


@pytest.fixture
def kept(archive_url: str, capsys: pytest.CaptureFixture[str]) -> Line:
    """Asks an archive that was crawled."""
    archive = Archive.open(archive_url)
    filled(archive)
    archive.close()
    return Line(archive_url, capsys)


def change(line: Line, statement: str) -> None:
    archive = Archive.open(line.archive)
    archive.write(lambda db: db.execute(text(statement)))
    archive.close()


def crawl_again(line: Line) -> None:
    archive = Archive.open(line.archive)
    crawl = open_crawl(archive, FACTS, "update", "{}", at(100))
    commit(archive, crawl, [visit(announce(archive, crawl, "one")["one"], 101, "something else")])
    close(archive, crawl)
    archive.close()


def test_an_archive_is_held_against_receipts_of_before(kept: Line, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.json"
    ran = kept("verify", "--receipt", str(receipt))
    told = json.loads(receipt.read_text())
    assert (ran.code, ran.out) == (0, f"tree head: {told['size']} leaves, root {told['root']}\n")
    assert f"{told['size']} rows" in ran.err
    crawl_again(kept)
    ran = kept("verify", "--fast", "--against", str(receipt), "--json")
    assert ran.code == 0
    (last,) = ran.lines
    assert last["size"] == last["rows"] > told["size"]
    assert (last["faults"], last["waiting"], last["payloads"]) == (0, 0, 0)
    change(kept, "UPDATE capture SET status = 404 WHERE id = 3")
    ran = kept("verify", "--against", str(receipt), "--receipt", str(tmp_path / "other.json"), "--json")
    assert (ran.code, ran.lines[-1]["faults"]) == (1, 1)
    assert (ran.lines[0]["table"], ran.lines[0]["row"]) == ("capture", "3")
    assert ran.err == "error: things that do not hold: 1; no receipt is written\n"
    assert [path.name for path in tmp_path.glob("*.json")] == ["receipt.json"]


def test_an_archive_whose_log_was_written_anew_does_not_pass_for_the_one_of_the_receipt(kept, tmp_path):
    receipt = tmp_path / "receipt.json"
    assert kept("verify", "--receipt", str(receipt)).code == 0
    for statement in ("UPDATE capture SET status = 404 WHERE id = 3", "DELETE FROM log", "DELETE FROM tree_head"):
        change(kept, statement)
    crawl_again(kept)
    assert kept("verify").code == 0
    ran = kept("verify", "--against", str(receipt))
    assert ran.code == 1
    assert "are not those of the receipt: it is another archive's, or evidence from before it was changed" in ran.err


def test_a_proof_is_checked_where_there_is_no_archive(kept, tmp_path):
    receipt, proof = tmp_path / "receipt.json", tmp_path / "proof.json"
    kept("verify", "--fast", "--receipt", str(receipt))
    crawl_again(kept)
    change(kept, "UPDATE release SET url = url")  # what is derived may be made anew
    assert kept("prove", "capture:9", str(proof), "--against", str(receipt)).code == 0
    elsewhere = Line(str(tmp_path / "none.db"), kept.captured)
    ran = elsewhere("verify", str(proof), "--against", str(receipt))
    assert ran.code == 0
    assert ran.out.startswith("https://water.example/press/")
    (told,) = elsewhere("verify", str(proof), "--json").lines
    assert (told["id"], told["source"], told["status"]) == (9, "xx_water", 200)
    ran = kept("prove", "capture:9")
    proof.write_text(ran.out)
    ran = elsewhere("verify", str(proof), "--against", str(receipt))
    assert ran.code == 1
    assert "`communique prove --against RECEIPT` makes one against it" in ran.err
    proof.write_text(ran.out.replace('"status', '"STATUS'))
    assert elsewhere("verify", str(proof)).code == 1


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_mistakes_and_what_cannot_be_proven_end_in_one_line(kept, tmp_path):
    path = tmp_path / "receipt.json"
    path.write_text("{}")
    for code, says, *words in (
        (2, "is there already", "verify", "--receipt", str(path)),
        (1, "is no receipt", "verify", "--against", str(path)),
        (1, "is no proof", "verify", str(path)),
        (2, "cannot read", "verify", str(tmp_path / "none.json")),
        (2, "a receipt is written of an archive", "verify", str(path), "--receipt", str(tmp_path / "none.json")),
        (2, "a capture has no versions", "prove", "capture:1", "--version", "1"),
        (2, "the archive has no capture:99", "prove", "capture:99"),
        (2, "the archive has no release 99", "prove", "99"),
        (2, "has no version yet", "prove", "1"),
        (2, "there already", "prove", "capture:1", str(path)),
    ):
        ran = kept(*words)
        assert (ran.code, ran.out) == (code, ""), ran
        assert says in ran.err.replace("\n", " "), ran
    change(kept, "UPDATE capture SET status = 404 WHERE id = 3")
    assert "capture 3 is not what the log says" in kept("prove", "capture:3").err
    change(kept, "UPDATE tree_head SET root = x'00' WHERE id = 2")
    ran = kept("verify", "--json")
    assert (ran.code, ran.lines[-1]["root"]) == (1, None)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_archive_without_a_tree_head_says_so(archive, crawl, one, archive_url, capsys, tmp_path):
    line = Line(archive_url, capsys)
    ran = line("verify")
    assert (ran.code, ran.out) == (0, "")
    assert "rows that wait for a crawl or an import to come to its end" in ran.err
    ran = line("verify", "--receipt", str(tmp_path / "receipt.json"))
    assert ran.code == 1
    assert "the archive has no tree head yet" in ran.err
    assert "is not in the log yet" in line("prove", "capture:1").err


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_nothing_is_written_to_the_archive(kept, tmp_path):
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept("verify").code == 0
    assert kept("prove", "capture:3").code == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
