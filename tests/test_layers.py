"""The shape of the house: what reads pages is pure, imports lead one way and not far, folders and modules are small."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("communique", "reader", "crawler", "storage", "migrations")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PURE = next(contract for contract in CONTRACTS if "crawler.extract" in contract.get("source_modules", ()))
ROOMS = next(contract for contract in CONTRACTS if "crawler.extract" in contract.get("layers", ()))
LIBRARIES = {"bs4", "crawler", "jmespath", "lxml", "storage", "trafilatura", "w3lib"}
IMPURE = {"asyncio", "http", "io", "os", "pathlib", "random", "shutil", "socket", "sqlite3", "ssl", "subprocess"}
IMPURE |= {"tempfile", "threading", "time", "urllib.request"}
# The environment is read in one place, which says where a user's own ministries stand.
READS_THE_ENVIRONMENT = {ROOT / "crawler" / "ministries" / "__init__.py": {"os"}}
LONGEST_CHAIN = 8  # modules
LONGEST_MODULE = 220  # lines
MOST_MODULES = 13  # in a folder, without its __init__.py
LARGE_FOLDERS = {"crawler/ministries", "crawler/families", "communique/commands"}  # a file each
CALLS = {"input", "now", "open", "print", "read_bytes", "read_text", "today", "urlopen", "utcnow", "write_text"}


def modules(name: str) -> list[Path]:
    path = ROOT.joinpath(*name.split("."))
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


PURE_FILES = [file for name in PURE["source_modules"] for file in modules(name)]


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("file", PURE_FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_reads_pages_knows_no_clock_no_network_and_no_file(file: Path) -> None:
    tree = ast.parse(file.read_text())
    used = set(imports(tree))
    assert {name.partition(".")[0] for name in used} <= LIBRARIES | set(sys.stdlib_module_names)
    assert not used & (IMPURE - READS_THE_ENVIRONMENT.get(file, set()))
    assert not set(calls(tree)) & CALLS


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def verdict(house: Path) -> tuple[int, str]:
    lint = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(house), "COLUMNS": "200"}
    done = subprocess.run(lint, cwd=house, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_contracts_hold(house: Path) -> None:
    assert verdict(house)[0] == 0


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("storage/payloads/store.py", "import crawler.sources.page", CONTRACTS[0]["name"]),
        ("crawler/spiders/source_spider.py", "import communique.cli", CONTRACTS[0]["name"]),
        ("migrations/env.py", "import crawler.sources.page", CONTRACTS[1]["name"]),
        ("crawler/sources/page.py", "import sqlalchemy", PURE["name"]),
        ("crawler/sources/source.py", "import crawler.middlewares", PURE["name"]),
        ("crawler/extract/html.py", "import crawler.ingest.plan", PURE["name"]),
        ("crawler/extract/element.py", "import crawler.sources.page", ROOMS["name"]),
        ("crawler/extract/charset.py", "import storage.archive", PURE["name"]),
    ],
)
def test_a_forbidden_import_breaks_its_contract(house: Path, module: str, line: str, contract: str) -> None:
    file = house / module
    whole = file.read_text()
    file.write_text(f"{whole}\n{line}\n")
    code, message = verdict(house)
    file.write_text(whole)
    assert code == 1
    assert f"{contract} BROKEN" in message


def test_ministries_may_not_know_one_another(house: Path) -> None:
    files = [house / "crawler" / "ministries" / name for name in ("zz_one.py", "zz_other.py")]
    files[0].write_text("")
    files[1].write_text("import crawler.ministries.zz_one\n")
    code, message = verdict(house)
    for file in files:
        file.unlink()
    assert code == 1
    assert f"{CONTRACTS[4]['name']} BROKEN" in message


@cache
def imports_of_the_crawler() -> grimp.ImportGraph:
    return grimp.build_graph("crawler", cache_dir=None)


@cache
def longest_chain(module: str) -> tuple[str, ...]:
    """The longest way from a module along its imports, the module itself included."""
    inner = (longest_chain(name) for name in imports_of_the_crawler().find_modules_directly_imported_by(module))
    return (module, *max(inner, key=len, default=()))


@pytest.mark.parametrize("room", sorted(path.stem for path in (ROOT / "crawler").iterdir() if path.stem[0] != "_"))
def test_a_module_is_understood_by_reading_at_most_eight(room: str) -> None:
    modules = imports_of_the_crawler().modules
    chains = [longest_chain(name) for name in modules if f"{name}.".startswith(f"crawler.{room}.")]
    longest = max(chains, key=len)
    assert len(longest) <= LONGEST_CHAIN, " > ".join(longest)


FOLDERS = {path.parent for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
FOLDERS -= {ROOT / "migrations" / "versions"}  # a migration is the record of one change: never split, never edited


@pytest.mark.parametrize("folder", sorted(FOLDERS), ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_folder_and_its_modules_are_small(folder: Path) -> None:
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES or folder.relative_to(ROOT).as_posix() in LARGE_FOLDERS
    lengths = {path.name: len(path.read_text().splitlines()) for path in modules}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_MODULE}
