"""What many releases had at once is no edit, until a person says that it was one."""

from collections.abc import Callable, Mapping

import pytest

from storage.archive import Archive
from storage.errors import NothingNamedError
from storage.read.changes import changes
from storage.read.sources import source_states
from storage.records import Crawl, Finding, Reading, Release
from storage.review import decisions, recognition
from tests.storage.builders import (
    address,
    announce,
    at,
    close_crawl,
    commit,
    keep_readings,
    pages_of_release,
    read_as,
    reading,
    release,
    settle_all,
    visit,
)

WIDGET = "Share this page with your friends"
TEXTS = {key: f"The two sides met in {key.upper()}ton and spoke of rivers." for key in "abcdefghijkl"}


@pytest.fixture
def ids(archive: Archive, crawl: Crawl) -> dict[str, int]:
    return announce(archive, crawl, *TEXTS)


Seen = Callable[[float, Mapping[str, Release]], None]


@pytest.fixture
def seen(archive: Archive, crawl: Crawl, ids: dict[str, int]) -> Seen:
    """Releases, visited one after another and read."""

    def visits(hours: float, texts: Mapping[str, Release]) -> None:
        told = [
            (visit(ids[key], hours + n / 100, repr(text), address(key)), text)
            for n, (key, text) in enumerate(texts.items())
        ]
        kept = commit(archive, crawl, [one for one, _ in told])
        keep_readings(archive, crawl, read_as(kept, [Reading("read", text, layout="first") for _, text in told]))

    return visits


def examined(archive: Archive, crawl: Crawl) -> list[Finding]:
    found: list[Finding] = []
    while some := archive.write(recognition.examine, crawl.source_id):
        found += some.found
    return found


def told(archive: Archive, **wanted) -> list[str]:
    """The keys of the releases of which an edit is told."""
    with archive.reading() as db:
        return sorted(change.url[-1] for change in changes(db, **wanted) if change.edits)


def plain(keys: str) -> dict[str, Release]:
    return {key: release(TEXTS[key]) for key in keys}


def dressed(keys: str, text: str = WIDGET) -> dict[str, Release]:
    return {key: release(TEXTS[key], text) for key in keys}


def test_a_block_that_appears_in_most_releases_at_once_is_left_out_and_said_once(archive, crawl, seen):
    seen(1, plain("abcdefgh"))
    seen(2, dressed("abcdefg") | {"h": release("The two sides did not meet.")})
    (found,) = examined(archive, crawl)
    assert (found.kind, found.count) == ("at_once", 7)
    assert WIDGET in found.message
    assert "7 releases" in found.message
    assert told(archive) == ["h"]
    assert told(archive, all_edits=True) == [*"abcdefgh"]
    assert examined(archive, crawl) == []


def test_a_source_needs_a_person_until_one_has_decided(archive, crawl, seen):
    seen(1, plain("abcdefghijkl"))
    seen(2, dressed("abcdefghijkl"))
    close_crawl(archive, crawl, "incomplete", examined(archive, crawl), at(3))
    state = archive.read(source_states)["xx_water"]
    assert ([one.kind for one in state.findings], state.verdict) == (["at_once"], "incomplete")
    archive.write(decisions.decide, 1, "dress")
    state = archive.read(source_states)["xx_water"]
    assert (state.findings, state.verdict) == ((), "complete")


def test_the_example_weighs_words_in_the_language_of_the_source(archive, crawl, seen):
    seen(1, {key: release(f"{TEXTS[key]} It was great, and sin is told.") for key in "abcdef"})
    seen(2, {key: release(f"{TEXTS[key]} It was fine, and sun is told.") for key in "abcdef"})
    (found,) = examined(archive, crawl)
    assert found.example == "“great” became “fine” in paragraph 1, and more"


