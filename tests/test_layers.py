"""The layers of the house: what reads pages is pure, and the import contracts really catch what they forbid."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("communique", "crawler", "storage", "migrations")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PURE = next(contract for contract in CONTRACTS if "crawler.extract" in contract.get("source_modules", ()))
ROOMS = next(contract for contract in CONTRACTS if "crawler.extract" in contract.get("layers", ()))
LIBRARIES = {"bs4", "crawler", "lxml", "storage", "trafilatura", "w3lib"}
IMPURE = {"asyncio", "http", "io", "os", "pathlib", "random", "shutil", "socket", "sqlite3", "ssl", "subprocess"}
IMPURE |= {"tempfile", "threading", "time", "urllib.request"}
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
    assert not used & IMPURE
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
        ("crawler/extract/soup.py", "import crawler.sources.page", ROOMS["name"]),
        ("crawler/extract/text.py", "import storage.archive", PURE["name"]),
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
