"""The edits that the U.S. State Department made in silence in the spring of 2021, against an independent reading."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from lxml import etree, html

from storage.edits.compare import compare
from storage.edits.digests import content_digest
from storage.edits.edit import Comparison
from storage.records import Block, Release

BORDERS = {"blockquote", "div", "h1", "h2", "h3", "h4", "li", "ol", "p", "table", "td", "tr", "ul"}
BORDER = "\ue000"  # a private character, which no page holds
NAMES = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/"}


def snapshots(corpus: Path) -> Iterator[tuple[str, bytes]]:
    body = (corpus / "us_state_feed_2021.warc.gz").read_bytes()
    for record in ArchiveIterator(BytesIO(body), record_types=WarcRecordType.response, parse_http=True):
        yield f"{record.record_date:%Y-%m-%dT%H:%M:%SZ}", record.reader.read()


def texts(markup: str) -> list[str]:
    tree = html.fragment_fromstring(markup, create_parent="div")
    for script in tree.findall(".//script"):
        script.drop_tree()
    for element in tree.iter():
        border = BORDER if element.tag in BORDERS else " " if element.tag == "br" else ""
        element.text = border + (element.text or "") if border.strip() else element.text
        element.tail = border + (element.tail or "")
    found = (" ".join(text.split()) for text in tree.text_content().split(BORDER))
    return [text for text in found if text]


def releases(feed: bytes) -> Iterator[tuple[str, Release]]:
    for item in etree.fromstring(feed).iter("item"):
        body = item.findtext("content:encoded", "", NAMES)
        yield (
            item.findtext("guid", ""),
            Release(
                title=" ".join(item.findtext("title", "").split()),
                published=None,
                blocks=tuple(Block("paragraph", text) for text in texts(body)),
                author=item.findtext("dc:creator", "", NAMES),
                language="en",
            ),
        )


@pytest.fixture
def edited(corpus) -> dict[tuple[str, str], Comparison]:
    """All edits by identity and time of the first snapshot with the new text."""
    found, held = {}, {}
    for at, feed in snapshots(corpus):
        for guid, release in releases(feed):
            before = held.get(guid, release)
            comparison = compare(before, release)
            assert bool(comparison.edits) == (content_digest(before) != content_digest(release))
            if comparison.edits:
                found[guid, at] = comparison
            held[guid] = release
    return found


def test_the_edits_are_those_of_the_independent_reading(corpus, edited):
    known = json.loads((corpus / "us_state_edits_2021.json").read_text())["edits"]
    assert {place: comparison.cls for place, comparison in edited.items()} == {
        (edit["guid"], edit["at"]): edit["class"] for edit in known
    }
    assert (len(edited), len({guid for guid, _ in edited})) == (36, 33)
    for edit in known:
        fields = {each.field for each in edited[edit["guid"], edit["at"]].edits}
        assert ("title" in fields, "block" in fields) == (edit["title_changed"], edit["text_changed"])
