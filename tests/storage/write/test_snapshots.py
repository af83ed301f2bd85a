import random
from dataclasses import replace
from itertools import count, groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from storage.write.versions import load_release

from storage.archive import Archive
from storage.models import BlockRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.read import history
from storage.records import Block, Image, Link, Reading, Release
from storage.write.crawls import Crawl
from tests.storage.builders import (
    announce,
    at,
    commit,
    crawl_of,
    keep_readings,
    pages_of_release,
    read_as,
    reading,
    release,
    settle_all,
    show,
    visit,
)

GONE, NOT_FOUND, UNREADABLE = Reading("gone"), Reading("not_found"), Reading("unreadable", message="no h1")
UNCHANGED, BLOCKED, FAILED = Reading("unchanged"), Reading("blocked"), Reading("failed")


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return crawl_of(archive)


@pytest.fixture
def one(archive: Archive, crawl: Crawl) -> int:
    return announce(archive, crawl, "one")["one"]


def versions(archive: Archive, release_id: int) -> list[tuple]:
    """Text, first and last hour, and captures of each version."""
    with archive.engine.connect() as db:
        query = select(SnapshotRow).where(SnapshotRow.release_id == release_id).order_by(SnapshotRow.version)
        rows = db.execute(query).all()
        assert [row.version for row in rows] == list(range(1, len(rows) + 1))
        hours = [[(t - at(0)).total_seconds() / 3600 for t in (row.first_seen, row.last_seen)] for row in rows]
        texts = ["/".join(block.text for block in load_release(db, row).blocks) for row in rows]
        return [(text, *pair, row.captures) for text, pair, row in zip(texts, hours, rows, strict=True)]


def state(archive: Archive, release_id: int) -> str:
    return row_of(archive, release_id).state


def row_of(archive: Archive, release_id: int):
    with archive.engine.connect() as db:
        return db.execute(select(ReleaseRow).where(ReleaseRow.id == release_id)).one()


def everything(archive: Archive, release_id: int) -> object:
    """All that is derived for a release, but for the numbers that the database gives its rows."""
    with archive.engine.connect() as db:
        number = {row.id: row.version for row in db.execute(select(SnapshotRow))}
        readings = select(ReadingRow).where(ReadingRow.release_id == release_id).order_by(ReadingRow.capture_id)
        told = [(r.capture_id, r.verdict, r.layout, number.get(r.snapshot_id)) for r in db.execute(readings)]
    return versions(archive, release_id), told, row_of(archive, release_id)


def settle(archive: Archive, release_id: int, given_readings: dict[int, Reading] | None = None) -> bool:
    """Settle a release from its captures, read as they were unless another reading is given."""
    sightings = []
    with archive.engine.connect() as db:
        held = {row.id: load_release(db, row) for row in db.execute(select(SnapshotRow)).all()}
        rows = db.execute(select(ReadingRow).where(ReadingRow.release_id == release_id)).all()
    by_capture = {row.capture_id: row for row in rows}
    for page, _ in pages_of_release(archive, release_id):
        row = by_capture[page.capture_id]
        text = held.get(row.snapshot_id) if row.verdict == "read" else None
        now = (given_readings or {}).get(page.capture_id) or Reading(row.verdict, text, row.message, row.layout)
        sightings.append((replace(page, release_id=release_id), now))
    return settle_all(archive, {release_id: sightings}) == [release_id]


def test_going_back_to_an_earlier_text_is_a_third_version(archive, crawl, one):
    outcomes = [show(archive, crawl, one, hour, text) for hour, text in enumerate("ABA")]
    assert [(o.new, o.changed) for o in outcomes] == [(1, 0), (0, 1), (0, 1)]
    assert versions(archive, one) == [("A", 0, 0, 1), ("B", 1, 1, 1), ("A", 2, 2, 1)]


def test_the_same_content_in_another_dress_extends_the_version(archive, crawl, one):
    show(archive, crawl, one, 0, "A")
    dressed = Reading("read", release("A", tags=("new design",)), layout="first")
    assert show(archive, crawl, one, 5, dressed).changed == 0
    assert versions(archive, one) == [("A", 0, 5, 2)]


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


def test_a_whole_release_comes_back_as_it_was(archive, crawl, one):
    whole = Release(
        "Title — 題名",
        at(2),
        (Block("heading", "One"), Block("point", "Ο υπουργός", "(1)", 1), Block("row", "a | b")),
        (Image("https://water.example/a.jpg", "Caption", "Alt"), Image("https://water.example/b.jpg")),
        (Link("attachment", "https://water.example/a.pdf", "PDF"), Link("translation", "https://water.example/fr")),
        language="el",
        author="The Minister",
        type="Statement",
        tags=("water", "水"),
    )
    show(archive, crawl, one, 0, Reading("read", whole))
    with archive.engine.connect() as db:
        row = history.snapshot_row(db, one)
        assert row is not None
        assert load_release(db, row) == whole


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
    assert settle(archive, one, {held[0][0].capture_id: reading("A")})
    assert versions(archive, one) == [("A", 1, 1, 1), ("B", 2, 3, 2)]
    row = row_of(archive, one)
    assert (row.held_at, row.changed_at, row.visited_at) == (at(1), at(2), at(3))
    assert row.due_at > at(3)


def test_another_layout_never_makes_an_edit_by_itself(archive, crawl, one):
    show(archive, crawl, one, 0, reading("A", layout="first"))
    outcome = show(archive, crawl, one, 1, reading("A, read better", layout="second"))
    assert outcome.unsettled == {one}
    captures = [page.capture_id for page, _ in pages_of_release(archive, one)]
    assert settle(archive, one, {number: reading("A, read better", layout="second") for number in captures})
    assert versions(archive, one) == [("A, read better", 0, 1, 2)]


