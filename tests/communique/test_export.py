"""What `export` gives to others (`tests/peers`) is what the archive holds, in one file that is whole or not there."""

import csv
import gzip
import hashlib
import io
import json
import shutil
import sys
import zipfile

import pytest

from storage.archive import Archive
from storage.export import table_export
from storage.proof import log
from storage.warc.recording import Recording
from tests.communique.command_line import Line
from tests.communique.sample_archives import HOSTILE, url


@pytest.fixture
def exported(communique, tmp_path):
    """The text of an exported file."""

    def made(name: str, *arguments: str) -> str:
        ran = communique("export", str(tmp_path / name), *arguments)
        assert (ran.code, ran.out) == (0, "")
        return (tmp_path / name).read_bytes().decode("utf-8-sig")

    return made


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _without_moves(shown):
    """What of a release `show` tells besides the release as it was: where it moved is no part of a line."""
    return {name: value for name, value in shown.items() if name != "moves"}


def test_json_lines_are_what_show_says_of_each_release(exported, communique):
    lines = [json.loads(line) for line in exported("all.jsonl").splitlines()]
    assert [line["release"] for line in lines] == [line["release"] for line in communique("list", "--json").lines]
    for line in lines[:3]:
        shown = _without_moves(communique("show", str(line["release"]), "--json").lines[0])
        assert line == shown | {"payload": line["payload"], "content": line["content"]}
        last = communique("history", str(line["release"]), "--json").lines[-1]
        assert (line["payload"], line["content"]) == (last["payload"], last["content"])


def test_every_version_is_what_show_says_of_it(exported, communique):
    lines = [json.loads(line) for line in exported("all.jsonl", "--every-version", "--country", "AR").splitlines()]
    assert [line["version"] for line in lines] == [1, 2]
    for line in lines:
        shown = communique("show", str(line["release"]), "--version", str(line["version"]), "--json").lines[0]
        shown = _without_moves(shown)
        assert {**line, "absence": None} == {
            **shown,
            "absence": None,
            "payload": line["payload"],
            "content": line["content"],
        }


def test_the_filters_are_those_of_list(exported, communique):
    for number, filters in enumerate(
        (["--country", "jp"], ["--language", "ar"], ["--since", "2025-01-08"], ["--undated"], ["--until", "2025-01-07"])
    ):
        lines = exported(f"{number}.jsonl", *filters).splitlines()
        listed = communique("list", "--json", *filters).lines
        assert [json.loads(line)["release"] for line in lines] == [line["release"] for line in listed]


def test_a_table_has_a_row_a_release_or_a_part(exported):
    first = table(exported("releases.csv"))[-1]
    assert (first["release"], first["version"], first["versions"], first["title"]) == (
        "1",
        "2",
        "2",
        "Water for everyone",
    )
    assert (first["published_on"], first["altered"], first["tags"]) == ("2025-01-07", "false", "[]")
    assert first["text"].endswith("\n\nA closing word — that nobody minds.")
    blocks = [row for row in table(exported("blocks.csv", "--table", "blocks")) if row["release"] == "5"]
    assert [(row["position"], row["kind"], row["marker"]) for row in blocks] == [
        ("0", "point", "2"),
        ("1", "point", "3"),
    ]
    assert [row["caption"] for row in table(exported("images.csv", "--table", "images"))] == [
        "The Minister beside the well"
    ]
    links = table(exported("links.csv", "--table", "links", "--every-version"))
    assert [row["url"] for row in links if row["rel"] == "attachment"] == [url("plan.pdf"), url("plan2.pdf")]


def test_the_table_of_changes_has_a_row_an_edit(exported, communique):
    rows = table(exported("changes.csv", "--table", "changes", "--source", "xx_water"))
    shown = communique("changes", "--json", "--source", "xx_water").lines
    told = [(str(line["release"]), edit["field"], edit["kind"]) for line in shown for edit in line["edits"]]
    assert [(row["release"], row["field"], row["kind"]) for row in rows] == told
    few = table(exported("few.csv", "--table", "changes", "--country", "AR"))
    assert {row["source"] for row in few} == {"ar_water"}


def test_beside_the_file_stands_what_its_columns_mean(exported, tmp_path):
    exported("r.csv", "--country", "xx")
    package = json.loads((tmp_path / "r.csv.datapackage.json").read_text())
    (resource,) = package["resources"]
    data = (tmp_path / "r.csv").read_bytes()
    assert (resource["hash"], resource["bytes"]) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
    assert (resource["path"], resource["rows"]) == ("r.csv", 7)
    assert [field["name"] for field in resource["schema"]["fields"]] == list(table(data.decode("utf-8-sig"))[0])
    assert all(field["description"] for field in resource["schema"]["fields"])
    assert package["sources"] == [{"title": "Ministry of Water (XX, en)", "path": "xx_water"}]
    assert package["filters"] == {"country": "xx"}
    assert "created" in package


