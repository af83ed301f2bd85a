import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crawl_runner import water

from crawler import ministries
from crawler.sources import registry
from crawler.sources.page import Page
from crawler.sources.source import Source
from crawler.spiders.loader import SourceLoader
from storage.errors import SourceError

STARTS = ["https://water.example/press"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder in which sources are looked for."""
    monkeypatch.setattr(ministries, "__path__", [str(tmp_path)])
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("crawler.ministries.xx_")]:
        del sys.modules[name]


def write(folder: Path, file: str, name: str | None = None) -> None:
    made = f"water({name or file!r}, {STARTS!r})"
    (folder / f"{file}.py").write_text(f"from crawl_runner import water\n\nSOURCE = {made}\n")


def test_sources_are_found_by_their_files_in_alphabetical_order(folder: Path) -> None:
    for name in ("xx_water_en", "xx_air_en", "xx_water_fr"):
        write(folder, name)
    (folder / "_shared.py").write_text("raise AssertionError('never imported')\n")
    assert [*registry.sources()] == ["xx_air_en", "xx_water_en", "xx_water_fr"]
    assert registry.source("xx_air_en").ministry == "Ministry of Water"
    assert SourceLoader().list() == [*registry.sources()]
    assert SourceLoader().load("xx_air_en").name == "xx_air_en"


def test_a_name_that_is_not_there_is_answered_with_those_near_it(folder: Path) -> None:
    write(folder, "xx_water_en")
    with pytest.raises(SourceError, match=r"^no source is called 'xx_watr_en'; did you mean xx_water_en\?$"):
        registry.source("xx_watr_en")
    with pytest.raises(SourceError, match="`communique sources` lists them"):
        registry.source("nonsense")
    with pytest.raises(KeyError):
        SourceLoader().load("nonsense")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SOURCES = []\n", "has no SOURCE"),
        ("SOURCE = 'xx_wrong'\n", "has no SOURCE"),
        (f"from crawl_runner import water\nSOURCE = water('xx_other', {STARTS!r})\n", "file and source share a name"),
        ("SOURCE = (\n", "cannot be loaded: SyntaxError"),
        ("raise SystemExit(0)\n", "cannot be loaded: SystemExit"),
        ("import nothing_of_that_name\n", "cannot be loaded: ModuleNotFoundError: No module named"),
        (f"from crawl_runner import water\nSOURCE = water('Wrong', {STARTS!r})\n", "should look like"),
    ],
)
def test_a_wrong_file_is_named(folder: Path, text: str, message: str) -> None:
    (folder / "xx_wrong.py").write_text(text)
    with pytest.raises(SourceError, match=rf"/xx_wrong\.py.*{message}"):
        registry.sources()


def test_the_end_of_a_command_is_no_fault_of_the_file_that_is_loaded_then(folder: Path) -> None:
    (folder / "xx_water.py").write_text("class Interrupted(SystemExit):\n    pass\n\n\nraise Interrupted\n")
    with pytest.raises(SystemExit):
        registry.sources()


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"name": "Water"}, "should look like"),
        ({"starts": []}, "at least one listing"),
        ({"identity": r"/r\d+"}, "has no group"),
    ],
)
def test_a_wrong_source_says_what_is_wrong(facts: dict[str, object], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        water(**{"name": "xx_water", "starts": STARTS} | facts)  # type: ignore[arg-type]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of a user's own ministries, besides the package's."""
    monkeypatch.setenv(ministries.VARIABLE, "")
    before = {*sys.modules}
    ministries.search([str(tmp_path)])
    yield tmp_path
    ministries.search([])
    for name in {*sys.modules} - before:
        if name.startswith(("crawler.ministries.xx_", "crawler.ministries._")):
            del sys.modules[name]
            delattr(ministries, name.rpartition(".")[2])


def test_a_users_own_ministries_are_sources_like_those_of_the_package(own: Path) -> None:
    write(own, "xx_own")
    found = registry.sources()
    assert {"xx_own", "jp_mofa_en"} <= found.keys()
    assert [*found] == sorted(found)
    assert SourceLoader().load("xx_own").name == "xx_own"
    ministries.search([])
    assert "xx_own" not in registry.sources()


def test_several_folders_may_be_named(own: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    write(own, "xx_own")
    write(other, "xx_other")
    ministries.search([str(own), str(other)])
    assert {"xx_own", "xx_other"} <= registry.sources().keys()
    assert ministries.own_folders() == [str(own), str(other)]


def test_a_name_stands_in_one_folder(own: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    for folder in (own, other):
        write(folder, "xx_own")
    ministries.search([str(own), str(other)])
    with pytest.raises(SourceError, match=rf"^{other}/xx_own\.py has the name of {own}/xx_own\.py; give it"):
        registry.sources()


def test_a_name_of_the_package_is_taken(own: Path) -> None:
    write(own, "jp_mofa_en")
    with pytest.raises(SourceError, match=rf"^{own}/jp_mofa_en\.py has the name of .*ministries/jp_mofa_en\.py"):
        registry.sources()


def test_a_folder_that_is_not_there_is_named(own: Path) -> None:
    ministries.search([str(own / "nowhere")])
    with pytest.raises(SourceError, match=rf"^{own}/nowhere is no folder; COMMUNIQUE_MINISTRIES and --ministries name"):
        registry.sources()


def test_a_machine_that_lacks_memory_is_no_fault_of_a_file(own: Path) -> None:
    (own / "xx_own.py").write_text("raise MemoryError\n")
    ministries.search([str(own)])
    with pytest.raises(MemoryError):
        registry.sources()


LAYOUT = """
from dataclasses import replace
from crawl_runner import water
from crawler.ministries._helpers import title
from storage.records import Block, Release

def layout(page):
    return Release(title(page), None, (Block("paragraph", "x"),))

SOURCE = replace(water("xx_own", ["https://water.example/press"]), layout=layout)
"""


def test_a_source_of_a_users_own_is_read_in_a_worker_process(own: Path) -> None:
    """With a helper beside it; the process is new, as those that read pages are, and has imported nothing."""
    (own / "_helpers.py").write_text("def title(page):\n    return page.url\n")
    (own / "xx_own.py").write_text(LAYOUT)
    page = Page(b"<p>", "https://water.example/press/1", datetime(2026, 1, 1, tzinfo=UTC))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        read = pool.submit(title_in_another_process, registry.source("xx_own"), page)
        assert read.result() == (page.url, f"{own}/xx_own.py")


def title_in_another_process(source: Source, page: Page) -> tuple[str, str | None]:
    return source.layout(page).title, sys.modules[source.layout.__module__].__file__


def test_the_registered_sources_are_right() -> None:
    for name, source in registry.sources().items():
        assert source.name == name
        assert source.hosts