def test_an_edit_found_once_both_layouts_read_alike_is_an_edit(archive, crawl, one):
    show(archive, crawl, one, 0, reading("A", layout="first"))
    show(archive, crawl, one, 1, reading("A", layout="second"))
    assert show(archive, crawl, one, 2, reading("B", layout="second")).changed == 1


def test_versions_that_became_equal_merge(archive, crawl, one):
    for hour, text in enumerate(["A", "A with furniture", "A", "B"]):
        show(archive, crawl, one, hour, text)
    second = pages_of_release(archive, one)[1][0].capture_id
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
    assert settle(archive, one, {page[0].capture_id: UNREADABLE})
    assert (versions(archive, one), state(archive, one)) == ([], "unreadable")
    assert row_of(archive, one).held_at is None


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([FAILED], "pending"),
        ([BLOCKED], "pending"),
        ([UNREADABLE], "unreadable"),
        ([UNREADABLE, FAILED], "unreadable"),
        ([NOT_FOUND], "absent"),
        ([GONE], "absent"),
        ([NOT_FOUND, "A"], "held"),
        (["A", NOT_FOUND], "held"),
        (["A", GONE], "gone"),
        (["A", GONE, FAILED], "gone"),
        (["A", GONE, "A"], "held"),
        (["A", GONE, UNCHANGED], "held"),
        (["A", NOT_FOUND, FAILED, NOT_FOUND], "gone"),
        (["A", NOT_FOUND, "A", NOT_FOUND], "held"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_what_captures_make_of_a_release(archive, crawl, one, shown, expected, together):
    readings = [reading(s) if isinstance(s, str) else s for s in shown]
    kept = commit(archive, crawl, [visit(one, 12 * n) for n in range(len(shown))])
    for pairs in [read_as(kept, readings)] if together else [[pair] for pair in read_as(kept, readings)]:
        keep_readings(archive, crawl, pairs)
    assert state(archive, one) == expected
    settle(archive, one)
    assert state(archive, one) == expected


def test_two_absences_less_than_a_day_apart_are_no_disappearance(archive, crawl, one):
    for hour, shown in [(0, "A"), (1, NOT_FOUND), (20, NOT_FOUND)]:
        show(archive, crawl, one, hour, shown)
    assert state(archive, one) == "held"
    show(archive, crawl, one, 25, NOT_FOUND)
    assert state(archive, one) == "gone"


def test_times_are_those_of_the_captures_however_they_are_batched(archive, crawl):
    ids = announce(archive, crawl, "one", "two")
    shown = [(0, "A"), (1, "A"), (5, "B"), (6, "B")]
    for hour, text in shown:
        show(archive, crawl, ids["one"], hour, text)
    kept = commit(archive, crawl, [visit(ids["two"], hour, text) for hour, text in shown])
    keep_readings(archive, crawl, read_as(kept, [reading(text) for _, text in shown]))
    one, two = (row_of(archive, release_id) for release_id in ids.values())
    assert (one.held_at, one.changed_at, one.visited_at, one.due_at) == (at(0), at(5), at(6), two.due_at)
    assert (two.held_at, two.changed_at, two.visited_at) == (at(0), at(5), at(6))


numbers = count(1)
texts = st.sampled_from(["A", "B", "C"]).map(reading)
shows = st.one_of(texts, st.sampled_from([UNCHANGED, NOT_FOUND, GONE, UNREADABLE, FAILED]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 4)
@given(st.lists(shows, min_size=1, max_size=9), st.randoms(use_true_random=False), st.booleans())
def test_versions_do_not_depend_on_the_order_or_the_batches_in_which_captures_come(archive, shown, chance, ordered):
    crawl = crawl_of(archive)
    batched, at_once = announce(archive, crawl, *(f"{next(numbers)}" for _ in range(2))).values()
    arrivals = list(enumerate(shown))
    if not ordered:
        chance.shuffle(arrivals)
    given_readings: dict[int, Reading] = {}
    while arrivals:
        size = chance.randint(1, len(arrivals))
        batch, arrivals = sorted(arrivals[:size], key=lambda pair: pair[0]), arrivals[size:]
        keep_and_settle(archive, crawl, batched, batch, given_readings)
    kept = commit(archive, crawl, [visit(at_once, hour) for hour in range(len(shown))])
    settle_all(archive, {at_once: [Sighting(k.capture_id, k.at, at_once, r) for k, r in read_as(kept, shown)]})
    assert versions(archive, batched) == versions(archive, at_once) == expected(shown)
    for name in ("state", "held_at", "changed_at", "visited_at", "due_at"):
        assert getattr(row_of(archive, batched), name) == getattr(row_of(archive, at_once), name), name
    before = everything(archive, batched)
    assert not settle(archive, batched)
    assert everything(archive, batched) == before


def keep_and_settle(archive, crawl, release_id, batch, given_readings) -> None:
    kept: list[Kept] = commit(archive, crawl, [visit(release_id, hour) for hour, _ in batch])
    pairs = read_as(kept, [r for _, r in batch])
    given_readings |= {k.capture_id: r for k, r in pairs}
    for unsettled in keep_readings(archive, crawl, pairs).unsettled:
        settle(archive, unsettled, given_readings)


def expected(shown: list[Reading]) -> list[tuple]:
    """The versions, worked out from the definition."""
    seen: list[tuple[str, int]] = []
    for hour, s in enumerate(shown):
        if s.release is not None:
            seen.append((s.release.blocks[0].text, hour))
        elif s.verdict == "unchanged" and seen:
            seen.append((seen[-1][0], hour))
    runs = [(text, [hour for _, hour in run]) for text, run in groupby(seen, key=lambda pair: pair[0])]
    return [(text, run[0], run[-1], len(run)) for text, run in runs]


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
