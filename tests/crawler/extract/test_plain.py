"""Elements that are no more than their tags say, which are read without a closer look, are read as with it."""

from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import element, html
from crawler.extract.element import cleaned
from crawler.extract.pictures.captions import captioned_images
from crawler.extract.pictures.images import BACKGROUND_SET, BACKGROUNDS
from crawler.extract.style import Look, look
from crawler.extract.visible import BLOCKS, KEPT, UNREAD, VISUAL, VOID
from tests.crawler.extract.markup import article

PLAIN = [
    [],
    [("style", "text-indent: 2em; FONT-FAMILY: 宋体")],
    [("width", "30%"), ("style", "width: 120px")],
    [("lang", "ar"), ("dir", "rtl"), ("class", "MsoNormal")],
    [("id", "cookiecutter"), ("data-id", "7")],
    [("style", "; ".join(["margin: 0"] * 100))],  # of which no memory is kept
]
TOLD = [
    [("hidden", "")],
    [("role", "heading")],
    [("style", "display:none")],
    [("style", "color: red; text-decoration: line-through")],
    [("style", "white-space: pre-wrap")],
    [("style", "list-style-type: upper-roman")],
    [("style", "display:block")],
    [("class", "sr-only")],
    [("class", "superscript")],
    [("id", "cookie-notice")],
    [("style", "background: URL(a.jpg)")],
    [("data-bg", "a.jpg")],
    [("style", "; ".join(["margin: 0"] * 100 + ["opacity: 0"]))],
]
TAGS = sorted((BLOCKS | VISUAL | UNREAD | VOID | {"a"}) - {"html", "body", "head", "frameset", "frame"})
VALUES = [
    "display:none", "color: red", "text-decoration:line-through", "vertical-align: super", "display: block", "cookies",
    "width: 9em", "white-space:pre", "list-style: lower-roman", "background:url(a.jpg)", "hidden", "sr-only", "struck",
    "lead", "heading", "row", "cell", "tabpanel", "7", "https://mfa.example/a.pdf", "",
]  # fmt: skip
NAMES = sorted(KEPT | {"style", "hidden", "popover", "data-bg", "data-cfemail", "open", "aria-controls", "data-src"})


@pytest.mark.parametrize("attributes", PLAIN)
def test_what_says_nothing_of_itself_is_plain(attributes):
    assert look(attributes).plain


@pytest.mark.parametrize("attributes", TOLD)
def test_what_says_anything_is_looked_at(attributes):
    assert not look(attributes).plain


@pytest.mark.parametrize("name", [*BACKGROUNDS, BACKGROUND_SET])
def test_what_may_show_a_picture_is_looked_at(name):
    assert not look([(name, "/a.jpg")]).plain
    figure = article(f"<p>t</p><figure {name}='/a.jpg 1x'><figcaption>The ministers</figcaption></figure>")
    assert [picture.caption for picture in captioned_images(figure)] == ["The ministers"]


@given(st.randoms(use_true_random=False))
def test_both_ways_lead_to_the_same_soup(random):
    markup = "".join(_markup(random) for _ in range(12))
    body = html.parse(f"<body>{markup}").find("body")
    quickly = str(cleaned(body, "https://mfa.example/"))
    with patch.object(element, "look", _closely):
        assert str(cleaned(body, "https://mfa.example/")) == quickly


def _closely(attributes: list[tuple[str, str]]) -> Look:
    return look(attributes)._replace(plain=False)


def _markup(random: Random, depth: int = 3) -> str:
    tag = random.choice(TAGS)
    stated = "".join(f' {random.choice(NAMES)}="{random.choice(VALUES)}"' for _ in range(random.choice([0, 0, 1, 2])))
    within = "".join(_markup(random, depth - 1) for _ in range(random.randrange(3))) if depth else ""
    return f"<{tag}{stated}> A {within}\n1 </{tag}> b"
