from dataclasses import replace

import pytest

from storage.edits.compare import compare
from storage.edits.content import link_targets, retargeted
from storage.edits.digests import content_digest
from storage.records import Block, InlineLink, Link, Release
from storage.storable import storable

TEXT = "See the treaty now."


def linked(*urls: str, text: str = TEXT, links: tuple[Link, ...] = ()) -> Release:
    block = Block("paragraph", text, links=tuple(InlineLink(url, "the treaty") for url in urls))
    return Release("T", None, (block, Block("paragraph", "It agreed.")), links=links)


def edits(before: Release, after: Release) -> list[tuple[str, str, str | None, str | None, str]]:
    found = [(e.field, e.kind, e.before, e.after, e.cls) for e in compare(before, after, "en").edits]
    leads_elsewhere = retargeted(link_targets(before), link_targets(after))
    assert bool(found) == (leads_elsewhere or content_digest(before) != content_digest(after))
    return found


OLD = "https://a.example/treaty"
LINK = (InlineLink(OLD, "the treaty"),)


def test_a_link_that_leads_elsewhere_is_substance():
    new = "https://a.example/treaty-2"
    assert edits(linked(OLD), linked(new)) == [("link", "changed", OLD, new, "substance")]
    video = "https://v.example/watch?v={}"
    assert edits(linked(video.format(1)), linked(video.format(2)))[0][-1] == "substance"


def test_words_that_become_a_link_or_cease_to_be_one_read_as_before():
    assert edits(linked(), linked(OLD)) == edits(linked(OLD), linked()) == []
    assert edits(linked(OLD), linked(OLD, "https://b.example")) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://A.example/treaty",
        f"{OLD}/",
        f"{OLD}?utm_source=x&utm_id=4",
        f"{OLD}#:~:text=they%20met",
        f"{OLD}?gclid=a&fbclid=b&_ga=c",
        f"{OLD};jsessionid=0A1B",
        f"{OLD}?PHPSESSID=0a",
        "https://www.a.example:443/treaty",
        "https://a.example/%74reat%79",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Ftreaty&data=05%7C01",
        f"https://www.google.com/url?sa=D&q={OLD}&ust=17",
        f"https://urldefense.com/v3/__{OLD}__;!!Ab",
    ],
)
def test_the_dress_of_an_address_is_no_edit(url):
    assert edits(linked(OLD), linked(url)) == []


def test_links_in_lines_are_those_of_blocks():
    lines = replace(linked(text="One.\nThe treaty."), blocks=(Block("paragraph", "One.\nthe treaty.", links=LINK),))
    in_blocks = replace(lines, blocks=(Block("paragraph", "One."), Block("paragraph", "the treaty.", links=LINK)))
    other = (LINK[0]._replace(url="https://b.example"),)
    assert edits(lines, in_blocks) == []
    swapped = replace(in_blocks, blocks=(in_blocks.blocks[0], replace(in_blocks.blocks[1], links=other)))
    assert [kind for kind, *_ in edits(lines, swapped)] == ["link"]


def test_the_cipher_of_an_email_address_is_no_edit():
    hidden = "https://a.example/cdn-cgi/l/email-protection#{}"
    assert edits(linked(hidden.format("8b01")), linked(hidden.format("7cff"))) == []


def test_the_order_of_links_in_a_text_and_their_repeats_are_no_edit():
    assert edits(linked(OLD, "https://b.example"), linked("https://b.example", OLD, OLD)) == []


def test_what_a_release_lists_as_a_link_of_its_own_is_compared_there_alone():
    related = Link("related", OLD)
    assert edits(linked(OLD, links=(related,)), linked(links=())) == []


def test_a_text_without_links_has_the_digest_it_had():
    assert content_digest(Release("T", None, (Block("paragraph", "It met."),))).hex()[:16] == "a8d0e14a18fb9eca"


def test_links_come_and_go_with_their_texts_and_move_with_them():
    before = linked(OLD)
    assert [kind for _, kind, *_ in edits(before, replace(before, blocks=before.blocks[1:]))] == ["removed"]
    assert [kind for _, kind, *_ in edits(before, replace(before, blocks=before.blocks[::-1]))] == ["moved"]
    reworded = linked(OLD, text="See the old treaty now.")
    assert [(field, kind) for field, kind, *_ in edits(before, reworded)] == [("block", "reworded")]


def test_a_link_that_no_archive_can_hold_is_the_same_when_it_comes_back():
    sent = InlineLink("https://mfa.example/a\x00b", "a")
    held = sent._replace(url=storable(sent.url))
    block = Block("paragraph", "a", links=(sent,))
    assert link_targets(Release("T", None, (block,))) == link_targets(
        Release("T", None, (replace(block, links=(held,)),))
    )
    assert link_targets(Release("T", None, (block,), links=(Link("related", held.url, "a"),))) == {}


def test_links_that_take_each_others_place_lead_elsewhere():
    def body(first: str, second: str) -> Release:
        links = InlineLink(first, "the treaty"), InlineLink(second, "its annex")
        return Release("T", None, (Block("paragraph", "See the treaty and its annex.", links=links),))

    other = "https://a.example/annex"
    assert edits(body(OLD, other), body(other, OLD)) == [
        ("link", "changed", other, OLD, "substance"),
        ("link", "changed", OLD, other, "substance"),
    ]
    assert edits(body(other, other), body(OLD, other)) == [("link", "changed", other, OLD, "substance")]
    assert edits(body(OLD, other), body(OLD, f"{other}-2")) == [("link", "changed", other, f"{other}-2", "substance")]
