from datetime import date

import pytest

from storage.edits.compare import compare
from storage.edits.digests import content_digest
from storage.records import Block, Image, Release


def edits(before: str, after: str, language: str = "en") -> list[tuple[str, str, str, tuple[str, ...]]]:
    old, new = (Release("T", date(2026, 1, 1), (Block("paragraph", text),)) for text in (before, after))
    assert content_digest(old) != content_digest(new)
    return [(edit.field, edit.kind, edit.cls, edit.flags) for edit in compare(old, new, language).edits]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We met. Visas are issued daily.", "We met. ~~Visas are issued daily.~~"),
        ("ja", "会談は開催されます。査証は毎日発給します。", "会談は開催されます。~~査証は毎日発給します。~~"),
        ("ar", "التقى الوزير نظيره. كما وقع الجانبان اتفاقية.", "التقى الوزير نظيره. ~~كما وقع الجانبان اتفاقية.~~"),
        ("ru", "Приём окончен.", "~~Приём окончен.~~"),
        ("en", "Closed", "~~Closed~~"),
    ],
)
def test_a_sentence_struck_out_is_substance_and_so_is_one_that_holds_again(language, before, after):
    assert edits(before, after, language) == [("block", "emphasis", "substance", ("sentence_removed", "struck"))]
    assert edits(after, before, language) == [("block", "emphasis", "substance", ("sentence_added", "struck"))]


@pytest.mark.parametrize(
    ("before", "after", "flags"),
    [
        ("It was long and wordy.", "It was long ~~and wordy~~.", ()),
        ("We do not agree to it.", "We do ~~not~~ agree to it.", ("negation",)),
        ("All 45 were released today.", "All ~~45~~ were released today.", ("number",)),
    ],
)
def test_words_struck_out_are_substance_with_the_flags_as_if_they_went(before, after, flags):
    assert edits(before, after) == [("block", "emphasis", "substance", (*flags, "struck"))]


def test_a_word_that_replaces_one_struck_out_is_a_rewording_beside_it():
    found = edits("It is on 3 May in Geneva.", "It is on ~~3~~ 5 May in Geneva.")
    assert [kind for _, kind, *_ in found] == ["reworded", "emphasis"]
    assert {cls for *_, cls, _ in found} == {"substance"}


def test_a_rewording_elsewhere_is_none_of_what_is_struck_out():
    assert [kind for _, kind, *_ in edits("~~Old.~~ We met them.", "~~Old.~~ We saw them.")] == ["reworded"]


@pytest.mark.parametrize("text", ["안녕~~ 하세요~~", "5 ~~ 10", "~~~~~~", "a~~b"])
def test_tildes_that_a_page_types_strike_nothing(text):
    assert edits(text, text.replace("~", "")) == [("block", "reworded", "typography", ())]


def test_a_stroke_that_is_only_cut_otherwise_is_typography():
    assert edits("~~a b~~ c", "~~a~~ ~~b~~ c") == [("block", "emphasis", "typography", ())]


def test_titles_and_captions_are_struck_out_too():
    picture = Image("https://a.example/1.jpg", "The old minister")
    old = Release("It is open", None, (), (picture,))
    new = Release("~~It is open~~", None, (), (Image(picture.url, "The ~~old~~ minister"),))
    kinds = [(edit.field, edit.kind, edit.cls) for edit in compare(old, new, "en").edits]
    assert kinds == [("title", "emphasis", "substance"), ("caption", "emphasis", "substance")]


def test_a_block_struck_out_in_two_blocks_is_split_and_struck_out():
    old = Release("T", None, (Block("paragraph", "We met today. Visas are issued daily."),))
    new = Release("T", None, (Block("paragraph", "We met today."), Block("paragraph", "~~Visas are issued daily.~~")))
    assert [edit.kind for edit in compare(old, new, "en").edits] == ["emphasis", "split"]
