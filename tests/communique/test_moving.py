"""`backup` and `copy` make an archive that answers as the first one does, and say what they did."""

import pytest

from tests.communique.command_line import Line


@pytest.mark.parametrize("command", ["backup", "copy"])
def test_the_other_archive_answers_as_the_first(communique, asked, tmp_path, capsys, command):
    file = tmp_path / "other.db"
    ran = communique("backup", str(file)) if command == "backup" else communique("copy", asked, str(file))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("checked\n" if command == "backup" else "compared\n")
    other = Line(f"sqlite:///{file}", capsys)
    for question in (["list"], ["changes", "--json"], ["search", "minister OR 会談"]):
        assert other(*question) == communique(*question)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["backup"], 2, "FILE"),
        (["backup", "/nowhere/copy.db"], 2, "cannot write"),
        (["copy", "none.db", "other.db"], 2, "no archive at"),
        (["copy", "none.db"], 2, "TO"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(communique, monkeypatch, tmp_path, arguments, code, says):
    monkeypatch.chdir(tmp_path)
    ran = communique(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []
