"""The API is as its description says: a client made of that gets what the command line prints, and no call fails."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.communique import sample_archives
from tests.communique.command_line import Line
from tests.peers.programs import ran
from tests.reader.served import served

# Each operation, its arguments, and the command line that prints the same.
CALLS = [
    ("search", {"q": "water"}, ["search", "water"]),
    ("releases", {"limit": 100}, ["list"]),
    ("releases", {"limit": 100, "language": "ar"}, ["list", "--language", "ar"]),
    ("release", {"number": 1}, ["show", "1"]),
    ("release", {"number": 8, "version": 1}, ["show", "8", "--version", "1"]),
    ("history", {"number": 2}, ["history", "2"]),
    ("difference", {"number": 1, "old": 1, "new": 2}, ["diff", "1", "1", "2"]),
    ("changes", {"limit": 100}, ["changes"]),
    ("changes", {"limit": 100, "least": "substance"}, ["changes", "--min-class", "substance"]),
    ("sources", {}, ["sources", "ar_water", "jp_mofa_ja", "xx_water"]),
    ("coverage", {"name": "xx_water"}, ["coverage", "xx_water"]),
    ("missing", {"name": "xx_water"}, ["list", "--missing", "--source", "xx_water"]),
]
# What an answer says once, above all lines, and what a source's file says, which the archive does not know.
LEFT_OUT = {
    "difference": ("release", "from", "to"),
    "sources": ("family", "listings", "checked_against", "detail", "ministry"),
}
CLIENT = """
import importlib, inspect, json, sys
from communique_client import Client

client, found = Client(sys.argv[1], raise_on_unexpected_status=True), []
for name, given, _ in json.loads(sys.argv[2]):
    operation = importlib.import_module(f"communique_client.api.default.{name}").sync
    for one, value in given.items():  # an enumeration of the client's where it has made one
        kinds = [kind for kind in inspect.get_annotations(operation, eval_str=True)[one].__args__
                 if hasattr(kind, "__members__")] if one == "least" else []
        given[one] = kinds[0](value) if kinds else value
    answer = operation(client=client, **given)
    found.append([one.to_dict() for one in answer] if isinstance(answer, list) else answer.to_dict())
print(json.dumps(found))
"""
CHECKS = [
    *("--phases", "coverage,fuzzing", "--max-examples", "5", "--generation-deterministic", "--max-time", "20"),
    # No schema says which cursor leads on, or which query has a word.
    *("--exclude-checks", "positive_data_acceptance"),
    *("--warnings", "off", "--no-color"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_archives.make(tmp_path_factory.mktemp("archive") / "archive.db")


@pytest.fixture(scope="module")
def description(archive: str) -> Iterator[str]:
    with served(archive) as url:
        yield f"{url}api/openapi.json"


def test_a_client_made_of_the_description_gets_what_the_command_line_prints(
    peers: Path, archive: str, description: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "how.yaml").write_text("post_hooks: []")  # nobody reads how it is laid out
    told = ran(
        peers / "bin" / "openapi-python-client",
        *("generate", "--url", description, "--meta", "none", "--output-path", tmp_path / "communique_client"),
        *("--config", tmp_path / "how.yaml", "--fail-on-warning"),
        cwd=tmp_path,
    )
    assert "WARNING" not in told
    base = description.removesuffix("/api/openapi.json")
    answers = json.loads(ran(peers / "bin" / "python", "-c", CLIENT, base, json.dumps(CALLS), cwd=tmp_path))
    communique = Line(archive, capsys)
    for (name, given, words), answer in zip(CALLS, answers, strict=True):
        printed = communique(*words, "--json").lines
        assert without(LEFT_OUT.get(name, ()), lines_of(name, answer)) == without(LEFT_OUT.get(name, ()), printed), (
            given
        )
        assert printed or name == "missing"


def lines_of(name: str, answer):
    """The lines of an answer."""
    if name in ("sources", "coverage", "missing"):
        return answer
    return [answer] if name == "release" else answer[{"history": "versions", "difference": "edits"}.get(name, "items")]


def without(keys, lines):
    return [{key: value for key, value in line.items() if key not in keys} for line in lines]


def test_whatever_its_description_allows_is_answered_as_it_says(peers: Path, description: str, tmp_path: Path) -> None:
    told = ran(peers / "bin" / "schemathesis", "run", description, *CHECKS, cwd=tmp_path)
    assert "No issues found" in told
    shutil.rmtree(tmp_path / ".schemathesis", ignore_errors=True)
