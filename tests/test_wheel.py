"""The wheel, installed outside the checkout: the demo, and a ministry of a user's own in a folder."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MINISTRY = """
from crawler.extract import blocks, iso, one
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    article = page.region("article")
    return Release(one(article, "h1").text, iso(one(article, "time").text), blocks(one(article, "div")))


SOURCE = Source(
    name="xx_water_en", ministry="Ministry of Water", country="XX", language="en", timezone="Europe/London",
    listings=[Paginated("https://water.example/press", entry="li")], layout=layout,
    expect=Expect(longest_gap=days(30)), checked_against="one page of a test",
)
"""
PAGE = "<title>T</title><article><h1>The dam is repaired</h1><time>2026-01-07</time><div>It opens.</div></article>"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment with the wheel in it; what it depends on is that of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    ours = {name: sysconfig.get_path(name) for name in ("purelib", "platlib")}
    place = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([python, "-c", place], check=True, capture_output=True, text=True).stdout.strip()
    # A folder named in a .pth file is searched, but the .pth files in it, one of which leads to the checkout, are not.
    Path(packages, "dependencies.pth").write_text("\n".join(dict.fromkeys(ours.values())))
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel]
    subprocess.run(pip, check=True, capture_output=True)
    return folder / "bin"


def run(installed: Path, folder: Path, *words: str, program: str = "communique") -> str:
    """What a program writes, run as by a user who has no checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COMMUNIQUE"))}
    done = subprocess.run(
        [installed / program, *words], cwd=folder, env=clean, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_the_application_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (archive.read(name).decode() for name in names if name.endswith("/METADATA"))
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"communique", "reader", "crawler", "storage", "migrations"}
    assert {"migrations/env.py", "storage/edits/meaning/languages/en.toml", "reader/static/reader.css"} <= set(names)
    assert "Classifier: Private :: Do Not Upload" in metadata


def test_the_image_is_built_from_all_that_the_wheel_holds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {f"!{name}" for name in packages} <= set((ROOT / ".dockerignore").read_text().splitlines())


def test_what_runs_is_what_was_installed(installed: Path, tmp_path: Path) -> None:
    where = "import communique, crawler, migrations, storage; print(communique.__file__, crawler.__file__)"
    found = run(installed, tmp_path, "-c", where, program="python").split()
    assert all(Path(file).is_relative_to(installed.parent) for file in found)
    assert run(installed, tmp_path, "--version").startswith("communique ")


def test_the_demo_runs_and_leaves_an_archive(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "demo")
    archive = f"sqlite:///{tmp_path / 'communique-demo.db'}"
    assert run(installed, tmp_path, "--archive", archive, "search", "minister")


def test_a_ministry_in_a_folder_reads_a_page(installed: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "xx_water_en.py").write_text(MINISTRY)
    (tmp_path / "page.html").write_text(PAGE)
    words = ("parse", "page.html", "--source", "xx_water_en", "--url", "https://water.example/press/41")
    release = json.loads(run(installed, tmp_path, "--ministries", "own", *words))
    assert (release["title"], release["published"]) == ("The dam is repaired", "2026-01-07")
