"""What the commands answer, as people read it."""

import sqlite3
from contextlib import closing

import pytest
from lxml import html

from tests.communique import sample_archives
from tests.communique.command_line import Line
from tests.communique.sample_archives import MOVED, url


def test_a_page_as_it_was_between_two_visits(communique):
    out = communique("show", "1", "--as-of", "2025-01-07T20:00").out
    assert out.startswith("Water for all\n")
    assert "version 1 of 2, seen from 2025-01-07 10:00 to 2025-01-07 11:00 UTC" in out
    assert "on 2025-01-07 20:00 UTC this was what had last been seen" in out
    assert "next seen changed at 2025-01-08 09:00 UTC (version 2)" in out


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        ("2025-01-07", "Water for all"),
        ("2025-01-08", "Water for everyone"),
        ("2025-01-08T09:00:00Z", "Water for everyone"),
        ("2025-01-08T09:00:00+05:00", "Water for all"),
        ("2025-01-08 08:59", "Water for all"),
        ("2030-01-01", "Water for everyone"),
    ],
)
def test_a_page_on_a_day_or_at_a_time(communique, moment, title):
    assert communique("show", "1", "--as-of", moment).out.startswith(f"{title}\n")


def test_a_release_that_is_gone_says_so_when_it_was(communique):
    assert "asked again at 2025-01-09 21:00 UTC: 404, not found" in communique("show", "2").out
    assert "asked again at 2025-01-08 15:00 UTC" in communique("show", "2", "--as-of", "2025-01-08").out


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_undated_page_has_the_date_of_its_listing(communique, form):
    assert "2025-01-07 by the listing; the page states no date" in communique("show", "6", "--format", form).out


def test_editions_in_other_languages_are_shown(communique):
    assert "translation: fr https://water.example/fr/1" in communique("show", "1").out


@pytest.mark.parametrize("address", [url("edited"), f" {url('edited')}#top", url("edited").replace("https", "http")])
def test_a_release_by_its_address(communique, address):
    assert communique("show", address).out.startswith("Water for everyone\n")


def test_history_dates_an_edit_between_two_visits(communique):
    assert communique("history", "2").out.splitlines()[2:] == [
        "version 1  seen 2 times, from 2025-01-07 10:00 to 2025-01-07 11:00 UTC  Of dots",
        "  edited between 2025-01-07 11:00 and 2025-01-08 09:00 UTC, see diff 2 1 2",
        "version 2  seen once, at 2025-01-08 09:00 UTC  Of dots",
        "since then: last asked 2025-01-09 21:00 UTC (404, not found)",
        "not found at its address since 2025-01-08 15:00 UTC, there last at 2025-01-08 09:00 UTC",
    ]


@pytest.mark.parametrize(
    ("release", "lines"),
    [
        (
            "2",
            [
                "typography: only punctuation or space changed in paragraph 1",
                "  He said [-\"-]{+“+}yes[-\"-]{+” +}, twice.",
            ],
        ),
        ("3", ["wording: “Apples were eaten.” moved from point 1 to point 3", "  Apples were eaten."]),
        (
            "4",
            [
                "typography: paragraph 1 was split into paragraphs 1 and 2: "
                "“One sentence stood here alone. Another came after it at …”",
                "  One sentence stood here alone.{+ ¶ +}Another came after it at once.",
            ],
        ),
        ("5", ["typography: points were renumbered: 1, 2 became 2, 3", "  [-1, 2-]", "  {+2, 3+}"]),
    ],
)  # fmt: skip
def test_each_kind_of_edit_can_be_read_without_colour(communique, release, lines):
    assert communique("diff", release).out.splitlines()[4:] == lines


def test_captions_attachments_and_reasons(communique):
    out = communique("diff", "1").out
    assert "substance: the number 690 became 705 in paragraph 1, and more  (number, negation)\n" in out
    caption = "“at” became “beside” in the caption of a picture"
    assert f"wording: {caption}\n  The Minister [-at-]{{+beside+}} the well\n" in out
    old, new = url("plan.pdf"), url("plan2.pdf")
    exchanged = f"the document behind “Plan” is another: {new} (was {old})"
    assert f"substance: {exchanged}  (document)\n  [-{old}-]\n  {{+{new}+}}\n" in out


def test_a_merge_is_a_split_read_backwards(communique):
    assert "paragraphs 1 and 2 were merged into paragraph 1" in communique("diff", "4", "2", "1").out


