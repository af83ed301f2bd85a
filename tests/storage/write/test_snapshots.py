import random
from dataclasses import replace

from sqlalchemy import select

from storage.models import BlockRow
from storage.records import InlineLink, Reading
from tests.storage.builders import (
    BLOCKED,
    FAILED,
    NOT_FOUND,
    UNCHANGED,
    UNREADABLE,
    announce,
    at,
    commit,
    keep_readings,
    pages_of_release,
    read_as,
    reading,
    release,
    show,
    visit,
)
from tests.storage.derived import everything, row_of, settle, state, versions


def test_going_back_to_an_earlier_text_is_a_third_version(archive, crawl, one):
    outcomes = [show(archive, crawl, one, hour, text) for hour, text in enumerate("ABA")]
    assert [(o.new, o.changed) for o in outcomes] == [(1, 0), (0, 1), (0, 1)]
    assert versions(archive, one) == [("A", 0, 0, 1), ("B", 1, 1, 1), ("A", 2, 2, 1)]


def test_a_dated_page_that_goes_back_is_looked_at_again_though_all_its_captures_are_kept_at_once(archive, crawl, one):
    shown = [replace(reading(text), dated=at(hour)) for hour, text in ((0, "A"), (1, "B"), (0, "A"))]
    kept = commit(archive, crawl, [visit(one, hour, str(read)) for hour, read in enumerate(shown)])
    assert keep_readings(archive, crawl, read_as(kept, shown)).unsettled == {one}


def test_the_same_content_in_another_dress_extends_the_version(archive, crawl, one):
    show(archive, crawl, one, 0, "A")
    dressed = Reading("read", release("A", tags=("new design",)), layout="first")
    assert show(archive, crawl, one, 5, dressed).changed == 0
    assert versions(archive, one) == [("A", 0, 5, 2)]


def test_a_link_that_leads_elsewhere_is_the_next_version_and_words_that_become_one_are_not(archive, crawl, one):
    def shown(*urls):
        read = release("A")
        links = tuple(InlineLink(url, "A") for url in urls)
        return Reading("read", replace(read, blocks=(replace(read.blocks[0], links=links),)), layout="first")

    old, new = "https://a.example/1", "https://a.example/2"
    for hour, read in enumerate([shown(old), shown(), shown(old), shown(new), shown(new)]):
        show(archive, crawl, one, hour, read)
    assert [(first, last) for _, first, last, _ in versions(archive, one)] == [(0, 2), (3, 4)]
    assert not settle(archive, one)


def test_an_unchanged_answer_extends_the_version(archive, crawl, one):
    show(archive, crawl, one, 0, "A")
    show(archive, crawl, one, 3, UNCHANGED)
    show(archive, crawl, one, 4, "B")
    show(archive, crawl, one, 5, UNCHANGED)
    assert versions(archive, one) == [("A", 0, 3, 2), ("B", 4, 5, 2)]


def test_what_cannot_be_read_hides_nothing(archive, crawl, one):
    for hour, shown in enumerate(["A", UNREADABLE, BLOCKED, FAILED, "A"]):
        show(archive, crawl, one, hour, shown)
    assert versions(archive, one) == [("A", 0, 4, 2)]
    assert state(archive, one) == "held"


def test_a_capture_from_before_what_is_held_is_settled(archive, crawl, one):
    show(archive, crawl, one, 2, "B")
    show(archive, crawl, one, 3, "B")
    outcome = show(archive, crawl, one, 1, "A")
    assert outcome.unsettled == {one}
    assert versions(archive, one) == [("B", 2, 3, 2)]
    held = pages_of_release(archive, one)
    assert [(page.at, shown and shown.layout) for page, shown in held] == [
        (at(1), None),
        (at(2), "first"),
        (at(3), "first"),
    ]
    assert settle(archive, one, {held[0][0].id: reading("A")})
    assert versions(archive, one) == [("A", 1, 1, 1), ("B", 2, 3, 2)]
    row = row_of(archive, one)
    assert (row.held_at, row.changed_at, row.visited_at) == (at(1), at(2), at(3))
    assert row.due_at > at(3)


def test_another_layout_never_makes_an_edit_by_itself(archive, crawl, one):
    show(archive, crawl, one, 0, reading("A", layout="first"))
    outcome = show(archive, crawl, one, 1, reading("A, read better", layout="second"))
    assert outcome.unsettled == {one}
    captures = [page.id for page, _ in pages_of_release(archive, one)]
    assert settle(archive, one, {number: reading("A, read better", layout="second") for number in captures})
    assert versions(archive, one) == [("A, read better", 0, 1, 2)]


def test_an_edit_found_once_both_layouts_read_alike_is_an_edit(archive, crawl, one):
    show(archive, crawl, one, 0, reading("A", layout="first"))
    show(archive, crawl, one, 1, reading("A", layout="second"))
    assert show(archive, crawl, one, 2, reading("B", layout="second")).changed == 1


def test_versions_that_became_equal_merge(archive, crawl, one):
    for hour, text in enumerate(["A", "A with furniture", "A", "B"]):
        show(archive, crawl, one, hour, text)
    second = pages_of_release(archive, one)[1][0].id
    assert settle(archive, one, {second: reading("A")})
    assert versions(archive, one) == [("A", 0, 2, 3), ("B", 3, 3, 1)]
    assert not settle(archive, one)
    with archive.engine.connect() as db:
        assert len(db.execute(select(BlockRow.id)).all()) == 2


def test_settling_twice_changes_nothing(archive, crawl, one):
    for hour, shown in enumerate(["A", UNCHANGED, "B", NOT_FOUND, "A"]):
        show(archive, crawl, one, hour, shown)
    before = everything(archive, one)
    assert not settle(archive, one)
    assert not settle(archive, one)
    assert everything(archive, one) == before


def test_a_release_that_can_be_read_no_more_is_unreadable_again(archive, crawl, one):
    show(archive, crawl, one, 0, "A")
    (page,) = pages_of_release(archive, one)
    assert settle(archive, one, {page[0].id: UNREADABLE})
    assert (versions(archive, one), state(archive, one)) == ([], "unreadable")
    assert row_of(archive, one).held_at is None


def test_many_releases_in_one_batch(archive, crawl):
    ids = announce(archive, crawl, *(str(n) for n in range(600)))
    chance = random.Random(4)
    wanted = {release_id: chance.choice("ABC") for release_id in ids.values()}
    kept = commit(archive, crawl, [visit(release_id, 1) for release_id in wanted])
    assert keep_readings(archive, crawl, read_as(kept, map(reading, wanted.values()))).new == 600
    kept = commit(archive, crawl, [visit(release_id, 2) for release_id in wanted])
    assert keep_readings(archive, crawl, read_as(kept, [reading("A")] * 600)).changed == sum(
        text != "A" for text in wanted.values()
    )
