"""Which file became which: documents are told by the words that lead to them, pictures by what they are called."""

from urllib.parse import urljoin

import pytest

from storage.edits.compare import compare
from storage.records import Block, Image, Link, Release

HOST = "https://a.example"


def documents(*files: tuple[str, str]) -> Release:
    return Release("T", None, (), links=tuple(Link("attachment", urljoin(HOST, path), text) for path, text in files))


def pictures(*files: tuple[str, ...]) -> Release:
    return Release("T", None, (), images=tuple(Image(HOST + path, *texts) for path, *texts in files))


def edits(before: Release, after: Release) -> list[tuple[str, str | None, str | None, str, tuple[str, ...]]]:
    found = compare(before, after, "en").edits
    return [(e.kind, *(t and t.removeprefix(HOST) for t in (e.before, e.after)), e.cls, e.flags) for e in found]


def exchanged(before: str, after: str, flag: str = "document") -> tuple:
    return ("changed", before, after, "substance", (flag,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/a.pdf", "/b.pdf"),
        ("/download?id=13", "/download?id=14"),
        ("/download?v=13", "/download?v=14"),
        ("/13/download", "/14/download"),
        ("/files/13/", "/files/14/"),
        ("/file/13/text.pdf", "/file/14/text.pdf"),
        ("/2024/05/text.pdf", "/2024/06/text.pdf"),
    ],
)
@pytest.mark.parametrize("text", ["Full text", ""])
def test_another_document_behind_the_same_words_is_one_edit(text, before, after):
    assert edits(documents((before, text)), documents((after, text))) == [exchanged(before, after)]


@pytest.mark.parametrize("after", ["/files/text.pdf", "https://cdn.example/2024/05/text.pdf"])
def test_a_document_that_keeps_its_name_is_the_same_elsewhere(after):
    found = edits(documents(("/2024/05/text.pdf", "Text")), documents((after, "Text")))
    assert [(kind, cls) for kind, _, _, cls, _ in found] == [("changed", "typography")]


def test_links_that_were_exchanged_lead_to_other_documents():
    before = documents(("/a.pdf", "English"), ("/b.pdf", "French"))
    after = documents(("/b.pdf", "English"), ("/a.pdf", "French"))
    assert edits(before, after) == [exchanged("/a.pdf", "/b.pdf"), exchanged("/b.pdf", "/a.pdf")]


def test_a_link_corrected_to_the_document_of_another_is_one_edit():
    before = documents(("/a.pdf", "Statement"), ("/b.pdf", "Annex"))
    after = documents(("/b.pdf", "Statement"), ("/b.pdf", "Annex"))
    assert edits(before, after) == [exchanged("/a.pdf", "/b.pdf")]
    assert edits(after, before) == [exchanged("/b.pdf", "/a.pdf")]


def test_of_documents_that_are_queried_the_other_stays():
    before = documents(("/download?id=13", "One"), ("/download?id=14", "Two"))
    after = documents(("/download?id=13", "One"), ("/download?id=15", "Two"))
    assert edits(before, after) == [exchanged("/download?id=14", "/download?id=15")]


def test_words_that_several_links_have_tell_none_of_them():
    before = documents(("/a.pdf", "PDF"), ("/b.pdf", "PDF"))
    assert edits(before, documents(("/b.pdf", "PDF"), ("/c.pdf", "PDF"))) == [exchanged("/a.pdf", "/c.pdf")]


def test_a_document_and_its_stated_size_are_exchanged_together():
    before, after = documents(("/a.pdf", "Text (2 MB)")), documents(("/b.pdf", "Text (3 MB)"))
    assert edits(before, after)[0] == exchanged("/a.pdf", "/b.pdf")
    assert [kind for kind, *_ in edits(before, after)] == ["changed", "changed"]


def test_words_of_a_link_that_stand_in_the_text_are_told_there_alone():
    def linked(words: str, text: str) -> Release:
        document = Link("attachment", f"{HOST}/a.pdf", words)
        return Release("T", None, (Block("paragraph", text),), links=(document,))

    before = linked("the full text", "Read the full text here.")
    [edit] = compare(before, linked("the whole text", "Read the whole text here."), "en").edits
    assert (edit.field, edit.kind) == ("block", "reworded")
    [edit] = compare(before, linked("the whole text", "Read the full text here."), "en").edits
    assert (edit.field, edit.kind) == ("attachment", "changed")


def test_a_picture_that_was_exchanged_is_one_edit():
    for texts in [(), ("A lake",), (None, "A lake")]:
        before, after = pictures(("/a.jpg", *texts)), pictures(("/b.jpg", *texts))
        assert edits(before, after) == [exchanged("/a.jpg", "/b.jpg", "picture")]


def test_of_pictures_with_one_caption_the_text_alternative_tells_which_was_exchanged():
    before = pictures(("/a.jpg", "Talks", "A table"), ("/b.jpg", "Talks", "A flag"))
    after = pictures(("/c.jpg", "Talks", "A flag"), ("/d.jpg", "Talks", "A table"))
    assert edits(before, after) == [exchanged("/a.jpg", "/d.jpg", "picture"), exchanged("/b.jpg", "/c.jpg", "picture")]


def test_a_text_alternative_that_comes_or_goes_is_no_substance():
    long = "Two ministers shake hands in front of 27 flags. It is raining."
    plain, described = pictures(("/a.jpg", "Talks")), pictures(("/a.jpg", "Talks", long))
    assert edits(plain, described) == [("changed", None, long, "typography", ())]
    assert edits(described, plain) == [("changed", long, None, "typography", ())]
    other = pictures(("/a.jpg", "Talks", long.replace("27", "28")))
    assert edits(described, other)[0][-2:] == ("substance", ("number",))