def test_changes_show_what_stands_near_a_change(communique):
    out = communique("changes", "--min-class", "substance").out
    assert "{+not +}spend [-690-]{+705+} million" in out
    assert "The Ministers welcomed" not in out
    assert f"  gone: no longer found at {url('dressed')}\n" in out


def test_what_is_missing_from_its_listing_or_stands_elsewhere(communique):
    out = communique("changes").out
    assert f"  unlisted: no longer on its listing, {url('counted')}\n" in out
    assert f"  moved: from {url('undated')} for good to {MOVED}\n" in out
    for command in ("history", "show"):
        assert "not on its listing since 2025-01-09 11:00 UTC" in communique(command, "5").out
    assert "last asked 2025-01-09 01:00 UTC (301, redirected)" in communique("history", "6").out


def test_versions_that_say_the_same(communique):
    assert communique("diff", "1", "2", "2").err == "the two versions say the same\n"
    assert communique("diff", "6").err == "it has one version: no edit was seen\n"
    assert [line.partition(" 2025")[0] for line in communique("diff", "1", "2", "2").out.splitlines()[1:]] == [
        "version 2, seen at"
    ]


def test_words_of_any_script_are_found(communique):
    assert "release 8" in communique("search", "会談").out
    assert "release 9" in communique("search", "طوكيو", "--all-versions").out
    assert communique("search", "طوكيو").err == "nothing found\n"
    assert communique("search", "the", "--limit", "1").err == "the first 1 of 2 hits; --limit shows more\n"
    assert communique("search", "the", "--limit", "2").err == "2 hits\n"
    assert communique("search", "nobody", "--country", "jp").out == ""


def test_hits_are_filtered_by_what_their_releases_have(communique):
    assert communique("search", "nobody", "--edited", "--with-pictures").out == communique("search", "nobody").out != ""
    assert communique("search", "nobody", "--type", "Speech").err == "nothing found\n"


def test_a_query_may_be_several_arguments_and_what_it_does_not_say_is_said(communique):
    one, other = communique("search", "the", "minister"), communique("search", "the minister")
    assert (one.out, one.err, one.code) == (other.out, other.err, 0)
    phrase = communique("search", "the minister", "welcomed")
    assert phrase.out == communique("search", '"the minister" welcomed').out
    said = communique("search", "title:minister")
    assert (said.code, said.err.splitlines()[0]) == (
        0, "warning: title: is searched as a word; what hits are filtered by are options (--help shows them)"
    )  # fmt: skip


def test_hits_of_one_release_stand_together(communique):
    out = communique("search", "a* OR t* OR 会談", "--limit", "100").out
    heads = [line for line in out.splitlines() if ", release " in line]
    assert len(heads) == len(set(heads))


def test_an_archive_is_read_while_another_writes(communique):
    other = sqlite3.connect(communique.archive.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE release SET state = 'pending'")
    try:
        assert communique("show", "1").out.startswith("Water for everyone\n")
        assert communique("sources").code == 0
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_reparse_looks_at_the_sources_that_the_archive_holds(communique):
    lines = communique("reparse", "--dry-run", "--json", "--workers", "0").lines
    assert [line["source"] for line in lines] == ["jp_mofa_ja"]
    counts = {"listings", "releases", "pages", "files", "changed", "rekeyed", "fields", "unreadable"}
    assert lines[0].keys() == {"source", "dry_run", "findings", *counts}


def test_one_source_is_told_whole(communique):
    lines = communique("sources", "us_state", "xx_water").out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["us_state", "xx_water"]
    assert "  verdict         complete, no file" in lines
    assert any("https://www.state.gov/" in line for line in lines)


def test_a_depth_beyond_any_page_fills_no_screen(tmp_path, capsys):
    communique = Line(sample_archives.make(tmp_path / "archive.db"), capsys)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db, db:
        db.execute("UPDATE block SET depth = 300000000")
    assert len(communique("show", "1").out) < 10_000
    assert len(communique("show", "1", "--format", "markdown").out) < 10_000


def test_a_page_of_differences_stands_alone(communique):
    page = communique("diff", "1", "--format", "html").out
    tree = html.fromstring(page)
    assert "Water for everyone" in tree.findtext(".//title")
    assert [one.text_content() for one in tree.iter("del")]
    assert not tree.xpath("//script | //link | //img | //*[@style]")
    assert "default-src 'none'" in tree.xpath("//meta/@content")[1]
    hostile = communique("diff", "7", "1", "1", "--format", "html").out
    assert "\x1b" not in hostile
    assert communique("diff", "1", "--format", "json").lines == communique("diff", "1", "--json").lines
