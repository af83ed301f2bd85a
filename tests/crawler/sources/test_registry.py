import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl_runner import water

from crawler import ministries
from crawler.sources import registry
from crawler.spiders.loader import SourceLoader
from storage.errors import SourceError

STARTS = ["https://water.example/press"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder in which sources are looked for."""
    monkeypatch.setattr(ministries, "__path__", [str(tmp_path)])
    registry.sources.cache_clear()
    yield tmp_path
    registry.sources.cache_clear()
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
    ],
)
def test_a_wrong_file_is_named(folder: Path, text: str, message: str) -> None:
    (folder / "xx_wrong.py").write_text(text)
    with pytest.raises(SourceError, match=f"crawler.ministries.xx_wrong .*{message}"):
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


def test_the_registered_sources_are_right() -> None:
    for name, source in registry.sources().items():
        assert source.name == name
        assert source.hosts