@pytest.fixture
def logged(asked, tmp_path, capsys):
    """A copy of the archive, with a log."""
    (tmp_path / "logged").mkdir()
    url = f"sqlite:///{shutil.copy(asked.removeprefix('sqlite:///'), tmp_path / 'logged' / 'archive.db')}"
    archive = Archive.open(url)
    archive.write(log.append, archive.payloads)
    archive.close()
    return Line(url, capsys)


def tree_head(text):
    return json.loads(text)["treeHead"]


def test_every_export_tells_the_tree_head(logged, tmp_path):
    told = logged("verify", "--json").lines[-1]
    head = {"size": told["size"], "root": told["root"]}
    for name in ("r.csv", "r.jsonl", "all.wacz"):
        assert logged("export", str(tmp_path / name)).code == 0
    assert tree_head((tmp_path / "r.csv.datapackage.json").read_text()) == head
    assert tree_head((tmp_path / "r.jsonl.datapackage.json").read_text()) == head
    with zipfile.ZipFile(tmp_path / "all.wacz") as wacz:
        assert tree_head(wacz.read("datapackage.json")) == head
        recording = gzip.decompress(wacz.read("archive/data.warc.gz"))
    assert f"communique-tree-head: {json.dumps(head)}\r\n".encode() in recording


def test_a_hostile_text_stays_a_text(exported):
    assert [row["title"] for row in table(exported("r.csv")) if row["release"] == "7"] == [HOSTILE]
    assert "\x1b" not in exported("r.jsonl")


def test_standard_output_takes_lines(communique, monkeypatch, exported):
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", written)
        assert communique("export", "-", "--format", "csv", "--table", "links").code == 0
    assert written.buffer.getvalue().decode("utf-8-sig") == exported("links.csv", "--table", "links")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["r.docx"], ".jsonl, .csv"),
        (["r"], ".jsonl, .csv"),
        (["-"], "--format"),
        (["r.jsonl", "--table", "blocks"], "--table"),
        (["r.csv", "--table", "changes", "--every-version"], "--every-version"),
        (["r.csv", "--undated", "--since", "2025-01-01"], "--undated"),
        (["r.csv", "--source", "nobody"], "nobody"),
        (["/nowhere/r.csv"], "cannot write"),
        (["-", "--format", "wacz"], "file"),
        (["all.wacz", "--table", "blocks"], "--table"),
        (["all.warc", "--every-version"], "--every-version"),
        (["/dev/null", "--format", "csv", "--force"], "no file"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(communique, monkeypatch, tmp_path, arguments, says):
    monkeypatch.chdir(tmp_path)
    ran = communique("export", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_only_where_that_is_asked(communique, tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("mine")
    assert communique("export", str(file)).code == 2
    assert file.read_text() == "mine"
    assert communique("export", str(file), "--force").code == 0
    assert file.read_text() != "mine"


def test_an_export_that_is_stopped_leaves_nothing(communique, tmp_path, monkeypatch):
    monkeypatch.setattr(table_export, "write_csv", lambda stream, *_: stream.write(b"half") and 1 / 0)
    assert communique("export", str(tmp_path / "r.csv")).code == 1
    assert list(tmp_path.iterdir()) == []


def test_parquet_has_types(exported, communique, tmp_path):
    pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415

    assert communique("export", str(tmp_path / "r.parquet"), "--every-version").code == 0
    found = parquet.read_table(tmp_path / "r.parquet")
    types = {field.name: str(field.type) for field in found.schema}
    assert (types["published_on"], types["first_seen"], types["tags"]) == (
        "date32[day]",
        "timestamp[us, tz=UTC]",
        "list<element: string>",
    )
    rows = table(exported("r.csv", "--every-version"))
    assert found.column("title").to_pylist() == [row["title"] for row in rows]
    assert [at.isoformat() for at in found.column("first_seen").to_pylist()] == [row["first_seen"] for row in rows]


def test_without_its_library_parquet_says_how_to_get_it(communique, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = communique("export", str(tmp_path / "r.parquet"))
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "[parquet]" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["warc", "warc.gz", "warc.zst", "wacz"])
def test_captures_are_exported_by_the_file_s_name(communique, tmp_path, form):
    ran = communique("export", str(tmp_path / f"all.{form}"), "--country", "ar")
    assert (ran.code, ran.out, ran.err) == (0, "", "3 captures\n")
    assert [path.name for path in tmp_path.iterdir()] == [f"all.{form}"]
    with Recording(tmp_path / f"all.{form}") as recording:
        assert {record.url for record in recording.index.unsorted()} == {"https://ar.example/1"}
        assert recording.count == 3
