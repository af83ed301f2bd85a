"""A file that was replaced under its address is an edit of each release that links to it, and of no other."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from storage.archive import Archive
from storage.edits.files.documents import FileVersion, file_edits
from storage.edits.files.looks import CELLS, HUES, look_of
from storage.models import PassageRow, PayloadRow
from storage.read.assets import frontier
from storage.read.assets.files import as_of, edits_between, files_of
from storage.read.changes import changes
from storage.read.events.pages import change_page
from storage.read.views.difference import difference_view
from storage.records import Crawl, Image, Link, Reading
from storage.search.find import EVERY_VERSION
from storage.search.in_documents import find_in_documents
from storage.search.query import parse
from storage.write.assets import links, readings
from tests.storage.builders import announce, at, capture, commit, reading, release, show

ANNEX, PHOTO = "https://files.example/annex.pdf", "https://water.example/p.jpg"
TEXT = release("text", links=(Link("attachment", ANNEX, "Annex"),), images=(Image(PHOTO, "The signing"),))
ASSET = Reading("asset")


@pytest.fixture
def one(archive: Archive, crawl: Crawl) -> int:
    """A release with a document and a captioned picture, seen at the first hour."""
    number = announce(archive, crawl, "one")["one"]
    show(archive, crawl, number, 1, Reading("read", TEXT, layout="first"))
    return number


def find_file(
    archive: Archive, crawl: Crawl, hours: float, body: bytes | None, *pages: str, url: str = ANNEX, **how: object
) -> None:
    """A visit to a file, as a crawl keeps it."""
    status = how.pop("status", 200 if body else 304)
    seen = replace(capture(url, hours, body, kind="asset"), status=status, fields=tuple(how.pop("fields", ())))
    (kept,) = commit(archive, crawl, [(seen, None)])
    made = how.pop("reading", ASSET if body else Reading("unchanged"))
    archive.write(readings.keep, [(kept, replace(made, pages=pages))])


def link(archive: Archive, crawl: Crawl, release_id: int, *urls: str) -> tuple[list[str], Sequence[object]]:
    return archive.write(links.link, archive.payloads, crawl, release_id, urls, at(1))


def told(archive: Archive) -> list[tuple[int, int, list[tuple[str, str, str]]]]:
    with archive.reading() as db:
        return [
            (change.release, change.version, [(edit.field, edit.kind, edit.cls) for edit in change.edits])
            for change in changes(db)
        ]


def test_a_document_that_was_kept_with_its_fragment_is_found(archive, crawl, one):
    deep = f"{ANNEX}#page=3"
    linked = replace(TEXT, links=(Link("attachment", deep, "Annex"),))
    show(archive, crawl, one, 2, Reading("read", linked, layout="first"))
    link(archive, crawl, one, deep)
    find_file(archive, crawl, 3, b"1", url=deep)
    with archive.reading() as db:
        assert [file.url for file in files_of(db, one, linked)] == [deep]
    assert archive.write(links.settle, crawl.source_id, [one]) == set()


def test_a_replaced_document_is_an_edit_of_each_release_that_links_to_it(archive, crawl, one):
    for hours, body, *pages in ((2, b"1", "5 tons came."), (3, None), (4, b"2", "6 tons came.", "A page came.")):
        link(archive, crawl, one, ANNEX)
        find_file(archive, crawl, hours, body, *pages)
    expected = [
        ("attachment", "changed", "substance"),
        ("document", "reworded", "substance"),
        ("document", "added", "substance"),
    ]
    assert told(archive) == [(one, 1, expected)]
    (change,) = archive.read(lambda db: list(changes(db)))
    assert (change.last_without, change.first_with) == (at(3), at(4)), "304 is a visit that found it as it was"
    assert change.flags == ("number", "sentence_added", "document")

    other = announce(archive, crawl, "other")["other"]
    show(archive, crawl, other, 3.5, Reading("read", TEXT, layout="first"))
    unlike = announce(archive, crawl, "unlike")["unlike"]
    show(archive, crawl, unlike, 3.5, "no document")
    link(archive, crawl, other, ANNEX)
    link(archive, crawl, unlike, ANNEX)
    assert [line[0] for line in told(archive)] == [one, other]


@pytest.mark.parametrize("body", [b"1", b"2"])
def test_what_was_altered_of_a_document_is_said_where_it_is_compared(archive, crawl, one, body):
    link(archive, crawl, one, ANNEX)
    find_file(archive, crawl, 2, b"1", "5 tons came.")
    find_file(archive, crawl, 3, b"2", "6 tons came.")
    with archive.writing() as db:
        of = select(PayloadRow.id).where(PayloadRow.sha256 == hashlib.sha256(body).digest()).scalar_subquery()
        db.execute(update(PassageRow).where(PassageRow.payload_id == of).values(text="6 tons came"))
    (change,) = archive.read(lambda db: list(changes(db)))
    assert change.altered == (1,)
    assert archive.read(change_page).changes == (change,)
    with archive.reading() as db:
        assert difference_view(db, str(one)).altered == [1]


def test_a_picture_is_exchanged_and_a_document_made_anew_says_the_same():
    before, after = (FileVersion(digest * 32) for digest in (b"1", b"2"))
    (edit,) = file_edits("image", PHOTO, before, after, "The signing", "en")
    assert (edit.cls, edit.flags, edit.of) == ("substance", ("picture",), "The signing")
    assert edit.before == f"{PHOTO} sha256:{(b'1' * 32).hex()}"
    old, new = replace_pages(before, "They met.\nAgain."), replace_pages(after, "They met. Again.")
    (edit,) = file_edits("attachment", ANNEX, old, new, "Annex", "en")
    assert (edit.cls, edit.flags) == ("typography", ())
    assert file_edits("attachment", ANNEX, before, before, "Annex", "en") == ()
    assert [edit.cls for edit in file_edits("attachment", ANNEX, before, new, "Annex", "en")] == ["substance"]


def replace_pages(file: FileVersion, *pages: str) -> FileVersion:
    return file._replace(passages=tuple(enumerate(pages, 1)))


def test_versions_are_compared_as_they_had_their_files(archive, crawl, one):
    link(archive, crawl, one, ANNEX, PHOTO)
    find_file(archive, crawl, 1.1, b"1")
    find_file(archive, crawl, 1.2, b"p", url=PHOTO)
    find_file(archive, crawl, 2, b"2")
    later = release("text, reworded", links=TEXT.links, images=TEXT.images)
    show(archive, crawl, one, 3, Reading("read", later, layout="first"))
    find_file(archive, crawl, 3.1, b"3")

    def between(first, end):
        found = archive.read(edits_between, one, (TEXT, later), (at(first), None if end is None else at(end)), "en")
        return [(edit.before or "")[-8:] for edit in found.edits]

    digests = [hashlib.sha256(body).hexdigest()[-8:] for body in (b"1", b"2", b"3")]
    assert between(1, 3) == [digests[0]], "within the first version"
    assert between(1, None) == [digests[0]], "from the first version's first to the second's last"
    assert between(3, None) == [], "the second had one alone"
    held = archive.read(lambda db: as_of(files_of(db, one, later), at(3)))
    assert [(file.of, sight.at) for file, sight in held] == [("Annex", at(2)), ("The signing", at(1.2))]


def test_what_comes_out_of_order_is_told_in_order_of_time(archive, crawl, one):
    link(archive, crawl, one, ANNEX)
    for hours, body in ((2, b"1"), (6, b"1"), (4, b"2")):
        find_file(archive, crawl, hours, body)
    (file,) = archive.read(files_of, one, TEXT)
    assert [sight.at for sight in file.sights] == [at(2), at(4), at(6)]
    assert len(told(archive)) == 2


def test_a_document_behind_a_redirect_is_the_one_that_the_link_names(archive, crawl, one):
    there = "https://files.example/there.pdf"
    link(archive, crawl, one, ANNEX, there)
    find_file(archive, crawl, 2, None, status=302, reading=Reading("redirected", message=there))
    find_file(archive, crawl, 2.1, b"1", "The words of it.", url=there)
    (file,) = archive.read(files_of, one, TEXT)
    assert (file.url, file.of) == (ANNEX, "Annex")
    (hit,) = archive.read(find_in_documents, parse("words"))
    assert (hit.attachment, hit.marker, hit.position) == (ANNEX, "Annex", 1)


def test_pages_are_searched_as_they_are_and_every_version_as_it_was(archive, crawl, one):
    link(archive, crawl, one, ANNEX)
    find_file(archive, crawl, 2, b"1", "", "5 tons of rice")
    find_file(archive, crawl, 3, b"2", "6 tons of rice")

    def hits(query, *among):
        return [(hit.position, hit.text) for hit in archive.read(find_in_documents, parse(query), *among)]

    assert hits("rice tons") == [(1, "6 tons of rice")]
    assert hits("5 rice") == hits("-rice") == hits("") == []
    assert hits("rice -5") == [(1, "6 tons of rice")]
    assert sorted(hits("ric*", EVERY_VERSION)) == [(1, "6 tons of rice"), (2, "5 tons of rice")]


def test_what_is_due_is_asked_for(archive, crawl, one):
    def due(mode, hours=2):
        return archive.read(frontier.due, crawl, after=0, limit=9, now=at(hours), mode=mode)

    assert due("update") == due("recheck") == due("address") == [one]
    assert archive.read(frontier.linked, one) == [ANNEX, PHOTO]
    stood, targets = link(archive, crawl, one, ANNEX, PHOTO, "https://water.example/press")
    assert set(stood) == {ANNEX, PHOTO}, "the listing is none"
    assert len(targets) == 2
    find_file(archive, crawl, 2, b"1", fields=(("ETag", '"1"'),))
    (target,) = link(archive, crawl, one, ANNEX, PHOTO)[1]
    assert target.url == PHOTO, "each once a crawl"
    archive.write(links.looked_at, one, at(2))
    assert due("update") == due("recheck") == []
    assert due("recheck", 999) == [one]
    assert due("update", 999) == []
    show(archive, crawl, one, 3, reading("reworded"))
    assert due("update") == [one], "of a new version nobody has asked for any"


def look(shade: int) -> bytes:
    """How an even picture looks."""
    return look_of(600, 400, bytes([shade]) * CELLS**2, [bytes([128]) * HUES**2] * 2)


def picture(shade: int) -> Reading:
    return Reading("asset", look=look(shade), reader="first")


def test_a_picture_that_was_only_encoded_anew_is_no_edit(archive, crawl, one):
    link(archive, crawl, one, PHOTO)
    for hours, body, shade in ((2, b"1", 100), (3, b"2", 103), (4, b"3", 190)):
        find_file(archive, crawl, hours, body, url=PHOTO, reading=picture(shade))
    assert told(archive) == [(one, 1, [("image", "changed", "substance")])]
    (change,) = archive.read(lambda db: list(changes(db)))
    assert change.first_with == at(4)


@pytest.mark.parametrize(("shade", "cls"), [(103, "typography"), (190, "substance"), (None, "substance")])
def test_a_picture_under_another_address_is_moved_where_it_looks_the_same(archive, crawl, one, shade, cls):
    elsewhere = "https://cdn.example/media/0815.webp"
    link(archive, crawl, one, PHOTO)
    find_file(archive, crawl, 2, b"1", url=PHOTO, reading=picture(100))
    moved = replace(TEXT, images=(Image(elsewhere, "The signing"),))
    show(archive, crawl, one, 3, Reading("read", moved, layout="first"))
    if shade is not None:
        link(archive, crawl, one, elsewhere)
        find_file(archive, crawl, 3.1, b"2", url=elsewhere, reading=picture(shade))
    assert told(archive) == [(one, 2, [("image", "changed", cls)])]
    view = archive.read(difference_view, str(one))
    assert [(edit.field, edit.cls) for edit in view.edits] == [("image", cls)]
