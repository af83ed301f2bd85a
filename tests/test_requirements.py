"""The locks in requirements/ hold what pyproject.toml asks for, hashed, and name no index and no machine's folder."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ALONE = {"peers": "peers", "installer": "lock"}  # these locks hold a group and nothing of the program
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def group(name: str) -> list[str]:
    found = []
    for each in PROJECT["dependency-groups"][name]:
        found += group(each["include-group"]) if isinstance(each, dict) else [each]
    return found


def asked(name: str) -> list[Requirement]:
    """What an installation from a lock must hold."""
    if name in ALONE:
        return [Requirement(each) for each in group(ALONE[name])]
    extras = [each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra]
    groups = group("build" if name == "run" else "test")
    return [Requirement(each) for each in (*PROJECT["project"]["dependencies"], *extras, *groups)]


def pins(name: str) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for package, version in PIN.findall((ROOT / "requirements" / f"{name}.lock").read_text()):
        found.setdefault(canonicalize_name(package), set()).add(Version(version))
    return found


@pytest.mark.parametrize("name", ["run", "test", "lowest", "peers", "installer"])
def test_every_dependency_is_pinned_within_its_range(name: str) -> None:
    pinned = pins(name)
    for requirement in asked(name):
        versions = pinned[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_the_lowest_versions_are_those_that_the_ranges_begin_with() -> None:
    pinned = pins("lowest")
    for requirement in asked("lowest"):
        (lowest,) = (Version(each.version) for each in requirement.specifier if each.operator == ">=")
        for version in pinned[canonicalize_name(requirement.name)]:
            assert version.release[: len(lowest.release)] == lowest.release, requirement  # 0.28 is 0.28.0


def test_what_runs_is_what_is_tested() -> None:
    tested = pins("test")
    assert {name: versions for name, versions in pins("run").items() if tested.get(name) != versions} == {}


@pytest.mark.parametrize("name", ["run", "test", "lowest", "peers", "installer"])
def test_every_pin_is_hashed_and_no_place_is_named(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.partition("make locks\n")[2])
    assert len(entries) == len(PIN.findall(text)) > 0
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"--(?:extra-)?index-url|--find-links|https?://|file:|(?<![\w.])/\w", text)


def test_what_needs_node_is_hashed_and_names_no_registry() -> None:
    (root, *entries) = json.loads((ROOT / "tests" / "peers" / "package-lock.json").read_text())["packages"].values()
    assert root["dependencies"] == json.loads((ROOT / "tests" / "peers" / "package.json").read_text())["dependencies"]
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in entries)
