"""What the README promises exists: its commands, their options, its table, and the archive that its examples ask."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli import COMMANDS, app, load
from tests.communique.command_line import Line, process

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TESTED = re.compile(r"<!-- tested[^>]*-->\s*```console\n(.*?)```", re.DOTALL)
ROW = re.compile(r"^\| `([a-z]+)[^`]*` \|(.*)\|$", re.MULTILINE)
CODE = re.compile(r"communique ([a-z]+)([^\n`|]*)")


def examples() -> list[str]:
    lines = "".join(TESTED.findall(README)).splitlines()
    return [line.removeprefix("$ ") for line in lines if "communique " in line and "export" not in line]


def options_of(name: str) -> set[str]:
    return {option for parameter in load(name).params for option in parameter.opts}


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> str:
    """The archive that the demo leaves."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run(**process("demo", archive="none") | {"cwd": folder}, check=True, capture_output=True)
    return f"sqlite:///{folder / 'communique-demo.db'}"


def test_the_table_names_every_command_and_no_other():
    assert sorted(name for name, _ in ROW.findall(README)) == sorted(COMMANDS)


def test_every_option_in_the_readme_exists():
    named = [(name, words) for name, words in (*ROW.findall(README), *CODE.findall(README)) if name in COMMANDS]
    assert len(named) > len(COMMANDS)
    for name, words in named:
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", words)) <= options_of(name), (name, words)


def test_every_command_in_the_readme_exists():
    called = {name for block in re.findall(r"```\w*\n(.*?)```", README, re.DOTALL) for name, _ in CODE.findall(block)}
    assert called <= COMMANDS.keys()


@pytest.mark.parametrize("command", examples())
def test_an_example_runs(demo, capsys, command):
    words = shlex.split(command.partition(" | ")[0], comments=True)
    ran = Line(demo, capsys)(*words[1:])
    assert ran.code == 0
    assert ran.out or "changes" in words


def test_there_are_examples_to_run():
    assert len(examples()) >= 10


def test_the_benchmarks_it_names_are_there():
    for name in re.findall(r"benchmarks[./](\w+)", README):
        assert (ROOT / "benchmarks" / f"{name}.py").is_file()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns_and_ends_with_an_example(name):
    ran = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, [name, "--help"], prog_name="communique")
    assert ran.exit_code == 0
    assert [line for line in ran.output.splitlines() if len(line) > 80] == []
    assert f"Example: communique {name}" in ran.output
    beginning = COMMANDS[name].summary.split()[:4]  # the list of commands says it shorter
    assert " ".join(beginning) in " ".join(ran.output.split())


def test_examples_of_the_help_are_right():
    for name, known in COMMANDS.items():
        words = shlex.split(known.example)
        assert words[:2] == ["communique", name]
        assert {word for word in words if word.startswith("--")} <= options_of(name)


LOADED = """
import sys
from communique.__main__ import main
try:
    main(sys.argv[1].split())
finally:
    assert not set(sys.argv[2].split()) & sys.modules.keys()
"""


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("--help", "scrapy twisted sqlalchemy alembic bs4 babel"),
        ("--version", "scrapy twisted sqlalchemy alembic bs4 babel"),
        ("sources", "scrapy twisted trafilatura babel"),
        ("changes", "scrapy twisted bs4 alembic"),
    ],
)
def test_only_what_crawls_loads_scrapy(demo, command, heavy):
    run = process(archive=demo)
    subprocess.run(**run | {"args": [run["args"][0], "-c", LOADED, command, heavy]}, check=True, capture_output=True)
