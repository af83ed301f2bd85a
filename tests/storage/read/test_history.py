import pytest

from storage.archive import Archive
from storage.errors import ArchiveError
from storage.read import history
from storage.read.snapshots import load_release
from storage.records import Reading
from tests.storage.builders import (
    OTHER,
    address,
    announce,
    at,
    capture,
    commit,
    crawl_of,
    line,
    listing,
    show,
    visited,
)


@pytest.fixture
def filled(archive: Archive) -> tuple[Archive, int]:
    """An archive with one release: A at 0 and 1, nothing to read at 2, B at 3."""
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    for hour, shown in enumerate(["A", "A", Reading("unreadable", message="no h1"), "B"]):
        show(archive, crawl, one, hour, shown)
    return archive, one


def text_of(db, release_id, **which) -> str | None:
    row = history.snapshot_row(db, release_id, **which)
    return load_release(db, row).blocks[0].text if row else None


def test_versions_first_to_last(filled):
    archive, one = filled
    with archive.engine.connect() as db:
        first, second = history.versions(db, one)
    assert (first.number, first.first_seen, first.last_seen, first.captures) == (1, at(0), at(1), 2)
    assert (second.number, second.first_seen, second.last_seen, second.captures) == (2, at(3), at(3), 1)
    assert len(first.content) == len(first.payload or "") == 64
    assert first.content != second.content


def test_what_a_reader_saw_at_a_time(filled):
    archive, one = filled
    with archive.engine.connect() as db:
        assert [text_of(db, one, as_of=at(hour)) for hour in (-1, 0, 2, 3, 99)] == [None, "A", "A", "B", "B"]
        assert [text_of(db, one, version=number) for number in (1, 2, 3)] == ["A", "B", None]
        assert text_of(db, one) == "B"


def test_captures_with_what_was_made_of_each(filled):
    archive, one = filled
    with archive.engine.connect() as db:
        lines = history.captures(db, one)
    assert [(c.at, c.verdict, c.message, c.version) for c in lines] == [
        (at(0), "read", None, 1),
        (at(1), "read", None, 1),
        (at(2), "unreadable", "no h1", None),
        (at(3), "read", None, 2),
    ]
    assert all(c.url == address(str(one)) and c.status == 200 and c.payload for c in lines)


def test_a_capture_that_was_never_read_is_told_too(filled):
    archive, one = filled
    crawl = crawl_of(archive)
    lost = capture(address(str(one)), 5, None, status=None, headers={}, reason="timed out")
    commit(archive, crawl, [visited(lost, one)])
    with archive.engine.connect() as db:
        last = history.captures(db, one)[-1]
    assert (last.at, last.status, last.verdict, last.message, last.payload) == (at(5), None, None, "timed out", None)


@pytest.mark.parametrize("form", ["{id}", "https://water.example/press/one", "http://water.example/press/one"])
def test_a_release_is_found_by_number_and_by_address(filled, form):
    archive, one = filled
    with archive.engine.connect() as db:
        row = history.find_release(db, form.format(id=one))
    assert (row.id, row.source, row.source_language) == (one, "xx_water", "en")


@pytest.mark.parametrize(
    "wanted", ["999", "99999999999999999999999", "https://water.example/none", "", "nonsense", "٣"]
)
def test_what_is_no_release_is_said_in_one_line(filled, wanted):
    archive, _ = filled
    with archive.engine.connect() as db, pytest.raises(ArchiveError) as refused:
        history.find_release(db, wanted)
    assert "\n" not in str(refused.value)


def test_an_address_that_several_releases_share_is_not_guessed(archive):
    for crawl in (crawl_of(archive), crawl_of(archive, OTHER)):
        commit(archive, crawl, [listing([line("one")])])
    with archive.engine.connect() as db, pytest.raises(ArchiveError, match="one of the numbers 1, 2"):
        history.find_release(db, address("one"))
