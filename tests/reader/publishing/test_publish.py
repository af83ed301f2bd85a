"""The whole reader as files: each link leads to one, none needs a server, and a folder appears whole or not at all."""

import asyncio
import contextlib
import json
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from reader.publishing.publish import MARK, publish
from reader.publishing.search_index import until_written
from storage.errors import NewFileError
from tests.reader.site_map import links

PUBLIC = "https://archive.example/ministries/"


@pytest.fixture(scope="module")
def site(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pagefind.index", reason="Pagefind is not installed, which makes the index of the search")
    folder = tmp_path_factory.mktemp("published") / "site"
    here = tmp_path_factory.mktemp("here")
    with contextlib.chdir(here):
        publish(sample_url, folder, PUBLIC, lambda _: None)
    assert list(here.iterdir()) == []  # nothing but the folder was written
    return folder


def test_every_link_leads_to_a_file(site: Path) -> None:
    base = "https://archive.example/ministries/"
    pages = list(site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        own = base + str(page.relative_to(site)).removesuffix("index.html")
        for link in links(own, page.read_text()):
            if urlsplit(link).netloc == "archive.example":
                path = unquote(urldefrag(link).url.removeprefix(base))
                assert link.startswith(base), (own, link)
                assert (site / path / "index.html" if path.endswith("/") or not path else site / path).is_file(), (
                    own,
                    link,
                )


def test_no_page_has_a_form_that_only_a_server_answers(site: Path) -> None:
    forms = [page for page in site.rglob("*.html") if "<form" in page.read_text()]
    assert [page.relative_to(site).as_posix() for page in forms] == ["search/index.html"]


def test_whole_addresses_are_those_of_the_place_where_it_is_served(site: Path) -> None:
    assert f"{PUBLIC}releases/1/" in (site / "search" / "feed.json").read_text()
    assert f"{PUBLIC}releases/1/versions/1/" in (site / "releases/1/versions/1/cite.txt").read_text()
    assert urljoin(PUBLIC, "x").startswith("https://archive.example/")


def test_there_is_an_index_for_each_language(site: Path) -> None:
    languages = json.loads((site / "search" / "languages.json").read_text())
    assert languages == ["ar", "en", "ja"]
    assert all((site / "search" / language / "pagefind.js").is_file() for language in languages)


def test_an_index_is_whole_before_its_maker_is_ended(tmp_path: Path) -> None:
    """Pagefind answers when its last files are there, and not yet written."""

    async def late() -> list[str]:
        (tmp_path / "pagefind-entry.json").touch()
        waiting = asyncio.create_task(until_written(tmp_path))
        await asyncio.sleep(0.01)
        seen = ["waits" if not waiting.done() else "is done"]
        (tmp_path / "pagefind-entry.json").write_text("{}")
        await waiting
        return seen

    assert asyncio.run(late()) == ["waits"]


def test_what_is_there_is_replaced_if_it_was_published_and_on_demand(sample_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    tell = lambda _: None  # noqa: E731
    publish(sample_url, folder, PUBLIC, tell, proofs=False, search=False)
    assert (folder / MARK).exists()
    assert not list(folder.rglob("proof.json"))
    with pytest.raises(NewFileError, match="--force"):
        publish(sample_url, folder, PUBLIC, tell, proofs=False, search=False)
    (folder / "left.html").touch()
    publish(sample_url, folder, PUBLIC, tell, proofs=False, search=False, force=True)
    assert not (folder / "left.html").exists()
    (folder / MARK).unlink()
    with pytest.raises(NewFileError, match="something else"):
        publish(sample_url, folder, PUBLIC, tell, proofs=False, search=False, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
