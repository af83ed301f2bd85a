"""What the page of a release shows is what each question for itself would say."""

from dataclasses import replace

import pytest

from storage.errors import NothingHeldError, NothingNamedError
from storage.read import history
from storage.read.absences import absences_of
from storage.read.views.release import release_view
from storage.read.views.timemap import addresses_of, timemap
from storage.records import Image, Link, Reading
from tests.storage.builders import (
    NOT_FOUND,
    OTHER,
    address,
    announce,
    at,
    capture,
    commit,
    crawl_of,
    keep_readings,
    read_as,
    release,
    show,
    visit,
    visited,
)
from tests.storage.read.assets.test_files import ANNEX, TEXT, find_file, link

PICTURE, PAPER = "https://water.example/a.jpg", "https://water.example/a.pdf"
LINKS = (
    Link("translation", "http://www.water.example/press/fire/", "français"),
    Link("translation", address("nobody"), "日本語"),
    Link("translation", address("one"), "itself"),
    Link("related", address("other"), "another"),
    Link("attachment", PAPER, "the paper"),
)


@pytest.fixture
def one(archive, crawl) -> int:
    """A release with two versions and an absence, whose French edition, picture and document are held."""
    number = announce(archive, crawl, "one", "other")["one"]
    images = (Image(PICTURE, "A caption"), Image("https://water.example/b.jpg", "Not held"))
    for hour, text in ((1, "The first text."), (3, "The second text.")):
        shown = release(text, links=LINKS, images=images)
        kept = commit(archive, crawl, [visit(number, hour, text, address("one"))])
        keep_readings(archive, crawl, read_as(kept, [Reading("read", shown, layout="first")]))
    gone = commit(archive, crawl, [visit(number, hour, None, address("one"), status=404) for hour in (4, 40)])
    keep_readings(archive, crawl, read_as(gone, [NOT_FOUND, NOT_FOUND]))
    for hour, url, body in ((5, PICTURE, b"old"), (6, PICTURE, b"new"), (7, PAPER, b"%PDF")):
        commit(archive, crawl, [visited(capture(url, hour, body))])
    commit(archive, crawl, [visited(capture(PAPER, 8, None, status=404))])
    french = crawl_of(archive, OTHER)
    fire = announce(archive, french, "fire")["fire"]
    show(archive, french, fire, 1, Reading("read", release("Un texte.", title="Titre", language="fr"), layout="first"))
    return number


def test_a_page_says_what_each_question_says(archive, one):
    with archive.reading() as db:
        page = release_view(db, address("one"))
        assert page.row == history.find_release(db, str(one))
        assert page.versions == history.versions(db, one)
        assert page.chosen == page.versions[-1]
        assert page.release.blocks[0].text == "The second text."
        assert page.absences == absences_of(db, one)
        assert page.captures == len(history.captures(db, one)) == 4
        assert release_view(db, str(one), 1).release.blocks[0].text == "The first text."
        for hour, number in ((1, 1), (2.9, 1), (3, 2), (100, 2)):
            assert release_view(db, str(one), as_of=at(hour)).chosen.number == number


def test_editions_that_are_held_are_named(archive, one):
    with archive.reading() as db:
        page = release_view(db, str(one))
    assert [(found.url, found.title, found.language) for found in page.editions] == [(LINKS[0].url, "Titre", "fr")]


def test_files_are_those_that_a_version_had_at_last(archive, crawl):
    number = announce(archive, crawl, "two")["two"]
    show(archive, crawl, number, 1, Reading("read", TEXT, layout="first"))
    for hours, body in ((2, b"1"), (3, b"2"), (5, b"3")):
        link(archive, crawl, number, ANNEX)
        find_file(archive, crawl, hours, body)
    later = replace(TEXT, title="Another", images=())
    show(archive, crawl, number, 4, Reading("read", later, layout="first"))
    with archive.reading() as db:
        kept = {memento.at: memento.capture for memento in timemap(db, archive.payloads, addresses_of(db, ANNEX))}
        for version, last in ((1, at(3)), (2, at(5))):
            held = release_view(db, str(number), version).files
            assert [(file.url, sight.at, sight.capture) for file, sight in held] == [(ANNEX, last, kept[last])]


def test_what_is_not_there_is_said(archive, crawl, one):
    announced = announce(archive, crawl, "announced")["announced"]
    with archive.reading() as db:
        for asked in ((str(one), 3, None), (str(one), 0, None), ("7777", None, None)):
            with pytest.raises(NothingNamedError):
                release_view(db, *asked)
        for known in ((str(announced), None, None), (str(one), None, at(0))):
            with pytest.raises(NothingHeldError):
                release_view(db, *known)
