from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from storage.edits.digests import content_digest, field_digests
from storage.records import Block, DatedAs, Image, Link, Release

RELEASE = Release(
    title="Statement on Water",
    published=date(2025, 1, 7),
    blocks=(Block("paragraph", "The Ministry met."), Block("point", "It agreed.", "1", 1)),
    images=(Image("https://a.example/1.jpg", "A lake", "lake"), Image("https://a.example/2.jpg")),
    links=(Link("attachment", "https://a.example/text.pdf", "Text"), Link("related", "https://a.example/b")),
    author="The Minister",
    type="Statement",
)
DRESS = {
    "kind and depth": {"blocks": (Block("heading", "The Ministry met."), Block("point", "It agreed.", "1", 2))},
    "tags": {"tags": ("water",)},
    "other dates": {"dates": (DatedAs("updated", date(2025, 2, 7)),)},
    "related links": {"links": RELEASE.links[:1]},
    "order of images": {"images": RELEASE.images[::-1]},
    "cache": {"images": (replace(RELEASE.images[0], url="http://A.example/1.jpg?v=3"), RELEASE.images[1])},
    "timestamp": {"images": (replace(RELEASE.images[0], url="https://a.example/1.jpg?1623412341"), RELEASE.images[1])},
    "language": {"language": "en"},
    "bullets": {"blocks": (Block("point", "The Ministry met.", "•"), RELEASE.blocks[1])},
    "sizes": {"images": (*RELEASE.images, replace(RELEASE.images[1], url="https://cdn.example/2-300x200.jpg.webp"))},
    "how signs are drawn": {
        "title": "Statement on Water\ufe0f",
        "blocks": (Block("paragraph", "The Ministry\U000e0100 met.", "▪\ufe0f"), RELEASE.blocks[1]),
    },
    "www": {"links": (replace(RELEASE.links[0], url="http://www.a.example:80/%74ext.pdf"),)},
}
EDITS = {
    "title": {"title": "Statement on water"},
    "date": {"published": date(2025, 1, 8)},
    "author": {"author": None},
    "type": {"type": "Remarks"},
    "blocks": {"blocks": (RELEASE.blocks[0], replace(RELEASE.blocks[1], marker="2"))},
    "images": {"images": (replace(RELEASE.images[0], url="https://a.example/1.jpg?id=3"), RELEASE.images[1])},
    "attachments": {"links": ()},
}


@pytest.mark.parametrize("change", DRESS.values(), ids=DRESS)
def test_dress_leaves_the_digest(change):
    assert content_digest(replace(RELEASE, **change)) == content_digest(RELEASE)


@pytest.mark.parametrize(("field", "change"), EDITS.items(), ids=EDITS)
def test_an_edit_changes_the_digest_of_its_field_alone(field, change):
    edited, before, after = (
        replace(RELEASE, **change),
        field_digests(RELEASE),
        field_digests(replace(RELEASE, **change)),
    )
    assert content_digest(edited) != content_digest(RELEASE)
    assert [name for name in before if before[name] != after[name]] == [field]


def test_how_lines_are_divided_is_dress():
    one = replace(RELEASE, blocks=(Block("point", "It agreed.\nIt left.\nIt came back.", "1"),))
    other = replace(RELEASE, blocks=(Block("point", "It agreed.", "1"), Block("quote", "It left.\nIt came back.")))
    assert content_digest(one) == content_digest(other)
    assert content_digest(one) != content_digest(
        replace(RELEASE, blocks=(Block("point", "It agreed.\nIt left.", "1"),))
    )


def test_a_moment_is_one_value_in_any_zone():
    noon = datetime(2025, 1, 7, 12, tzinfo=UTC)
    tokyo = noon.astimezone(timezone(timedelta(hours=9)))
    assert content_digest(replace(RELEASE, published=noon)) == content_digest(replace(RELEASE, published=tokyo))
    midnight = datetime(2025, 1, 7, tzinfo=UTC)
    assert content_digest(replace(RELEASE, published=midnight)) != content_digest(RELEASE)


def test_words_never_run_over_from_one_field_into_the_next():
    one = replace(RELEASE, blocks=(Block("paragraph", "a"), Block("paragraph", "b")))
    other = replace(RELEASE, blocks=(Block("paragraph", 'a"],["","b'),))
    assert content_digest(one) != content_digest(other)


@pytest.mark.parametrize("text", ["\ud83d", "a\x00b", "\udc00\ud800"])
def test_what_no_archive_can_hold_is_digested_as_it_comes_back(text):
    as_kept = "".join("\ufffd" if one in "\x00\ud83d\udc00\ud800" else one for one in text)
    for field in ("title", "author", "type"):
        assert content_digest(replace(RELEASE, **{field: text})) == content_digest(replace(RELEASE, **{field: as_kept}))
    read, kept = (
        replace(RELEASE, blocks=(Block("point", one, one),), images=(Image(one, one, one),)) for one in (text, as_kept)
    )
    assert content_digest(read) == content_digest(kept)


def test_a_time_in_the_last_hours_that_there_are_is_digested():
    last = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))
    assert len(content_digest(replace(RELEASE, published=last))) == 32


def test_a_malformed_address_is_taken_as_it_stands():
    bad = replace(RELEASE, images=(Image("http://[a/1.jpg?v=1"),))
    assert content_digest(bad) != content_digest(replace(RELEASE, images=(Image("http://[a/1.jpg?v=2"),)))


def test_the_canonical_form_stands():
    # printf '{"title":"","date":"","author":"","type":"","blocks":[],"images":[],"attachments":[]}' | sha256sum
    assert content_digest(Release("", None, ())).hex()[:16] == "d2d9fddfc7eb622b"
    assert list(field_digests(RELEASE)) == ["title", "date", "author", "type", "blocks", "images", "attachments"]
