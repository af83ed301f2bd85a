"""ARCHITECTURE.md says what is so: its paths exist, no folder is left out, and a page goes the way it describes."""

import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from page_trace import Sighting, traced
from server_faults import answer

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGES = ("benchmarks", "communique", "crawler", "migrations", "storage")
QUOTED = re.compile(r"`([\w./-]+)`")
FUNCTION = re.compile(r"`(\w+)`: ")
MOST_MODULES = 12  # that a page crosses from the response to the snapshot
FORMS = ["Response", "Capture", "StoredCapture", "Page", "Reading", "Snapshot"]
BEFORE = {"crawler/middlewares.py", "crawler/spiders/politeness.py"}  # between the socket and the response
CHANGES = 21


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of a table's rows, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def paths(text: str) -> Iterator[str]:
    """The paths in a text. A module that is named alone stands in the folder that was named last."""
    folder = ""
    for name in QUOTED.findall(text):
        folder = name if name.endswith("/") else folder
        if "/" in name:
            yield name.removesuffix("/")
        elif name.endswith(".py"):
            yield folder + name


def is_there(path: str) -> bool:
    """A package and a module may be named alike, so that a module may become a package."""
    return (ROOT / path).exists() or (ROOT / f"{path}.py").is_file()


WAY = section("One page's way")
STATIONS = rows(WAY)
ASKED = {path for line in WAY.splitlines() if line.startswith("- ") for path in paths(line)}


@pytest.mark.parametrize("path", sorted(set(paths(TEXT))))
def test_a_path_exists(path: str) -> None:
    assert is_there(path)


def test_every_folder_of_modules_is_named() -> None:
    folders = {file.parent for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    assert {folder.relative_to(ROOT).as_posix() for folder in folders} <= set(paths(TEXT))


def test_a_page_crosses_few_modules_as_few_types() -> None:
    assert len(STATIONS) <= MOST_MODULES
    forms = [form for _, _, *forms in STATIONS for form in forms if form]
    assert list(dict.fromkeys(forms)) == FORMS


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> list[Sighting]:
    """Where a crawl sees the one page of a site, in order; the layout of the test's source is one of the tests' own."""
    crawls = Crawls(tmp_path_factory.mktemp("way"), sqlite_template)
    with HostileServer() as site:
        site.routes["/list"] = answer(listing_page([("/r1", "Release 1")]))
        site.routes["/r1"] = answer(release_page("Release 1"))
        crawls.source("xx_water", site.url + "/list")
        return traced(crawls, site.url + "/r1", "crawl", "xx_water")


def test_a_page_goes_the_way_described_in_this_order(way: list[Sighting]) -> None:
    described = []
    for module, does, given, _ in STATIONS:
        (path,) = paths(module)
        function = FUNCTION.match(does)
        described.append((path, function[1], given) if function else ("tests/crawl_runner.py", "layout", given))
    assert [here for here in way if here in described] == described


def test_no_other_module_sees_the_page(way: list[Sighting]) -> None:
    described = {path for module, *_ in STATIONS for path in paths(module)} | ASKED | BEFORE
    assert {file for file, *_ in way if not file.startswith("tests/")} - described == set()
    assert {file for file, *_ in way} >= ASKED


def test_the_command_that_answers_reaches_every_module_of_the_answer() -> None:
    graph = grimp.build_graph("communique", "storage", cache_dir=None)
    (answering,) = (part for part in WAY.split("\n\n") if part.startswith("From the snapshot to an answer"))
    *modules, command = (path.removesuffix(".py").replace("/", ".") for path in paths(answering))
    assert command == "communique.commands.search"
    assert all(graph.find_shortest_chain(command, module) for module in modules)
    assert graph.find_shortest_chain("storage.write.snapshot_rows", modules[0])


def test_each_change_has_its_files_and_the_test_that_will_tell() -> None:
    changes = rows(section("Where to go for a change"))
    assert len(changes) == CHANGES
    for _, files, tests in changes:
        assert list(paths(files))
        assert all(path.startswith("tests/") for path in paths(tests))
        assert list(paths(tests))
