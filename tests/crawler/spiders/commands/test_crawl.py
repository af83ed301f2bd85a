"""`scrapy crawl NAME` in a process of its own, as whoever knows Scrapy starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


def scrapy_crawl(archive: str, *words: str) -> subprocess.CompletedProcess[str]:
    named = {**os.environ, "COMMUNIQUE_ARCHIVE": archive}
    command = [sys.executable, "-m", "scrapy", "crawl", "jp_mofa_en", *words]
    return subprocess.run(command, cwd=ROOT, env=named, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mode=nope", "no mode is called 'nope'; there are update, backfill, recheck, address"),
        ("since=nope", "nope"),
        ("colour=red", "a crawl has no 'colour'"),
    ],
)
def test_wrong_words_are_one_line_and_wrong_usage(tmp_path: Path, words: str, told: str) -> None:
    done = scrapy_crawl(str(tmp_path / "archive.db"), "-a", words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_archive_that_can_be_none_is_said_and_no_success(tmp_path: Path) -> None:
    done = scrapy_crawl("mysql://user:hush@host/x")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "an archive is a file" in done.stderr
    assert "hush" not in done.stderr


def test_an_address_of_another_site_is_not_asked_for_by_later_crawls(tmp_path: Path) -> None:
    archive = str(tmp_path / "archive.db")
    done = scrapy_crawl(archive, "-a", "mode=address", "-a", "url=https://elsewhere.example/r1")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "not a page of this source" in done.stderr
    missing = [sys.executable, "-m", "communique", "--archive", archive, "show", "https://elsewhere.example/r1"]
    assert "knows no release" in subprocess.run(missing, cwd=ROOT, capture_output=True, text=True, check=False).stderr
