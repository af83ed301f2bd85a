"""Text that was altered in the archive, past Communique: no command shows it without a word, and `reparse` mends it."""

from pathlib import Path

import pytest

from communique.commands import reparse as reparse_command
from tests.communique.command_line import Line
from tests.communique.damaged_archives import SOURCE, altered, derived_rows, make

# Of release 1, version 2: what is held of its page, and what tells it from other versions.
ALTERATIONS = {
    "title": "UPDATE snapshot SET title = 'Other talks' WHERE id = 2",
    "author": "UPDATE snapshot SET author = 'Another desk' WHERE id = 2",
    "type": "UPDATE snapshot SET type = NULL WHERE id = 2",
    "date": "UPDATE snapshot SET published = '2025-01-06T09:00:00+00:00' WHERE id = 2",
    "text": "UPDATE block SET text = replace(text, 'Nobody', 'Everybody') WHERE id = 4",
    "marker": "UPDATE block SET marker = '1' WHERE id = 4",
    "order": "UPDATE block SET position = 9 WHERE id = 4",
    "a block less": "DELETE FROM block WHERE id = 6",
    "a block more": "INSERT INTO block VALUES (90, 2, 4, 'paragraph', NULL, 0, 'They met at noon.', NULL)",
    "caption": "UPDATE image SET caption = 'The dam' WHERE snapshot_id = 2",
    "alternative text": "UPDATE image SET alt = NULL WHERE snapshot_id = 2",
    "image": "UPDATE image SET url = 'https://www.mofa.go.jp/files/2.jpg' WHERE snapshot_id = 2",
    "attachment": "UPDATE link SET url = 'https://www.mofa.go.jp/files/Westport.pdf' WHERE snapshot_id = 2",
    "attachment's text": "UPDATE link SET text = 'the other plan' WHERE snapshot_id = 2",
    "digest": "UPDATE snapshot SET content = zeroblob(32) WHERE id = 2",
    "seal": "UPDATE snapshot SET seal = NULL WHERE id = 2",
    "tags": "UPDATE snapshot SET tags = '[\"dams\"]' WHERE id = 2",
    "language": "UPDATE snapshot SET language = 'xx' WHERE id = 2",
    "dates": 'UPDATE snapshot SET dates = \'[["modified", "2020-01-01"]]\' WHERE id = 2',
    "kind": "UPDATE block SET kind = 'heading' WHERE id = 4",
    "depth": "UPDATE block SET depth = 3 WHERE id = 4",
    "another link": "INSERT INTO link VALUES (2, 9, 'related', 'https://www.mofa.go.jp/', 'more')",
    "first sight": "UPDATE snapshot SET first_seen = '2020-01-01 00:00:00.000000' WHERE id = 2",
    "last sight": "UPDATE snapshot SET last_seen = '2030-01-01 00:00:00.000000' WHERE id = 2",
}
# What no seal covers, and where a whole reading tells that it differs.
BESIDES = {
    "visits": ("UPDATE snapshot SET captures = 7 WHERE id = 2", "captures"),
    "order of images": ("UPDATE image SET position = 9 WHERE snapshot_id = 2", "image"),
    "absence": ("UPDATE absence SET began_at = '2025-01-01 00:00:00.000000' WHERE kind = 'page'", "absences"),
    "verdict": ("UPDATE reading SET message = 'not so' WHERE snapshot_id = 2", None),
}
QUESTIONS = {
    "show": ["show", "1"],
    "show --json": ["show", "1", "--json"],
    "show as HTML": ["show", "1", "--format", "html"],
    "search": ["search", "noon"],
    "search --json": ["search", "noon", "--json"],
    "history": ["history", "1"],
    "history --json": ["history", "1", "--json"],
    "diff": ["diff", "1"],
    "diff --json": ["diff", "1", "--json"],
    "list": ["list"],
    "list --json": ["list", "--json"],
    "changes": ["changes"],
    "changes --json": ["changes", "--json", "--min-class", "substance"],
}
TOLD = [QUESTIONS["show"], *(question for name, question in QUESTIONS.items() if "--json" in name)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    make(path)
    return path


@pytest.fixture(autouse=True)
def one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """`reparse` knows the source of these pages by its name."""
    monkeypatch.setattr(reparse_command, "source", lambda _name: SOURCE)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_what_is_as_it_was_read_is_shown_without_a_word(whole, capsys, question):
    ran = Line(f"sqlite:///{whole}", capsys)(*question)
    assert (ran.code, ran.err.count("warning: ")) == (0, 0)


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=list(ALTERATIONS))
def test_what_is_shown_of_an_altered_version_is_said_to_be_altered_until_it_is_mended(
    whole, tmp_path, capsys, alteration
):
    communique = Line(altered(whole, tmp_path / "altered.db", alteration), capsys)
    for question in QUESTIONS.values() if "Nobody" in alteration else TOLD:
        ran = communique(*question)
        assert (ran.code, ran.err.count("warning: ")) == (1, 1), question
        assert "release 1, version 2" in ran.err
        assert "communique reparse jp_mofa_en" in ran.err
        if "--json" in question:
            lines = [line for line in ran.lines if line.get("version", 2) == 2 and line.get("release", 1) == 1]
            assert [line.get("altered") for line in lines] == [[2]] * len(lines), question
    ran = communique("reparse", "jp_mofa_en", "--workers", "0", "--json")
    assert ran.code == 1
    assert "1 release altered in the archive, first release 1, version 2" in ran.err
    assert (ran.lines[0]["releases"], ran.lines[0]["changed"]) == (1, 1)
    assert [finding["kind"] for finding in ran.lines[0]["findings"]] == ["altered"]
    assert derived_rows(tmp_path / "altered.db") == derived_rows(whole)
    assert communique("reparse", "jp_mofa_en", "--workers", "0").code == 0
    assert communique("show", "1").code == 0


