"""What goes wrong is said in one line that says what to do next; never in a traceback."""

import os
import shutil
import sqlite3
import subprocess
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.communique.command_line import Line, Ran, process

SECRET = "hush-hush"  # noqa: S105 - of nothing


@pytest.fixture
def at(capsys):
    """Asks any archive."""
    return lambda url: Line(str(url), capsys)


def one_line(ran: Ran, code: int, *words: str) -> None:
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    for word in words:
        assert word in ran.err


def of_typer(words: str) -> list[str]:
    """What is made of Typer's words, where it asks pydantic; before 0.29 its own were good."""
    return [words] if find_spec("pydantic") else []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["serch", "x"], ["serch", "communique --help"]),
        (["search"], ["QUERY", "communique search --help"]),
        (["search", "..."], ["QUERY", "no word"]),
        (["search", "climate", "-change"], ["apostrophes", "'climate -change'"]),
        (["search", "気候", "-変動"], ["apostrophes"]),
        (["search", "climate", "--change"], ["--change", "communique search --help"]),
        (["search", ""], ["QUERY", "no word"]),
        (["search", "x", "--archive", "y"], ["before the command", "communique --archive ... search"]),
        (["search", "x", "--since", "2025-13-01"], ["--since", "2025-13-01", "2025-01-31"]),
        (["search", "x", "--since", "2025-02-01", "--until", "2025-01-01"], ["--until", "before"]),
        (["search", "x", "--limit", "0"], ["--limit"]),
        (["search", "x", "--limit", "9" * 30], ["--limit"]),
        (["crawl", "jp_mofa_en", "--since", "2025-02-01", "--until", "2025-01-01"], ["--until", "before"]),
        (["changes", "--since", "yesterday"], ["--since", "yesterday", "2025-01-31T14:30"]),
        (["changes", "--since", "0001-01-01T00:00+14:00"], ["--since"]),
        (["changes", "--limit", "9" * 30], ["--limit"]),
        (["reparse", "--workers", "99999"], ["--workers"]),
        (["changes", "--min-class", "grave"], ["--min-class", "substance"]),
        (["show", "1", "--version", "0"], ["--version"]),
        (["show", "1", "--version", "1", "--as-of", "2025-01-08"], ["--as-of", "not both"]),
        (["show"], ["RELEASE"]),
        (["diff", "1", "one"], ["FROM"]),
        (["parse", "page.html"], ["--url"]),
        (["crawl", "us_state", "--url", "http://["], ["--url", "http://[", "https://"]),
        (["crawl", "us_state", "--url", "nonsense"], ["--url", "nonsense", "https://"]),
        (["crawl", "us_state", "--limit", "x"], ["--limit", *of_typer("no whole number")]),
        (["crawl", "us_state", "--limit", "0"], ["--limit", *of_typer("the least is 1")]),
        (["crawl", "us_state", "--hours", "long"], ["--hours", *of_typer("it is no number")]),
        (["changes", "--limit", "9999999"], ["--limit", *of_typer("the most is 1000000")]),
        (["changes", "--kind", "grave"], ["--kind", "gone", "returned"]),
        (["list", "--undated", "--since", "2025-01-01"], ["--undated"]),
        (["parse", "page.html", "--source", "us_state", "--url", "nonsense"], ["--url", "nonsense"]),
        (["crawl", "us_state", "--via", "http://["], ["--via", "http://["]),
        (["crawl", "us_state", "--via", ""], ["--via", "nothing is named"]),
        (["crawl", "us_state", "--url", "https://www.mofa.go.jp/x"], ["--url", "no page of us_state", "www.state.gov"]),
        (["crawl", "us_state", "--via", "http://x.example/", "--replay", "a.warc"], ["--replay", "--via"]),
        (["changes", "--source", ""], ["--source", "nothing is named"]),
        (["list", "--country", " "], ["--country", "nothing is named"]),
        (["search", "x", "--language="], ["--language", "nothing is named"]),
        (["show", ""], ["RELEASE", "nothing is named"]),
        (["raw", " "], ["CAPTURE", "nothing is named"]),
        (["status", ""], ["SOURCE", "nothing is named"]),
        (["reparse", "--generic", ""], ["--generic"]),
        (["crawl", "us_state", "--via", "http://127.0.0.1:99999/"], ["--via", "99999"]),
    ],
)
def test_wrong_usage_ends_with_2(communique, arguments, message):
    ran = communique(*arguments)
    one_line(ran, 2, *message)
    assert "Value error" not in ran.err
    assert "Input should" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "77"], ["77", "communique search"]),
        (["show", "9" * 40], ["communique search"]),
        (["show", "https://nowhere.example/"], ["nowhere.example", "communique list"]),
        (["show", "nonsense"], ["nonsense"]),
        (["show", "1", "--version", "3"], ["no version 3", "it has 2", "communique history 1"]),
        (["show", "1", "--version", "9" * 40], ["it has 2"]),
        (["diff", "1", "1", "9"], ["no version 9"]),
        (["diff", "1", "9"], ["no version 9"]),
        (["import", "nofile.warc.gz"], ["cannot open nofile.warc.gz"]),
        (["crawl", "us_state", "--replay", "nofile.wacz"], ["cannot open nofile.wacz"]),
        (["check", "us_stat"], ["did you mean us_state"]),
        (["status", "us_stat"], ["us_stat", "communique sources"]),
        (["demo", "/nowhere"], ["/nowhere is no folder"]),
        (["list", "--source", "jp_mofa"], ["jp_mofa", "communique sources"]),
        (["sources", "jp_mofa_e"], ["jp_mofa_en"]),
        (["changes", "--source", "jp_mofa"], ["jp_mofa", "communique sources"]),
        (["search", "x", "--country", "Japan"], ["Japan", "communique sources"]),
        (["search", "x", "--language", "tlh"], ["tlh"]),
        (["parse", "nofile.html", "--source", "us_state", "--url", "https://x.example"], ["cannot read nofile.html"]),
        (["parse", "/", "--source", "us_state", "--url", "https://x.example"], ["cannot read /"]),
        (["reparse", "nope"], ["nope"]),
        (["check", "US_STATE"], ["did you mean us_state"]),
        (["backup", ""], ["no file that could be replaced"]),
        (["backup", "/"], ["no file that could be replaced"]),
        (["history", "\x1b]0;pwned\x07\u202e"], [r"\x1b]0;pwned\x07\u202e"]),
    ],
)
def test_what_is_not_there_is_wrong_usage(communique, arguments, message):
    one_line(communique(*arguments), 2, *message)


