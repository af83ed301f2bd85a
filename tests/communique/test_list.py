"""What is held and what is missing, what needs a person, and what a span of days leaves out."""

import pytest

from storage.archive import Archive
from storage.records import Finding, Reading
from tests.communique.command_line import Line
from tests.communique.sample_archives import make, url
from tests.storage.builders import (
    FACTS,
    at,
    close_crawl,
    commit,
    keep_readings,
    line,
    listing,
    open_crawl,
    read_as,
    release_at,
    visit,
)


@pytest.fixture
def lacking(tmp_path, capsys) -> Line:
    """An archive that lacks two releases of those that the last crawl saw announced."""
    archive = Archive.open(make(tmp_path / "archive.db"))
    crawl = open_crawl(archive, FACTS, "update", "{}", at(70))
    commit(archive, crawl, [listing([line("asked", "Asked"), line("waiting", "Waiting", published=at(69).date())], 70)])
    number = release_at(archive, crawl, "asked", url("asked"), at(70)).release_id
    kept = commit(archive, crawl, [visit(number, 71, None, url("asked"), status=503)])
    keep_readings(archive, crawl, read_as(kept, [Reading("failed", message="status 503")]))
    close_crawl(archive, crawl, "incomplete", [Finding("missing", 2), Finding("failed", 1, url("asked"))], at(72))
    archive.close()
    return Line(f"sqlite:///{tmp_path / 'archive.db'}", capsys)


def test_releases_are_listed_newest_first_with_their_numbers(communique):
    ran = communique("list", "--source", "xx_water")
    first, second = ran.out.splitlines()[:2]
    assert first.startswith("2025-01-07  ")
    assert ", release 7  https://" in second
    assert ran.err == "7 releases\n"
    assert "  xx_water, release 2, gone  " in ran.out


def test_releases_in_json(communique):
    lines = communique("list", "--json").lines
    assert lines[0] == {
        "release": 9,
        "source": "ar_water",
        "url": "https://ar.example/1",
        "title": "اجتماع الوزير",
        "published": "2025-01-07",
        "language": "ar",
        "state": "held",
        "versions": 2,
    }
    assert len(lines) == 9
    assert len(communique("list", "--limit", "2", "--json").lines) == 2
    assert communique("list", "--limit", "2").err == "the first 2 releases; --limit shows more\n"
    assert [line["language"] for line in communique("list", "--language", "ja", "--json").lines] == ["ja"]


def test_a_span_of_days_says_what_it_leaves_out(tmp_path, capsys):
    archive = Archive.open(make(tmp_path / "archive.db"))
    crawl = open_crawl(archive, FACTS, "update", "{}", at(70))
    commit(archive, crawl, [listing([line("undated")], 70)])  # the listing dates it no longer
    archive.close()
    communique = Line(f"sqlite:///{tmp_path / 'archive.db'}", capsys)
    ran = communique("list", "--since", "2025-01-01T09:00")
    assert ran.err == "8 releases\n1 release without a date left out; --undated lists them\n"
    assert [line["title"] for line in communique("list", "--undated", "--json").lines] == ["Undated"]
    assert "1 hit left out: in releases without a date" in communique("search", "stands", "--since", "2025-01-01").err


def test_what_is_missing_is_named_with_the_reason(lacking):
    ran = lacking("list", "--missing")
    assert ran.out.splitlines() == [
        "undated  Asked",
        f"  xx_water, release 10  {url('asked')}",
        "  announced 2025-01-10 07:00 UTC, asked 2025-01-10 08:00 UTC: 503, status 503",
        "2025-01-10  Waiting",
        f"  xx_water, release 11  {url('waiting')}",
        "  announced 2025-01-10 07:00 UTC, not asked yet",
    ]
    assert ran.err == "2 missing releases\n"
    lines = lacking("list", "--missing", "--json").lines
    assert [line["status"] for line in lines] == [503, None]
    assert lines[0].keys() == {
        *("release", "source", "url", "title", "published"),
        *("found", "tried", "status", "verdict", "message"),
    }
    assert lacking("list", "--missing", "--source", "jp_mofa_ja").err == "nothing is missing\n"


def test_all_commands_agree_on_what_is_missing(lacking):
    (source,) = lacking("sources", "xx_water", "--json").lines
    (status,) = lacking("status", "xx_water", "--json").lines
    assert source["missing"] == status["missing"] == len(lacking("list", "--missing", "--json").lines) == 2
    assert (source["verdict"], status["well"]) == ("incomplete", False)


def test_status_says_why_and_ends_with_1(lacking):
    ran = lacking("status")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "xx_water  incomplete, last crawl 2025-01-10 07:00 UTC, listings last read 2025-01-10 07:00 UTC",
        f"  1 failed, first {url('asked')}",
        "  2 releases announced but not held; `communique list --missing` names them",
    ]
    assert {line["source"]: line["well"] for line in lacking("status", "--json").lines} == {
        "ar_water": True,
        "jp_mofa_ja": True,
        "xx_water": False,
    }
    assert lacking("status", "jp_mofa_ja").code == 0


def test_sources_say_why_the_last_crawl_was_not_well(lacking):
    assert f"  says            1 failed, first {url('asked')}" in lacking("sources", "xx_water").out
    (line,) = lacking("sources", "xx_water", "--json").lines
    assert line["detail"].startswith(f"no file; 1 failed, first {url('asked')}; 2 releases announced")
    assert [finding["kind"] for finding in line["findings"]] == ["failed", "missing"]


def test_a_release_that_was_not_visited_yet_says_so(lacking):
    ran = lacking("history", "11", "--captures")
    assert ran.err == "it was announced, and not visited yet; `communique crawl xx_water` visits it\n"
    assert lacking("history", "11").err == "no page of it has been read yet, nor visited\n"
    assert "shows what was tried" in lacking("history", "10").err


def test_a_source_that_nobody_crawls_any_more_needs_a_person_where_an_age_is_given(lacking):
    ran = lacking("status", "xx_water", "--max-age", "1.5")
    assert ran.out.splitlines()[-1] == "  listings last read 2025-01-10 07:00 UTC: more than 1.5 days ago"
    (old,) = lacking("status", "jp_mofa_ja", "--max-age", "9", "--json").lines
    assert (old["well"], old["verdict"], old["last_complete"]) == (False, "complete", "2025-01-07T09:00:00+00:00")
    assert [finding["kind"] for finding in old["findings"]] == ["too_old"]
    assert lacking("status", "jp_mofa_ja", "--max-age", "9").code == 1
    (line,) = lacking("status", "xx_water", "--max-age", "99999", "--json").lines
    assert "too_old" not in [finding["kind"] for finding in line["findings"]]


def test_all_is_well(communique):
    assert communique("status") == (0, "", "all is well\n")