def test_an_address_at_which_a_release_never_stood_is_said_to_be_altered_until_it_is_mended(whole, tmp_path, capsys):
    statement = "UPDATE release SET url = 'https://www.mofa.go.jp/elsewhere.html' WHERE id = 1"
    communique = Line(altered(whole, tmp_path / "altered.db", statement), capsys)
    for question in TOLD:
        ran = communique(*question)
        assert (ran.code, ran.err.count("\n")) == (1, 1), question
    assert communique("reparse", "jp_mofa_en", "--workers", "0").code == 1
    assert derived_rows(tmp_path / "altered.db") == derived_rows(whole)
    assert communique("show", "1").code == 0


@pytest.mark.parametrize(("alteration", "column"), BESIDES.values(), ids=list(BESIDES))
def test_what_no_seal_covers_is_found_and_mended_where_all_pages_are_read(whole, tmp_path, capsys, alteration, column):
    communique = Line(altered(whole, tmp_path / "altered.db", alteration), capsys)
    words = ["reparse", "jp_mofa_en", "--workers", "0", "--all-pages"]
    told = f"first release 1: {column}" if column else ""
    for more in (["--dry-run"], []):
        ran = communique(*words, *more)
        assert (ran.code, told in ran.err) == (int(column is not None), True), ran.err
    assert derived_rows(tmp_path / "altered.db") == derived_rows(whole)
    ran = communique(*words, "--json")
    assert (ran.code, ran.err, ran.lines[0]["releases"], ran.lines[0]["changed"]) == (0, "", 2, 0)


def test_a_dry_run_says_what_was_altered_and_leaves_it(whole, tmp_path, capsys):
    communique = Line(altered(whole, tmp_path / "altered.db", ALTERATIONS["text"]), capsys)
    for _ in range(2):
        ran = communique("reparse", "jp_mofa_en", "--workers", "0", "--dry-run", "--json")
        assert (ran.code, ran.lines[0]["fields"]) == (1, {"blocks": 1})
    assert communique("show", "1").code == 1


def test_an_edit_that_was_altered_away_is_told_whatever_class_is_asked_for(whole, tmp_path, capsys):
    equal = [
        "UPDATE block SET text = (SELECT text FROM block WHERE id = 1) WHERE id = 4",
        "UPDATE link SET url = (SELECT url FROM link WHERE snapshot_id = 1) WHERE snapshot_id = 2",
    ]
    communique = Line(altered(whole, tmp_path / "altered.db", *equal), capsys)
    ran = communique("changes", "--min-class", "substance", "--json")
    assert [line["edits"] for line in ran.lines if "altered" in line and line["edits"] == []] == [[]]
    assert ran.code == 1


def test_many_altered_versions_are_one_line(whole, tmp_path, capsys):
    communique = Line(altered(whole, tmp_path / "altered.db", "UPDATE block SET text = text || '!'"), capsys)
    ran = communique("search", "noon", "--all-versions")
    assert (ran.code, ran.err.count("warning: ")) == (1, 1)
    assert "release 2, version 1; release 1, version 2; release 1, version 1 of jp_mofa_en" in ran.err


def test_words_are_found_again_after_an_altered_text_was_mended(whole, tmp_path, capsys):
    communique = Line(altered(whole, tmp_path / "altered.db", *list(ALTERATIONS.values())[:1]), capsys)
    communique("reparse", "jp_mofa_en", "--workers", "0")
    assert [line["block"]["position"] for line in communique("search", "talks", "--json").lines] == [0]
    assert communique("search", "other", "--json").lines == []
