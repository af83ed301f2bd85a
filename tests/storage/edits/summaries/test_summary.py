"""The sentence that tells an edit names what changed and where, on one line, whatever a page holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nasty_values import CONTROLS, SURROGATES

from storage.edits.compare import compare
from storage.edits.summaries.summary import LONGEST, summary
from storage.records import Block, Image, InlineLink, Link, Release

RELEASE = Release("Statement on Water", date(2024, 5, 1), ())
LEAD = "The Ministers met in the capital."
A, B, C, D = (
    "The first agreement is on rivers.",
    "Officials will look at the old dam.",
    "No date was named for the talks.",
    "Both sides thanked their hosts.",
)


def body(*texts: str | Block) -> Release:
    return replace(RELEASE, blocks=tuple(Block("paragraph", t) if isinstance(t, str) else t for t in texts))


def points(*texts: str) -> Release:
    return body(*(Block("point", text, f"({number})") for number, text in enumerate(texts, 1)))


def linked(url: str) -> Release:
    return body(Block("paragraph", "See the treaty.", links=(InlineLink(url, "the treaty"),)))


def told(before: Release, after: Release) -> list[str]:
    return [summary(edit) for edit in compare(before, after).edits]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("They spend 690 million.", "They spend 705 million.", "the number 690 became 705 in paragraph 2"),
        ("They met on 3 June.", "They met on 3 July.", "“June” became “July” in paragraph 2"),
        ("It is worth $50m a year.", "It is worth $50bn a year.", "“$50m” became “$50bn” in paragraph 2"),
        ("该国得到50万剂疫苗。", "该国得到50剂疫苗。", "“50万” became “50” in paragraph 2"),
        ("We do accept it.", "We do not accept it.", "“not” was added in paragraph 2"),
        ("We will never accept it.", "We will accept it.", "“never” was removed from paragraph 2"),
        ("Это можно.", "Это не можно.", "“не” was added in paragraph 2"),
        ("زار الوزير 45 دولة", "زار الوزير 54 دولة", "the number 45 became 54 in paragraph 2"),
        (f"{B} {A}", B, f"a sentence was removed from paragraph 2: “{A}”"),
        (B, f"{B} {A}", f"a sentence was added to paragraph 2: “{A}”"),
        ("They met Ms. Doe.", "They met Ms. Roe.", "“Doe” became “Roe” in paragraph 2"),
        ("It was a good talk.", "It was a frank talk.", "“good” became “frank” in paragraph 2"),
        ("A “frank” talk of 5 states.", "A good talk of 6 states.", "the number 5 became 6 in paragraph 2, and more"),
        ("“Yes” - twice.", '"Yes" — twice.', "only punctuation or space changed in paragraph 2"),
        ("A talk on The Sea", "A talk on the Sea", "“The” became “the” in paragraph 2"),
        ("a | 5 |", "a | | 5", "the cells of paragraph 2 changed places: “a | | 5”"),
        ("A | | 5", "A | 5 | ", "the cells of paragraph 2 changed places: “A | 5 |”"),
        ("Peru, Chile and Laos.", "Peru and Laos.", "“Chile” was removed from paragraph 2"),
        ("王毅，杨洁篪出席。", "王毅出席。", "“杨洁篪” was removed from paragraph 2"),
        ("این را می‌پذیریم.", "این را نمی‌پذیریم.", "“می‌پذیریم” became “نمی‌پذیریم” in paragraph 2"),
        ("S. aid is here.", "U.S. aid is here.", "“U.” was added in paragraph 2"),
        ("It is 3 percent.", "It is 3.5 percent.", "the number 3 became 3.5 in paragraph 2"),
        (A, f"~~{A}~~", f"“{A}” was struck out in paragraph 2"),
        (f"~~{A}~~", A, f"“{A}” is no longer struck out in paragraph 2"),
        ("~~a b~~ c", "~~a~~ ~~b~~ c", "“a” was struck out in paragraph 2, and more"),
    ],
)
def test_a_rewording_is_told_by_what_made_it_weigh(before, after, change):
    assert told(body(LEAD, before), body(LEAD, after)) == [change]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (body(A, B), body(A, B, C), f"paragraph 3 was added: “{C}”"),
        (points(A, B, C), points(A, B), f"point (3) was removed: “{C}”"),
        (body(A, B, C, D), body(B, C, D, A), f"“{A}” moved from paragraph 1 to paragraph 4"),
        (body(A, f"{B} {C}"), body(A, B, C), f"paragraph 2 was split into paragraphs 2 and 3: “{B} {C[:21]} …”"),
        (body(A, B, C), body(f"{A} {B} {C}"), f"paragraphs 1 to 3 were merged into paragraph 1: “{A} {B[:22]} …”"),
        (body(Block("note", A, "1")), body(Block("note", A, "2")), "points were renumbered: 1 became 2"),
        (body(Block("point", A, "•")), body(Block("point", A, "1")), "points were numbered: 1"),
        (body(Block("point", A, "1")), body(A), "points are no longer numbered: they were 1"),
        (
            body(Block("point", A, "•"), Block("point", B, "1")),
            body(Block("point", A, "1"), Block("point", B, "2")),
            "points were renumbered: none, 1 became 1, 2",
        ),
        (
            body(LEAD, Block("point", "No states met.", "•"), Block("point", "Only 5 states met.", "•")),
            body(LEAD, Block("point", "No states met.", "•"), Block("point", "Only 6 states met.", "•")),
            "the number 5 became 6 in point 2",
        ),
        (body(Block("heading", "Visas now"), A), body(A), "heading “Visas now” was removed"),
        (
            body(Block("heading", "Visa rules today"), A),
            body(Block("heading", "Visa lists today"), A),
            "“rules” became “lists” in heading “Visa lists today”",
        ),
        (
            body(Block("row", "a | 1"), LEAD, Block("row", "b | 2"), Block("row", "c to the end | 3")),
            body(Block("row", "a | 1"), LEAD, Block("row", "b | 2"), Block("row", "c to the end | 4")),
            "the number 3 became 4 in row 2 of table 2",
        ),
        (
            linked("https://a.example/treaty"),
            linked("https://a.example/treaty-2"),
            "the link “the treaty” in paragraph 1 leads to https://a.example/treaty-2 (was https://a.example/treaty)",
        ),
    ],
)
def test_places_are_told_as_a_reader_counts_them(before, after, change):
    assert told(before, after) == [change]


PICTURE = Image("https://a.example/lake.jpg", "A lake at dawn", "A lake")
TEXT = Link("attachment", "https://a.example/text.pdf", "Full text")
LONG = "https://a.example/" + "files/" * 20


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({}, {"title": "Statement on Rivers"}, "“Water” became “Rivers” in the title"),
        ({}, {"published": date(2024, 5, 2)}, "the date became 2024-05-02 (was 2024-05-01)"),
        ({}, {"published": None}, "the date 2024-05-01 was removed"),
        ({"author": "Jane Doe"}, {"author": "Jane Roe"}, "“Doe” became “Roe” in the by-line"),
        ({"type": "Remarks"}, {}, "the type of document “Remarks” was removed"),
        (
            {"images": (PICTURE,)},
            {"images": (replace(PICTURE, url="https://a.example/sea.jpg"),)},
            "the picture “A lake at dawn” was exchanged: it is https://a.example/sea.jpg (was https://a.example/lake.jpg)",
        ),
        (
            {"images": (replace(PICTURE, alt=None),)},
            {"images": (PICTURE,)},
            "the text alternative of the picture “A lake at dawn” was added",
        ),
        (
            {"images": (PICTURE,)},
            {"images": (replace(PICTURE, caption="A lake at dusk"),)},
            "“dawn” became “dusk” in the caption of a picture",
        ),
        (
            {"images": (replace(PICTURE, caption=None),)},
            {"images": (PICTURE,)},
            "a caption was added: “A lake at dawn”",
        ),
        ({"images": (replace(PICTURE, caption=None),)}, {}, "a picture was removed: “A lake”"),
        ({}, {"links": (TEXT,)}, "a document was added: “Full text”"),
        (
            {"links": (replace(TEXT, url=f"{LONG}1.pdf"),)},
            {"links": (replace(TEXT, url=f"{LONG}2.pdf"),)},
            "the document behind “Full text” is another: …/files/files/files/2.pdf (was …/files/files/files/1.pdf)",
        ),
        (
            {"links": (TEXT,)},
            {"links": (replace(TEXT, text="Whole text"),)},
            "“Full” became “Whole” in the words that lead to a document",
        ),
        (
            {"links": (TEXT,)},
            {"links": (replace(TEXT, url="https://b.example/text.pdf"),)},
            "the document “Full text” has another address: https://b.example/text.pdf (was https://a.example/text.pdf)",
        ),
    ],
)
def test_other_edits_are_told_by_what_they_are_of(before, after, change):
    assert told(replace(RELEASE, **before), replace(RELEASE, **after)) == [change]


said = ["", "a", "45 b.", "~~a~~ b", "\u202e5", "x" * 5_000, "не 5", *CONTROLS, *SURROGATES]
nasty = st.sampled_from(said) | st.text(max_size=30)
urls = nasty.map(lambda text: f"https://a.example/{text}")
blocks = st.builds(
    Block,
    st.sampled_from(["paragraph", "point", "heading", "quote", "note", "row"]),
    nasty,
    st.none() | nasty,
    links=st.lists(st.builds(InlineLink, urls, nasty), max_size=2).map(tuple),
)
releases = st.builds(
    Release,
    nasty,
    st.none() | st.dates() | st.datetimes(timezones=st.timezones()),
    st.lists(blocks, max_size=4).map(tuple),
    st.lists(st.builds(Image, urls, st.none() | nasty, st.none() | nasty), max_size=2).map(tuple),
    st.lists(st.builds(Link, st.just("attachment"), urls, nasty), max_size=2).map(tuple),
    author=st.none() | nasty,
    type=st.none() | nasty,
)


@given(releases, releases)
def test_a_summary_is_one_harmless_line_of_bounded_length(before, after):
    for line in told(before, after):
        assert 0 < len(line) <= LONGEST
        assert line.splitlines() == [line]
        assert all(sign.isprintable() or sign in "\u200c\u200d" for sign in line)


words = st.text("abcdefgh", min_size=1, max_size=90)


@given(words, words)
def test_a_summary_names_the_old_word_and_the_new(old, new):
    changes = told(body(f"We met {old} in the capital today."), body(f"We met {new} in the capital today."))
    assert len(changes) == (old != new)
    for line in changes:
        quoted = line.split("“")[1:]
        assert [text.partition("”")[0].strip(" …")[:20] in word for text, word in zip(quoted, (old, new), strict=True)]
