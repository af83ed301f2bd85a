"""What a machine does to a command: no disk, no files, no streams, no database; one line each, never a traceback."""

import os
import resource
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
import warc_files as warcs

from tests.communique.command_line import process
from tests.crawler.ingest.recorded_visits import page


def test_what_a_library_logs_has_no_traceback_but_with_debug(asked):
    for options, shown in (((), False), (("--debug",), True)):
        run = process(archive=asked)
        code = [run["args"][0], "-c", LOGS, *options, "sources"]
        said = subprocess.run(**run | {"args": code}, capture_output=True, text=True, check=False).stderr
        assert ("Traceback" in said) is shown
        assert [line for line in said.splitlines() if line.startswith("ERROR")] == [
            "ERROR scrapy: a page" if shown else "ERROR scrapy: a page: KeyError: 'title'",
            "ERROR communique.errors: raised where nobody waits for it"
            + ("" if shown else ": ValueError: in a finalizer"),
            "ERROR communique.errors: raised where nobody waits for it"
            + ("" if shown else ": KeyError: 'in a library'"),
        ]


LOGS = """
import logging, sys
from communique import __main__
from communique.commands import sources
class Fails:
    def __del__(self):
        raise ValueError("in a finalizer")
def command():
    try:
        {}["title"]
    except KeyError:
        logging.getLogger("scrapy").exception("a page")
    Fails()
    for error in (KeyError("in a library"), MemoryError()):  # as lxml does; the second is told by whatever fails of it
        sys.excepthook(type(error), error, None)
sources.command = command
__main__.main()
"""


@pytest.mark.parametrize(
    "words", [("search", "the"), ("search", "the", "--json"), ("show", "1", "--format", "markdown")]
)
def test_output_that_cannot_be_written_is_one_line(asked, words):
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            **process(*words, archive=asked), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ran.returncode, ran.stderr) == (1, "error: no space left on device\n")


def test_closed_streams_are_no_error(asked):
    def closed() -> None:
        for number in range(3):
            os.close(number)

    for words in (("search", "the"), ("changes", "--json"), ("serch",)):
        ran = subprocess.run(**process(*words, archive=asked), preexec_fn=closed, check=False)
        assert ran.returncode == (2 if words == ("serch",) else 0)


def test_few_open_files_are_one_line_or_enough(tmp_path, asked):
    """Whatever of it cannot be opened, from the archive to the pipes of a reader."""
    shutil.copy(asked.removeprefix("sqlite:///"), tmp_path / "archive.db")
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    for most in (5, 6, 8, 10, 14, 18, 24):
        with sqlite3.connect(tmp_path / "archive.db") as db:
            db.execute("UPDATE reading SET layout = 'another'")
        db.close()
        ran = subprocess.run(
            **process("reparse", "jp_mofa_ja", "--workers", "2", archive=url),
            preexec_fn=lambda most=most: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in ran.stderr
        assert "should not happen" not in ran.stderr
        assert ran.returncode in (0, 1)


@pytest.mark.parametrize("most", [5, 9])
def test_few_open_files_are_one_line_where_nothing_can_be_crawled(tmp_path, most):
    """The program itself cannot be loaded, or no event loop be made: what is left half made says nothing more."""
    ran = subprocess.run(
        **process("crawl", "--generic", "http://127.0.0.1:1/", archive=f"sqlite:///{tmp_path / 'archive.db'}"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = [line for line in ran.stderr.splitlines() if "unreviewed" not in line]
    assert (ran.returncode, line.partition(":")[0]) == (1, "error")
    assert "should not happen" not in line


@pytest.mark.parametrize("megabytes", [2, 10, 30])
def test_a_program_that_cannot_be_loaded_for_want_of_memory_is_one_line(asked, megabytes):
    run = process("search", "the", archive=asked)
    code = [run["args"][0], "-c", BOUND.format(megabytes=megabytes), *run["args"][3:]]
    ran = subprocess.run(**run | {"args": code}, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert ran.stderr.startswith(("error: out of memory", "error: no thread can be started"))


BOUND = """
import resource
from communique import __main__
most = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize() + {megabytes} * 2**20
resource.setrlimit(resource.RLIMIT_AS, (most, most))
__main__.main()
"""


@pytest.mark.parametrize("words", [("crawl", "jp_mofa_en"), ("import", "FILE"), ("demo", "/proc")])
def test_a_folder_that_cannot_be_written_to_is_one_line(words, tmp_path):
    words = [word.replace("FILE", str(recorded(tmp_path, 1))) for word in words]
    ran = subprocess.run(**process(*words, archive="sqlite:////proc/a.db"), capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert ran.stderr.startswith("error: cannot use the archive")


def bound(largest: int) -> None:
    """Let no file grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def test_a_disk_that_is_full_ends_an_import_with_one_line_and_the_next_goes_on(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "archive.db")
    recording = recorded(tmp_path, 150)
    command = process("import", str(recording), "--json", archive=f"sqlite:///{tmp_path / 'archive.db'}")
    full = subprocess.run(**command, preexec_fn=lambda: bound(600_000), capture_output=True, text=True, check=False)
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "should not happen" not in full.stderr
    assert "cannot use the archive" in full.stderr
    assert subprocess.run(**command, capture_output=True, text=True, check=False).returncode == 0


def recorded(folder: Path, releases: int) -> Path:
    """A recording of China's ministry."""
    path = folder / "all.warc.gz"
    path.write_bytes(warcs.packed([page(n, n) for n in range(1000, 1000 + releases)]))
    return path
