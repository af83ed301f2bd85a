"""The way from any page to the root of the reader."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import paths

BASE = "https://archive.example/some/where/"


@given(st.lists(st.sampled_from(["releases", "4", "versions", "a.json"]), max_size=6), st.booleans())
def test_it_leads_there_from_any_depth(parts: list[str], slash: bool) -> None:
    path = "/".join(parts) + ("/" if slash and parts else "")
    assert urljoin(BASE + path, paths.root(path)) == BASE


@pytest.mark.parametrize(
    "path", [paths.release(4), paths.release(4, 2), paths.history(4), paths.differences(4, 1, 2), paths.source("a")]
)
def test_a_page_stands_in_a_folder(path: str) -> None:
    assert path.endswith("/")
    assert not path.startswith("/")


def test_parameters_without_a_value_are_left_out() -> None:
    assert paths.query("search/", q="a b&c", source=None, until="") == "search/?q=a+b%26c"
    assert paths.query("search/") == "search/"