def test_what_was_not_held_yet_is_no_wrong_usage(communique):
    one_line(communique("show", "1", "--as-of", "2020-01-01"), 1, "held since 2025-01-07 10:00")


@pytest.mark.parametrize("command", [["search", "x"], ["show", "1"], ["history", "1"], ["changes"], ["reparse"]])
def test_a_question_makes_no_archive(at, tmp_path, command):
    file = tmp_path / "none.db"
    one_line(at(f"sqlite:///{file}")(*command), 2, "there is no archive", "communique crawl", "--archive")
    assert not file.exists()


def test_sources_are_listed_without_an_archive(at, tmp_path):
    ran = at(f"sqlite:///{tmp_path / 'none.db'}")("sources", "--json")
    assert ran.code == 0
    assert {line["verdict"] for line in ran.lines} == {"unknown"}
    assert "there is no archive" in ran.err
    assert not list(tmp_path.iterdir())


def test_an_empty_archive_answers(at, tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "empty.db")
    empty = at(f"sqlite:///{tmp_path / 'empty.db'}")
    assert empty("search", "x") == (0, "", "nothing found\n")
    assert empty("changes") == (0, "", "no change was seen\n")
    one_line(empty("show", "1"), 2, "no release 1")
    assert empty("list") == (0, "", "no release\n")
    assert empty("list", "--missing") == (0, "", "nothing is missing\n")
    assert empty("status") == (0, "", "all is well\n")


def test_files_that_are_no_archive(at, tmp_path):
    (tmp_path / "text.db").write_text("no database " * 100)
    one_line(at(f"sqlite:///{tmp_path / 'text.db'}")("changes"), 1, "text.db", "not a database")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE bookmarks (id INTEGER)")
    other.close()
    one_line(at(f"sqlite:///{tmp_path / 'other.db'}")("changes"), 1, "another program's database")
    one_line(at(f"sqlite:///{tmp_path}")("changes"), 1, "unable to open")


