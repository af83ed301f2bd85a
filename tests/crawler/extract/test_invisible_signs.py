"""What nobody sees decides nothing: neither what is a marker, a caption, a footnote or empty, nor what a text says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.anchors import links
from crawler.extract.pictures.captions import captioned_images
from tests.crawler.extract.markup import article, read

# All that nothing is shaped by: directions, spaces of no width, soft hyphens, icons, fillers, control characters.
UNSEEN = "\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u202b\u202c\u2060\u2067\u2069\u3164\ufeff\ue000\x07\x7f"
PARTS = (
    "<p>1. One.</p><p>2. Two.</p>",
    "<ul><li>(1) One</li><li>(2) Two</li></ul>",
    "<ul><li>1. <p>One</p></li><li>2. <p>Two</p></li></ul>",
    "<ol><li>一、<p>总</p></li><li>二、<p>分</p></li></ol>",
    "<p>※ A note</p><p>※ Another</p>",
    "<p>In 2023<sup>1</sup> it was 10<sup>6</sup>.</p>",
    "<p>One<br><br>Two<br>three</p><p> </p><div>&nbsp;</div>",
    "<p>　段落<br>　次の段落</p>",
    "<h3> </h3><h3>Heading</h3><blockquote>Words</blockquote>",
    "<table><tr><th>Year</th><th> </th></tr><tr><td>1.</td><td>12</td></tr><tr><td>2.</td><td> </td></tr></table>",
    "<table><tr><td><img src=/a.jpg></td><td><img src=/b.jpg></td></tr><tr><td>One</td><td>Two</td></tr></table>",
    '<figure><img src="/a.jpg"><figcaption>A picture</figcaption></figure><p>Words.</p>',
    '<div><div><img src="/a.jpg"> </div>Two ministers</div><p>Words.</p>',
    '<p><s>Struck</s> <q>quoted</q> and <a href="/a.pdf">linked</a> <a href="/1.html"> </a></p>',
)
TEXT = re.compile(r"(?<=>)[^<>&]+(?=<)|(?<=>)(?=</(?:p|li|td|th|h3|div|a)>)")


def all_read(markup: str) -> object:
    node = article(markup)
    return read(markup), captioned_images(node), links(node)


def places(markup: str) -> list[int]:
    """Where in `markup` a sign may stand among the words."""
    return [place for text in TEXT.finditer(markup) for place in range(text.start(), text.end() + 1)]


@given(st.sampled_from(PARTS), st.data())
def test_signs_that_nobody_sees_change_nothing_of_what_is_read(markup: str, data: st.DataObject) -> None:
    signs = data.draw(st.lists(st.tuples(st.sampled_from(places(markup)), st.text(UNSEEN, min_size=1, max_size=3))))
    dressed = markup
    for place, sign in sorted(signs, reverse=True):
        dressed = dressed[:place] + sign + dressed[place:]
    assert all_read(dressed) == all_read(markup)


@pytest.mark.parametrize("markup", PARTS)
def test_none_of_them_between_any_two_signs_changes_what_is_read(markup: str) -> None:
    here, plain = set(places(markup)), all_read(markup)
    for sign in UNSEEN:
        dressed = "".join(f"{sign if place in here else ''}{each}" for place, each in enumerate(markup))
        assert all_read(dressed) == plain, ascii(sign)


def test_a_caption_is_as_long_as_what_is_seen_of_it() -> None:
    row = "<table><tr><td><img src=/a.jpg></td></tr><tr><td>A picture{}</td></tr></table>"
    assert captioned_images(article(row.format("\u200b" * 500))) == captioned_images(article(row.format("")))


@pytest.mark.parametrize(
    ("item", "blocks"),
    [
        ("1.<p>One</p>", [("point", "1", 0, "One")]),
        ("1.<br>One", [("point", "1", 0, "One")]),
        ("1.<h4>One</h4>Two", [("heading", "1", 0, "One"), ("paragraph", None, 1, "Two")]),
        ("1.", [("point", "•", 0, "1.")]),
        ("1.<ul><li>One</li></ul>", [("point", "•", 0, "1."), ("point", "•", 1, "One")]),
        ("1. One<p>Two</p>", [("point", "1", 0, "One"), ("paragraph", None, 1, "Two")]),
    ],
)
def test_a_marker_on_a_line_of_its_own_is_that_of_the_items_next_line(item: str, blocks: list[object]) -> None:
    assert read(f"<ul><li>{item}</li></ul>") == blocks
