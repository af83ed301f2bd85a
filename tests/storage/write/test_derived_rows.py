"""What is derived does not depend on the way it came about: properties, over histories of any kind."""

from itertools import count, groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.records import Crawl, Reading
from tests.storage.builders import (
    FACTS,
    FAILED,
    GONE,
    NOT_FOUND,
    OTHER,
    UNCHANGED,
    UNREADABLE,
    announce,
    commit,
    crawl_of,
    keep_readings,
    pages_of_release,
    read_as,
    reading,
    settle_all,
    visit,
)
from tests.storage.derived import absences, counted, everything, recounted, row_of, settle, versions

HALF_A_DAY = 12

numbers = count(1)
texts = st.sampled_from(["A", "B", "C"]).map(reading)
silent = st.sampled_from([UNCHANGED, NOT_FOUND, GONE, UNREADABLE, FAILED])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 2)
@given(st.lists(st.one_of(texts, silent), min_size=1, max_size=9), st.randoms(use_true_random=False), st.booleans())
def test_what_is_derived_does_not_depend_on_the_order_or_the_batches_of_captures(archive, shown, chance, ordered):
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
    kept = commit(archive, crawl, [visit(at_once, HALF_A_DAY * n) for n in range(len(shown))])
    settle_all(archive, {at_once: read_as(kept, shown)})
    assert versions(archive, batched) == versions(archive, at_once) == expected_versions(shown)
    assert absences(archive, batched) == absences(archive, at_once) == expected_absences(shown)
    for name in ("state", "held_at", "changed_at", "visited_at", "due_at"):
        assert getattr(row_of(archive, batched), name) == getattr(row_of(archive, at_once), name), name
    before = everything(archive, batched)
    assert not settle(archive, batched)
    assert everything(archive, batched) == before


def keep_and_settle(
    archive: Archive,
    crawl: Crawl,
    release_id: int,
    batch: list[tuple[int, Reading]],
    given_readings: dict[int, Reading],
) -> None:
    kept = commit(archive, crawl, [visit(release_id, HALF_A_DAY * n) for n, _ in batch])
    pairs = read_as(kept, [r for _, r in batch])
    given_readings |= {k.id: r for k, r in pairs}
    for unsettled in keep_readings(archive, crawl, pairs).unsettled:
        settle(archive, unsettled, given_readings)


def expected_versions(shown: list[Reading]) -> list[tuple]:
    """The versions, worked out from the definition."""
    seen: list[tuple[str, int]] = []
    for n, s in enumerate(shown):
        if s.release is not None:
            seen.append((s.release.blocks[0].text, HALF_A_DAY * n))
        elif s.verdict == "unchanged" and seen:
            seen.append((seen[-1][0], HALF_A_DAY * n))
    runs = [(text, [hour for _, hour in run]) for text, run in groupby(seen, key=lambda pair: pair[0])]
    return [(text, run[0], run[-1], len(run)) for text, run in runs]


def expected_absences(shown: list[Reading]) -> list[tuple]:
    """The absences, worked out from the definition: what was missed between two visits that showed a text."""
    there = [n for n, s in enumerate(shown) if s.release is not None]
    if not there:
        return []
    there = [n for n, s in enumerate(shown) if s.release or (s.verdict == "unchanged" and n > there[0])]
    found = []
    for last, back in zip(there, [*there[1:], None], strict=True):
        missed = [n for n, s in enumerate(shown) if last < n < (back or len(shown)) and s in (NOT_FOUND, GONE)]
        if missed:
            confirmed = any(shown[n] == GONE for n in missed) or HALF_A_DAY * (missed[-1] - missed[0]) >= 24
            hours = [n if n is None else HALF_A_DAY * n for n in (last, missed[0], missed[-1], back)]
            found.append((*hours, confirmed))
    return found


layouts = st.sampled_from(["first", "second"])
visits = st.tuples(
    st.integers(0, 3), st.integers(0, 9), st.one_of(silent, st.builds(reading, st.sampled_from("AB"), layouts))
)
settlings = st.tuples(st.integers(0, 3), st.sampled_from(["as they were read", "all alike", "in vain"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 2)
@given(st.lists(st.one_of(st.lists(visits, min_size=1, max_size=4), settlings), max_size=9))
def test_the_counts_of_a_source_are_those_of_its_rows_after_any_history(archive, steps):
    crawls = [crawl_of(archive), crawl_of(archive, OTHER)]
    releases = [
        (crawl, number)
        for crawl in crawls
        for number in announce(archive, crawl, f"{next(numbers)}", f"{next(numbers)}").values()
    ]
    for step in steps:
        if isinstance(step, list):
            for crawl in crawls:
                of_crawl = [(releases[n][1], hour, shown) for n, hour, shown in step if releases[n][0] == crawl]
                show_fresh(archive, crawl, of_crawl)
        else:
            read_anew(archive, releases[step[0]][1], step[1])
        assert counted(archive) == recounted(archive)
    assert counted(archive).keys() == {FACTS.name, OTHER.name}


def show_fresh(archive: Archive, crawl: Crawl, shown: list[tuple[int, int, Reading]]) -> None:
    """Visits kept and read in one batch, but for those that are held; what is unsettled stays so."""
    seen = [visit(number, hour, repr(one)) for number, hour, one in shown]
    kept = read_as(commit(archive, crawl, seen), [one for *_, one in shown])
    keep_readings(archive, crawl, [pair for pair in kept if not pair[0].known])


def read_anew(archive: Archive, release_id: int, how: str) -> None:
    """A release settled from all its captures."""
    pages = [page.id for page, _ in pages_of_release(archive, release_id)]
    given = {"as they were read": {}, "all alike": dict.fromkeys(pages, reading("A"))}
    settle(archive, release_id, given.get(how, dict.fromkeys(pages, UNREADABLE)))