@pytest.mark.parametrize("named", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "a?b.db", "sqlite:///a.db?"])
def test_an_archive_without_a_file_of_its_name_is_none(at, tmp_path, monkeypatch, named):
    monkeypatch.chdir(tmp_path)
    for command in (["changes"], ["crawl", "us_state"]):
        one_line(at(named)(*command), 2)
    assert not list(tmp_path.iterdir())


def test_an_archive_that_is_cut_off(at, asked, tmp_path):
    whole = Path(asked.removeprefix("sqlite:///")).read_bytes()
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 3])
    one_line(at(f"sqlite:///{tmp_path / 'cut.db'}")("changes"), 1, "cannot use the archive", "malformed")


def test_an_archive_of_a_newer_program(at, sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "newer.db")
    database = sqlite3.connect(tmp_path / "newer.db")
    with database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    one_line(at(f"sqlite:///{tmp_path / 'newer.db'}")("changes"), 1, "newer Communique", "upgrade the program")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"postgresql://user:{SECRET}@127.0.0.1:1/archive", 1),
        (f"postgres://user:{SECRET}@host/archive", 2),
        (f"postgresql://user:{SECRET}@host:port/archive", 2),
        (f"mysql://user:{SECRET}@host/archive", 2),
        (f"user:{SECRET}@host", 2),
        ("sqlite:///archive.db?mode=ro", 2),
        ("archive.db", 2),
        (f"postgresql://user:{SECRET[:4]}@{SECRET}@127.0.0.1:1/archive", 2),
        (f"postgresql+asyncpg://user:{SECRET}@host/archive", 2),
    ],
)
def test_no_message_tells_a_password(at, url, code):
    ran = at(url)("changes")
    one_line(ran, code)
    assert SECRET not in ran.err


def test_what_should_not_happen_is_a_line_too_and_debug_shows_it(communique, monkeypatch):
    def broken(*_, **__):
        raise KeyError("\x1b[31mred")

    monkeypatch.setattr("communique.commands.show.release_view", broken)
    one_line(communique("show", "1"), 1, "should not happen", "KeyError", "--debug")
    assert "Traceback" in communique("--debug", "show", "1").err


def test_an_error_of_the_machine_is_told_in_its_own_words(communique, monkeypatch):
    for error, words in (
        (OSError(24, "Too many open files", "a.db"), "error: too many files are open at once (ulimit -n)\n"),
        (OSError(28, "No space left on device"), "error: no space left on device\n"),
        (MemoryError(), "error: out of memory\n"),
    ):
        monkeypatch.setattr("communique.commands.show.release_view", Mock(side_effect=error))
        assert communique("show", "1") == (1, "", words)


@pytest.mark.parametrize(
    "words",
    [["search", "the", "--all-versions", "--limit", "1000"], ["sources", "--json"]],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(asked, words):
    command = process(*words, archive=asked)
    with subprocess.Popen(**command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize("words", [["changes"], ["list"], ["show", "999"], ["search"]], ids=" ".join)
def test_a_reader_of_errors_that_goes_away_is_none_either(asked, words):
    quiet = subprocess.run(**process(*words, archive=asked), capture_output=True, check=False)
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        gone = subprocess.run(**process(*words, archive=asked), stdout=subprocess.DEVNULL, stderr=theirs, check=False)
    finally:
        os.close(theirs)
    assert gone.returncode == quiet.returncode


@pytest.mark.parametrize("language", ["C", "POSIX"])
def test_other_locales(asked, language):
    command = process("show", "8", archive=asked, LANG=language)
    assert "日米外相会談" in subprocess.run(**command, capture_output=True, check=True).stdout.decode()


def test_a_terminal_without_unicode(asked):
    def shown(*arguments: str) -> bytes:
        ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        return subprocess.check_output(**process(*arguments, archive=asked, **ascii_only))

    assert shown("show", "8").startswith(rb"\u65e5\u7c73")
    assert rb'"title": "\u65e5\u7c73' in shown("show", "8", "--json")
