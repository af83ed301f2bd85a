"""`communique new`, and CONTRIBUTING.md's commands one after another in a checkout."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from communique.cli import app
from communique.scaffold.ministry_file import load

ROOT = Path(__file__).parents[2]
LIST = """<!DOCTYPE html><html lang=en><title>Press</title><body>
<nav><a href=/>Home</a><a href=/about>About us</a></nav>
<main><h1>Press</h1><ul>
<li class=teaser><span class=day>7 January 2026</span> <h2><a href=/press/41>The dam at Zenda is repaired</a></h2></li>
<li class=teaser><span class=day>13 December 2025</span> <h2><a href=/press/40>Water is free on Sundays</a></h2></li>
</ul></main></body></html>"""
PAGE = """<!DOCTYPE html><html lang=en><title>The dam at Zenda is repaired - Ministry</title><body>
<h1>Ministry of Water</h1>
<article><h1>The dam at Zenda is repaired</h1><p class=day>7 January 2026</p><div class=body>
<p>1. The dam has been closed since May.</p><p>2. It opens on 9 January.</p></div></article></body></html>"""
NEW = (
    "new xx_water_en --listing list.html --listing-url https://water.example/press"
    " --release page.html --release-url https://water.example/press/41"
)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as `new` wants it, with two saved pages."""
    for folder in ("crawler/ministries", "tests/ministries"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "list.html").write_text(LIST)
    (tmp_path / "page.html").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(words: str) -> Result:
    return CliRunner().invoke(app, shlex.split(words))


def expected(checkout: Path, case: str) -> dict:
    return json.loads((checkout / f"tests/ministries/xx_water_en/{case}/expected.json").read_text())


def test_selectors_are_guessed_and_what_they_read_is_to_be_reviewed(checkout: Path) -> None:
    assert run(NEW).exit_code == 0
    source = load(checkout / "crawler/ministries/xx_water_en.py")
    assert (source.name, source.country, source.language) == ("xx_water_en", "XX", "en")
    listing, release = expected(checkout, "listing"), expected(checkout, "release")
    assert listing["reviewed"] is release["reviewed"] is False
    assert [(entry["title"], entry["published"]) for entry in listing["entries"]] == [
        ("The dam at Zenda is repaired", "2026-01-07"),
        ("Water is free on Sundays", "2025-12-13"),
    ]
    assert (release["title"], release["published"]) == ("The dam at Zenda is repaired", "2026-01-07")
    assert [block["marker"] for block in release["blocks"]] == ["1", "2"]
    case = checkout / "tests/ministries/xx_water_en/release"
    assert (case / "page.html").read_text() == PAGE
    assert json.loads((case / "page.json").read_text())["url"] == "https://water.example/press/41"
    assert "guessed" in (checkout / "crawler/ministries/xx_water_en.py").read_text()


def test_what_cannot_be_guessed_is_said_and_the_case_expects_the_error(checkout: Path) -> None:
    (checkout / "list.html").write_text("<html><body><p>Loading</p></body></html>")
    assert run(NEW).exit_code == 0
    assert expected(checkout, "listing")["error"] == "LayoutError"
    assert expected(checkout, "release")["title"]


def test_figures_that_two_orders_can_read_are_not_guessed(checkout: Path) -> None:
    figures = LIST.replace("7 January 2026", "07/01/2026")
    (checkout / "list.html").write_text(figures.replace("13 December 2025", "12/11/2025"))
    assert run(NEW).exit_code == 0
    assert [entry["published"] for entry in expected(checkout, "listing")["entries"]] == [None, None]
    shutil.rmtree(checkout / "tests/ministries/xx_water_en")
    (checkout / "crawler/ministries/xx_water_en.py").unlink()
    (checkout / "list.html").write_text(figures.replace("13 December 2025", "13/12/2025"))
    assert run(NEW).exit_code == 0
    assert [entry["published"] for entry in expected(checkout, "listing")["entries"]] == ["2026-01-07", "2025-12-13"]


def test_a_family_lends_its_layout(checkout: Path) -> None:
    assert run(f"{NEW} --family govpl").exit_code == 0
    file = (checkout / "crawler/ministries/xx_water_en.py").read_text()
    assert "return govpl.release(page)" in file
    assert 'family="govpl"' in file
    assert "editor-content" in expected(checkout, "release")["says"]


def test_nothing_is_overwritten(checkout: Path) -> None:
    (checkout / "tests/ministries/xx_water_en").mkdir()
    done = run(NEW)
    assert "exists; nothing was written" in str(done.exception)
    assert not (checkout / "crawler/ministries/xx_water_en.py").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (NEW.replace("xx_water_en", "Water"), "no source's name"),
        (NEW.replace("xx_water_en", "xx_../../x"), "no source's name"),
        (NEW.replace("page.html", "no.html"), "cannot read no.html"),
        (f"{NEW} --timezone Europe/Atlantis", "no time zone is called"),
        (f"{NEW} --family nothing", "no family is called 'nothing'"),
        (f"{NEW} --family brd_board", "asks for more than a page and its language"),
        (f"{NEW} --ministry 'Water \"quoted\"'", "cannot stand in a file"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(checkout: Path, words: str, message: str) -> None:
    done = run(words)
    assert done.exit_code == 1
    assert message in str(done.exception)
    assert not [*checkout.glob("crawler/ministries/*"), *checkout.glob("tests/ministries/*")]


def test_it_wants_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "run it in a checkout's folder" in str(run(NEW).exception)


def test_the_commands_of_contributing_md_work_one_after_another(checkout: Path) -> None:
    """In a checkout with one other ministry; `check` needs the internet and is only asked for its help."""
    unwanted = shutil.ignore_patterns("__pycache__", "ministries")
    for folder in ("crawler", "storage", "communique", "migrations"):
        shutil.copytree(ROOT / folder, checkout / folder, dirs_exist_ok=True, ignore=unwanted)
    shutil.copytree(ROOT / "tests/ministries/jp_mofa_en", checkout / "tests/ministries/jp_mofa_en")
    for name in ("ministries/__init__.py", "ministries/jp_mofa_en.py"):
        shutil.copy(ROOT / "crawler" / name, checkout / "crawler" / name)
    for name in ("pyproject.toml", "tests/test_ministries.py"):
        shutil.copy(ROOT / name, checkout / name)
    fences = re.findall(r"```sh\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    lines = "".join(fences).splitlines()
    assert len(lines) == 7
    for line in lines:
        done = command(checkout, line.replace("check xx_water_en", "check --help"))
        unreviewed = line.startswith("pytest")
        assert done.returncode == unreviewed, f"{line}: {done.stdout} {done.stderr}"
        assert 'remove "reviewed"' in done.stdout or not unreviewed
    for file in checkout.glob("tests/ministries/xx_water_en/*/expected.json"):
        file.write_text(file.read_text().replace('  "reviewed": false,\n', ""))
    lacking = command(checkout, "pytest tests/test_ministries.py -q -k xx_water_en")
    assert "1 failed, 3 passed" in lacking.stdout
    made = checkout / "tests/ministries/xx_water_en"
    refused = shutil.copytree(made / "release", made / "refused")
    (refused / "page.html").write_text("<p>Just a moment")
    (refused / "expected.json").write_text('{"error": "LayoutError", "says": "found 0"}')
    reviewed = command(checkout, "pytest tests/test_ministries.py -q -k xx_water_en")
    assert reviewed.returncode == 0, reviewed.stdout
    assert "5 passed" in reviewed.stdout


def command(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *shlex.split(line)], cwd=folder, capture_output=True, text=True, check=False
    )
