"""`raw` gives back the bytes and the header fields that were kept, and nothing else."""

import io
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage.archive import Archive
from storage.proof import log
from storage.records import Reading
from tests.communique.command_line import Line
from tests.communique.sample_archives import WATER, url
from tests.storage.builders import (
    FACTS,
    START,
    capture,
    commit,
    keep_readings,
    open_crawl,
    read_as,
    reading,
    release_at,
    visited,
)


@pytest.fixture
def raw(communique, monkeypatch):
    """What `raw` writes as bytes."""

    def asked(*arguments: str) -> tuple[int, bytes, str]:
        written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", written)
            ran = communique("raw", *arguments)
        written.flush()
        return ran.code, written.buffer.getvalue(), ran.err

    return asked


def body(key: str, number: int) -> bytes:
    shown = WATER[key][number]
    return f"<p>{shown!r}{shown.blocks[0].text}".encode()


def test_a_release_gives_the_bytes_of_its_newest_version_and_an_older_one_of_that(raw):
    assert raw("1") == (0, body("edited", 1), "")
    assert raw("1", "--version", "1") == (0, body("edited", 0), "")
    assert raw(url("edited"))[1] == body("edited", 1)


def test_a_capture_is_known_by_the_number_that_history_shows(raw, communique):
    numbers = [line["capture"] for line in communique("history", "1", "--captures", "--json").lines]
    assert [raw(f"capture:{number}")[1] for number in numbers] == [body("edited", n) for n in (0, 0, 1)]


@pytest.mark.parametrize(
    ("statement", "asked", "says"),
    [
        ("capture SET payload_id = 2 WHERE id = 1", "capture:1 --headers", "capture 1 is not what the log says"),
        ("capture SET payload_id = NULL WHERE id = 1", "capture:1", "capture 1 is not what the log says"),
        ("log SET leaves = x'00'", "capture:1 --headers", "is no run of leaves"),
        ("snapshot SET first_capture_id = 5 WHERE id = 1", "1 --headers", "version 1 is not what was read"),
    ],
)
def test_altered_evidence_is_given_with_a_warning(tmp_path, capsys, statement, asked, says):
    archive = Archive.open(f"sqlite:///{tmp_path / 'archive.db'}")
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    for number, key in enumerate(("one", "two", "three", "four", "five")):
        release = release_at(archive, crawl, key, url(key), START).release_id
        seen = replace(capture(url(key), 1, key.encode()), at=START + timedelta(hours=number))
        keep_readings(archive, crawl, read_as(commit(archive, crawl, [visited(seen, release)]), [reading(key)]))
    archive.write(log.append, archive.payloads)
    archive.write(lambda db: db.execute(text(f"UPDATE {statement}")))
    archive.close()
    ran = Line(f"sqlite:///{tmp_path / 'archive.db'}", capsys)("raw", *asked.split())
    assert ran.code == 1
    assert bool(ran.out) == ("--headers" in asked)
    assert says in ran.err


FIELDS = (("Set-Cookie", "a=1"), ("set-cookie", "b=é"), ("X-Empty", ""))
ODD = "Set-Cookie:a=1\r\nset-cookie: b=é\r\n  c\x85\nno colon\r\n"


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        (None, b"Set-Cookie: a=1\r\nset-cookie: b=\xe9\r\nX-Empty: \r\n"),
        (ODD, b"Set-Cookie:a=1\r\nset-cookie: b=\xe9\r\n  c\x85\r\nno colon\r\n"),
        (ODD.removesuffix("\r\n"), b"Set-Cookie:a=1\r\nset-cookie: b=\xe9\r\n  c\x85\r\nno colon\r\n"),
    ],
)
def test_header_fields_come_as_they_came(tmp_path, capsys, header, shown):
    archive = Archive.open(f"sqlite:///{tmp_path / 'archive.db'}")
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    number = release_at(archive, crawl, "one", url("one"), START).release_id
    seen = replace(capture(url("one"), 1, b""), status_line="HTTP/1.1 200 Fine", fields=FIELDS, header=header)
    kept = commit(archive, crawl, [visited(seen, number)])
    keep_readings(archive, crawl, read_as(kept, [Reading("empty")]))
    archive.close()
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", written)
        Line(f"sqlite:///{tmp_path / 'archive.db'}", capsys)("raw", "capture:1", "--headers")
    assert written.buffer.getvalue() == b"HTTP/1.1 200 Fine\r\n" + shown + b"\r\n"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["capture:999"], 2, "no capture:999"),
        (["capture:x"], 2, "no capture:x"),
        (["capture:" + "9" * 40], 2, "no capture"),
        (["1", "--version", "3"], 2, "it has 2"),
        (["77"], 2, "no release 77"),
        (["capture:1", "--version", "1"], 2, "--version"),
    ],
)
def test_what_is_not_there_is_said(raw, arguments, code, says):
    ran = raw(*arguments)
    assert (ran[0], ran[1]) == (code, b"")
    assert says in ran[2]
    assert ran[2].count("\n") == 1


def test_a_visit_without_a_body_says_why(raw, communique):
    last = communique("history", "2", "--captures", "--json").lines[-1]
    assert last["status"] == 404
    code, out, err = raw(f"capture:{last['capture']}")
    assert (code, out) == (1, b"")
    assert "the answer was 404" in err


def test_a_terminal_is_not_given_bytes(communique, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = communique("raw", "7")
    assert (ran.code, ran.out) == (2, "")
    assert "> page.html" in ran.err
