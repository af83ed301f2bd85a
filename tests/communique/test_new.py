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
from crawler import ministries

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
    assert [(entry["title"], entry["published"]) for entry in listing["entries"]] == [
        ("The dam at Zenda is repaired", "2026-01-07"),
        ("Water is free on Sundays", "2025-12-13"),
    ]
    assert (release["title"], release["published"]) == ("The dam at Zenda is repaired", "2026-01-07")
    assert [block["marker"] for block in release["blocks"]] == ["1", "2"]
    case = checkout / "tests/ministries/xx_water_en/release"
    assert (case / "page.html").read_text() == PAGE
    known = json.loads((case / "page.json").read_text())
    assert (known["url"], "reviewed" in known) == ("https://water.example/press/41", False)
    assert "guessed" in (checkout / "crawler/ministries/xx_water_en.py").read_text()


def test_what_was_not_found_is_said(checkout: Path) -> None:
    words = "<p>The dam holds again, said the Minister of Water.</p><p>It was repaired in a year.</p>"
    (checkout / "page.html").write_text(
        f"<html><body><article><h1>The dam at Zenda</h1>{words}</article></body></html>"
    )
    ran = run(f"{NEW} --json")
    line = json.loads(ran.stdout)
    assert line["file"].endswith("crawler/ministries/xx_water_en.py")
    assert [told.split(":")[0] for told in line["not_found"]] == [
        "no way to older pages was found",
        "no date was found in the release",
    ]
    assert ran.stderr.splitlines()[:2] == [f"warning: {told}" for told in line["not_found"]]


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


def test_without_a_checkout_it_writes_into_a_folder_of_ministries(checkout: Path) -> None:
    shutil.rmtree(checkout / "crawler")
    own = checkout / "own"
    own.mkdir()
    done = command(checkout, f"communique --ministries own {NEW}")
    assert done.returncode == 0, done.stderr
    assert json.loads((own / "cases/xx_water_en/release/expected.json").read_text())["published"] == "2026-01-07"
    told = done.stderr.rpartition("What it reads now: ")[2].strip()
    assert told.startswith(f"communique --ministries {own} parse page.html --source xx_water_en")
    read = command(checkout, told)
    assert json.loads(read.stdout)["title"] == "The dam at Zenda is repaired"
    again = command(checkout, f"communique --ministries own {NEW}")
    assert (again.returncode, "exist; nothing was written" in again.stderr) == (1, True)


def test_an_address_has_a_scheme_in_the_file(checkout: Path) -> None:
    done = run(NEW.replace("https://water", "water"))
    assert done.exit_code == 0
    source = load(checkout / "crawler/ministries/xx_water_en.py")
    assert [one.start for one in source.listings] == ["https://water.example/press"]
    assert "communique parse page.html --source xx_water_en --url https://water.example/press/41" in done.stderr
    assert run(NEW.replace("https://water.example/press", "nonsense")).exit_code != 0


@pytest.fixture
def own_ministries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Own ministries may be named; none are when the test is over."""
    monkeypatch.setattr(ministries, "__path__", [*ministries.__path__])
    monkeypatch.setenv("COMMUNIQUE_MINISTRIES", "")


@pytest.mark.usefixtures("own_ministries")
@pytest.mark.parametrize(
    ("folder", "words", "message"),
    [("nowhere", NEW, "is no folder"), (".", NEW.replace("xx_water_en", "jp_mofa_en"), "jp_mofa_en.py exists")],
)
def test_a_folder_of_ministries_is_there_and_a_name_is_new(checkout, monkeypatch, folder, words, message) -> None:
    monkeypatch.setenv("COMMUNIQUE_MINISTRIES", folder)
    assert message in str(run(words).exception)
    assert not [*checkout.rglob("*.py"), *checkout.rglob("expected.json")]


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
    for name in ("pyproject.toml", "tests/test_ministries.py", "tests/review.py"):
        shutil.copy(ROOT / name, checkout / name)
    fences = re.findall(r"```sh\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    lines = "".join(fences).splitlines()
    review = next(line for line in lines if "tests.review" in line)
    assert "compare with the page, then: python -m tests.review" not in review
    for line in lines[: lines.index(review)]:
        done = command(checkout, line)
        assert done.returncode == 0, f"{line}: {done.stdout} {done.stderr}"
    unreviewed = command(checkout, "pytest tests/test_ministries.py -q")
    assert "compare with the page, then: python -m tests.review" in unreviewed.stdout
    for line in lines[lines.index(review) :]:
        done = command(checkout, line.replace("check xx_water_en", "check --help"))
        lacking = line.startswith("pytest")  # a case of a page that must not be read
        assert done.returncode == lacking, f"{line}: {done.stdout} {done.stderr}"
        assert not lacking or "1 failed" in done.stdout
    made = checkout / "tests/ministries/xx_water_en"
    refused = shutil.copytree(made / "release", made / "refused")
    (refused / "page.html").write_text("<p>Just a moment")
    (refused / "expected.json").write_text('{"error": "LayoutError", "says": "found 0"}')
    assert command(checkout, f"tests.review {refused.relative_to(checkout)}").returncode == 0
    reviewed = command(checkout, "pytest tests/test_ministries.py -q")
    assert reviewed.returncode == 0, reviewed.stdout


def command(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *shlex.split(line.removeprefix("python -m "))],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