def test_an_edit_beside_it_is_told_without_it(archive, crawl, seen):
    seen(1, plain("abcdefgh"))
    edited = {"a": release(TEXTS["a"].replace("rivers", "lakes"), WIDGET, title="Another title")}
    seen(2, dressed("bcdefgh") | edited)
    examined(archive, crawl)
    with archive.reading() as db:
        (change,) = (change for change in changes(db) if change.edits)
    assert {edit.field for edit in change.edits} == {"title", "block"}
    assert [edit.after for edit in change.at_once] == [WIDGET]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lambda key: release(TEXTS[key], WIDGET), lambda key: release(TEXTS[key])),
        (lambda key: release(TEXTS[key] + " Share this."), lambda key: release(TEXTS[key])),
        (
            lambda key: release(TEXTS[key], author="Press"),
            lambda key: release(TEXTS[key], author="Office of the Press"),
        ),
        (
            lambda key: release(TEXTS[key], title=f"On {key}ton"),
            lambda key: release(TEXTS[key], title=f"On {key}ton | MFA"),
        ),
        (lambda key: release(TEXTS[key]), lambda key: release(TEXTS[key].replace("spoke", "talked"))),
    ],
    ids=["removed", "within a block", "by-line", "title", "the same words replaced"],
)
def test_whatever_is_done_to_most_releases_at_once_is_recognized(archive, crawl, seen, before, after):
    seen(1, {key: before(key) for key in "abcdef"})
    seen(2, {key: after(key) for key in "abcdef"})
    assert [found.count for found in examined(archive, crawl)] == [6]
    assert told(archive) == []


@pytest.mark.parametrize(
    ("visits", "reason"),
    [
        ([(1, "abcdefghijkl", ""), (2, "abc", WIDGET), (3, "defghijkl", "")], "three of twelve"),
        ([(1, "abcde", ""), (2, "abcde", WIDGET)], "too few"),
        ([(1, "abcdefghijkl", ""), (2, "abcde", WIDGET), (3, "fghijkl", "")], "less than half"),
        (
            [(n, key, text) for key in "abcdefgh" for n, text in ((ord(key), ""), (ord(key) + 0.5, WIDGET))],
            "one by one",
        ),
    ],
)
def test_what_few_releases_had_or_one_after_another_is_an_edit(archive, crawl, seen, visits, reason):
    for hours, keys, text in visits:
        seen(hours, dressed(keys, text) if text else plain(keys))
    assert examined(archive, crawl) == [], reason
    assert len(told(archive)) == sum(len(keys) for _, keys, text in visits if text)


def test_pages_that_are_visited_later_belong_to_it(archive, crawl, seen):
    seen(1, plain("abcdefgh"))
    seen(2, dressed("abcdef"))
    examined(archive, crawl)
    seen(500, dressed("gh"))
    assert examined(archive, crawl) == []
    assert told(archive) == []
    (held,) = archive.read(decisions.listed)
    assert (held.releases, held.moment) == (8, at(2))


def test_a_decision_is_kept_whatever_is_read_again_and_counts_at_once(archive, crawl, seen):
    seen(1, plain("abcdefgh"))
    seen(2, dressed("abcdefgh"))
    examined(archive, crawl)
    (held,) = archive.read(decisions.listed)
    archive.write(decisions.decide, held.id, "edit")
    assert told(archive) == [*"abcdefgh"]
    assert archive.read(lambda db: decisions.listed(db, undecided=True)) == []
    for _ in range(2):
        archive.write(recognition.forget, crawl.source_id)
        while archive.write(recognition.note_signs, crawl.source_id):
            pass
        assert archive.write(recognition.examine_all, crawl.source_id).found == []
    assert told(archive) == [*"abcdefgh"]
    archive.write(decisions.decide, held.id, None)
    assert told(archive) == []
    with pytest.raises(NothingNamedError):
        archive.write(decisions.decide, 99, "edit")


def test_what_no_edit_shows_any_more_is_forgotten(archive, crawl, ids, seen):
    seen(1, plain("abcdefgh"))
    seen(2, dressed("abcdefgh"))
    examined(archive, crawl)
    assert len(archive.read(decisions.listed)) == 1
    alike = {  # a better layout leaves the widget out
        number: [(page, reading("The same")) for page, _ in pages_of_release(archive, number)]
        for number in ids.values()
    }
    settle_all(archive, {number: read for number, read in alike.items() if read})
    archive.write(recognition.forget, crawl.source_id)
    while archive.write(recognition.note_signs, crawl.source_id):
        pass
    archive.write(recognition.examine_all, crawl.source_id)
    assert archive.read(decisions.listed) == []
