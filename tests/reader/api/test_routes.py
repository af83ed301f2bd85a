"""The archive as JSON: the lines of the command line, in the shapes that the description promises."""

from typing import Any

import pytest
from pydantic import ConfigDict, TypeAdapter, with_config
from starlette.testclient import TestClient

from reader.api import lines, models, source_lines
from tests.communique.command_line import Line


def exactly(model: Any) -> TypeAdapter[Any]:
    """What refuses keys that a model does not name, and values of another type."""
    for one in (one for module in (lines, source_lines, models) for one in vars(module).values()):
        if isinstance(one, type(models.Problem)):
            with_config(ConfigDict(extra="forbid", strict=True))(one)
    return TypeAdapter(model)


ANSWERS = [
    ("/api/search?q=water", models.Hits),
    ("/api/search?q=water OR evil&every=1", models.Hits),
    ("/api/releases?limit=100", models.Releases),
    ("/api/changes?limit=100", models.Changes),
    ("/api/sources", list[models.Source]),
    *((f"/api/releases/{number}", models.Release) for number in range(1, 10)),
    *((f"/api/releases/{number}/history", models.History) for number in range(1, 10)),
    *((f"/api/releases/{number}/differences/1-2", models.Difference) for number in (1, 2, 3, 4, 5, 8, 9)),
    ("/api/sources/xx_water/coverage", list[models.Period]),
    ("/api/sources/xx_water/coverage?by=year", list[models.Period]),
    ("/api/sources/xx_water/missing", list[models.Missing]),
]


@pytest.mark.parametrize(("path", "model"), ANSWERS, ids=[path for path, _ in ANSWERS])
def test_an_answer_is_what_the_description_says(client: TestClient, path: str, model: Any) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    exactly(model).validate_json(answer.content)


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/api/search?q=water", ["search", "water"]),
        ("/api/releases?limit=100", ["list"]),
        ("/api/changes?limit=100", ["changes"]),
        (
            "/api/changes?limit=100&least=substance&source=xx_water",
            ["changes", "--min-class", "substance", "--source", "xx_water"],
        ),
    ],
)
def test_items_are_the_lines_of_the_command_line(
    client: TestClient, sample_url: str, capsys: pytest.CaptureFixture[str], path: str, command: list[str]
) -> None:
    told = Line(sample_url, capsys)(*command, "--json").lines
    assert client.get(path).json()["items"] == told
    assert told


def test_one_release_is_what_show_says(client: TestClient, sample_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    communique = Line(sample_url, capsys)
    assert client.get("/api/releases/1").json() == communique("show", "1", "--json").lines[0]
    assert (
        client.get("/api/releases/1?version=1").json() == communique("show", "1", "--version", "1", "--json").lines[0]
    )
    (line,) = communique("show", "1", "--as-of", "2025-01-07T12:00", "--json").lines
    assert client.get("/api/releases/1?as_of=2025-01-07T12:00:00Z").json() == line


@pytest.mark.parametrize(
    "path", ["/api/releases", "/api/changes", "/api/search?q=the OR a OR 1 OR 外 OR في OR dots OR order"]
)
def test_pages_follow_one_another_without_a_gap(client: TestClient, path: str) -> None:
    join = "&" if "?" in path else "?"
    whole = client.get(f"{path}{join}limit=100").json()["items"]
    found, after = [], ""
    while after is not None:
        page = client.get(f"{path}{join}limit=1&after={after}" if after else f"{path}{join}limit=1").json()
        found, after = found + page["items"], page["next"]
    assert found == whole
    assert len(found) > 3


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/search", 422, "no word"),
        ("/api/search?q=a&limit=0", 422, "limit"),
        ("/api/releases?q=a", 422, "takes no query"),
        ("/api/releases?after=x", 422, "leads to no page"),
        ("/api/releases/1?as_of=0", 422, "a day is written as 2025-01-31"),
        ("/api/releases/999", 404, "no release 999"),
        ("/api/releases/1?version=9", 404, "no version 9"),
        ("/api/releases/1?version=1&as_of=2025-01-01T00:00:00Z", 422, "not both"),
        ("/api/sources/nowhere/coverage", 404, "nowhere"),
        ("/api/nothing", 404, "nothing at this address"),
    ],
)
def test_a_problem_is_told_as_one(client: TestClient, path: str, status: int, told: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    exactly(models.Problem).validate_json(answer.content)
    assert told in answer.json()["detail"]


def test_the_description_names_each_path_and_its_shape(client: TestClient) -> None:
    description = client.get("/api/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    operations = {one["get"]["operationId"] for one in description["paths"].values()}
    assert operations == {
        "search", "releases", "release", "history", "difference", "changes", "sources", "coverage", "missing"
    }  # fmt: skip
    for path, methods in description["paths"].items():
        assert path.startswith("/api/")
        assert set(methods) == {"get"}
        answers = methods["get"]["responses"]
        for status in ("404", "422"):
            assert answers[status]["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
        shape = answers["200"]["content"]["application/json"]["schema"]
        assert shape, path
        assert ("Communique-Left-Out" in answers["200"].get("headers", {})) == (shape.get("type") == "array"), path


def test_what_a_client_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/sources")
    assert client.get("/api/sources", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
