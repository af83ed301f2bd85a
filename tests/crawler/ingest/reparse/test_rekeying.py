"""A source that comes to identify its releases otherwise keeps what it holds: `reparse` gives them their new keys."""

from dataclasses import replace

import pytest
from crawl_runner import release_page, water
from sqlalchemy import select, update

from crawler.ingest.reparse.run import reparse
from crawler.sources.source import Source
from storage.archive import Archive
from storage.models import AddressRow, ReleaseRow
from storage.proof.checks.derived import check_digests
from storage.proof.checks.fault import Extent
from storage.read import frontier
from storage.read.history import captures, find_release, versions
from storage.read.sources import source_states
from tests.storage.builders import (
    FACTS,
    START,
    at,
    capture,
    commit,
    keep_readings,
    line,
    listing,
    open_crawl,
    reading,
    visited,
)

BY_ADDRESS = water("xx_water", ["https://water.example/press"])
BY_NUMBER = replace(BY_ADDRESS, identity=r"/press/(\d+)")


def url(number: int, slug: str = "talks") -> str:
    return f"https://water.example/press/{number}-{slug}"


def hold(archive: Archive, source: Source, *shown: tuple[str, float, str | None]) -> None:
    """Announce releases at these addresses and hours, as the source identifies them, and hold those with a text."""
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    for address, hour, text in shown:
        key = source.key_of(address)
        commit(archive, crawl, [listing([line(key, url=address)], hour)])
        if text is not None:
            (release_id,) = (
                n for n, known, _ in archive.read(frontier.keys_of_releases, FACTS.name, 0, 99) if known == key
            )
            page = visited(capture(address, hour + 0.5, release_page("Title", text)), release_id)
            keep_readings(archive, crawl, [(commit(archive, crawl, [page])[0], reading(text))])


def keys(archive: Archive) -> list[str]:
    return [key for _, key, _ in archive.read(frontier.keys_of_releases, FACTS.name, 0, 99)]


def test_what_is_held_gets_the_key_that_is_found_today(archive: Archive) -> None:
    hold(archive, BY_ADDRESS, *((url(n), n, "water") for n in (1, 2, 3)))
    assert reparse(archive, BY_NUMBER, workers=0, dry_run=True).rekeyed == 3
    assert keys(archive) == [url(1), url(2), url(3)]
    assert reparse(archive, BY_NUMBER, workers=0, dry_run=False).rekeyed == 3
    assert keys(archive) == ["1", "2", "3"]
    again = reparse(archive, BY_NUMBER, workers=0, dry_run=False)
    assert (again.rekeyed, again.releases, again.changed) == (0, 0, 0)


def test_a_release_that_was_announced_anew_under_its_new_key_is_the_one_that_is_held(archive: Archive) -> None:
    hold(archive, BY_ADDRESS, (url(1), 1, "water"))
    hold(archive, BY_NUMBER, (url(1), 30, None))
    assert keys(archive) == [url(1), "1"]
    reparse(archive, BY_NUMBER, workers=0, dry_run=False)
    assert keys(archive) == ["1"]
    with archive.reading() as db:
        found = find_release(db, url(1))
        assert (found.state, [v.captures for v in versions(db, found.id)]) == ("held", [1])
        assert source_states(db)[FACTS.name].releases == 1


def test_two_that_were_taken_for_different_releases_become_versions_of_one(archive: Archive) -> None:
    hold(archive, BY_ADDRESS, (url(1, "talks"), 1, "The sides met."), (url(1, "talks-corrected"), 9, "They did not."))
    assert len(keys(archive)) == 2
    reparse(archive, BY_NUMBER, workers=0, dry_run=False)
    with archive.reading() as db:
        (found,) = {find_release(db, url(1, slug)) for slug in ("talks", "talks-corrected")}
        assert [(v.first_seen, v.captures) for v in versions(db, found.id)] == [(at(1.5), 1), (at(9.5), 1)]
        assert len(captures(db, found.id)) == 2
        state = source_states(db)[FACTS.name]
        assert (state.releases, state.snapshots) == (1, 2)


@pytest.mark.parametrize("announced_again", [False, True])
@pytest.mark.parametrize("source", [BY_ADDRESS, BY_NUMBER])
def test_what_another_digest_hides_is_found_again(archive: Archive, source: Source, announced_again: bool) -> None:
    hold(archive, source, (url(1), 1, "water"), (url(2), 2, "water"))
    lost = b"sixteen bytes of"
    with archive.writing() as db:
        db.execute(update(ReleaseRow).where(ReleaseRow.url == url(1)).values(key_digest=lost))
        if not announced_again:
            db.execute(update(AddressRow).where(AddressRow.url == url(1)).values(url_digest=lost))
    if announced_again:
        hold(archive, source, (url(1), 30, None))
        assert len(keys(archive)) == 3
    reparse(archive, source, workers=0, dry_run=False)
    assert keys(archive) == sorted(map(source.key_of, (url(1), url(2))))
    with archive.reading() as db:
        found = find_release(db, url(1))
        assert (found.state, [v.captures for v in versions(db, found.id)]) == ("held", [1])
        assert [*check_digests(db, Extent())] == []


def test_two_of_which_each_has_the_others_digest_stay_two(archive: Archive) -> None:
    hold(archive, BY_ADDRESS, (url(1), 1, "water"), (url(2), 2, "fish"))
    with archive.writing() as db:
        for table, name, by in ((ReleaseRow, "key_digest", ReleaseRow.url), (AddressRow, "url_digest", AddressRow.url)):
            digests = [db.execute(select(getattr(table, name)).where(by == url(n))).scalar_one() for n in (1, 2)]
            for number, digest in ((1, b"sixteen bytes of"), (2, digests[0]), (1, digests[1])):
                db.execute(update(table).where(by == url(number)).values({name: digest}))
        assert len([*check_digests(db, Extent())]) == 4
    reparse(archive, BY_ADDRESS, workers=0, dry_run=False)
    assert keys(archive) == [url(1), url(2)]
    with archive.reading() as db:
        assert [*check_digests(db, Extent())] == []
        found = [find_release(db, url(n)) for n in (1, 2)]
        assert [(one.state, len(versions(db, one.id))) for one in found] == [("held", 1), ("held", 1)]


@pytest.mark.parametrize("key", ["of another address", url(7)])
def test_a_key_that_one_of_its_addresses_gives_stays(archive: Archive, key: str) -> None:
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    commit(archive, crawl, [listing([line(key, url=url(8, "moved"))], 1)])
    commit(archive, crawl, [listing([line(key, url=url(7))], 2)])
    reparse(archive, BY_ADDRESS, workers=0, dry_run=False)
    assert keys(archive) == [url(7)]
