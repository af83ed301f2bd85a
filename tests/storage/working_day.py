"""A working day: what crawls, imports, re-reading and every question ask of an archive."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from storage.archive import Archive
from storage.export.raw import named_capture
from storage.proof import log
from storage.proof.prove import prove
from storage.read import checkup, frontier, history, recorded, soundness, sources, stale, stored_captures, unread
from storage.read.absences import absences_of, once_missed
from storage.read.assets import frontier as asset_frontier
from storage.read.assets import stale as stale_assets
from storage.read.assets.files import edits_between
from storage.read.changes import changes
from storage.read.coverage import coverage, first_readings
from storage.read.events.calendar import calendar
from storage.read.events.moves import moves_of
from storage.read.events.pages import change_page
from storage.read.lists import missing
from storage.read.lists.cursor import Cursor
from storage.read.lists.releases import Listed, list_page
from storage.read.snapshots import load_release
from storage.read.views.release import release_view
from storage.read.views.source import source_view
from storage.read.views.timemap import addresses_of, around, timemap
from storage.read.views.timemap import count as captures_of
from storage.records import Link, Reading, Total
from storage.review import decisions, recognition
from storage.search import pages
from storage.search.facets import facets
from storage.search.find import Among, count, find, undated
from storage.search.in_documents import find_in_documents
from storage.search.newest import newest
from storage.search.pages import result_page
from storage.search.query import parse
from storage.write import crawls, settle
from storage.write.assets import links, readings
from storage.write.listings.settle import settle_listings
from tests.storage.builders import (
    LISTING,
    START,
    address,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    crawl_of,
    keep_readings,
    line,
    listing,
    open_crawl,
    read_as,
    reading,
    release,
    settle_all,
    show,
    visit,
)

MODES = ("update", "recheck", "address")
NOW = datetime(2025, 3, 1, tzinfo=UTC)
WATER = parse("water")


def a_working_day(archive: Archive) -> None:
    """What crawls, imports, re-reading and every question do."""
    crawl = crawl_of(archive)
    ids = announce(archive, crawl, *map(str, range(1, 9)))
    commit(archive, crawl, [listing([line(str(n)) for n in (1, 3, 4, 5, 6, 7, 8)], 2)])
    commit(archive, crawl, [listing([line(str(n)) for n in range(1, 9)], 3)])
    for hour in range(1, 4):
        for key, release_id in ids.items():
            show(archive, crawl, release_id, hour + int(key) / 10, f"water {key} {hour // 2}")
    for hour, status in ((10, 404), (60, 404), (70, 200)):
        kept = commit(archive, crawl, [visit(ids["1"], hour, None if status == 404 else "water", status=status)])
        read = reading("water") if status == 200 else Reading("not_found")
        keep_readings(archive, crawl, read_as(kept, [read]))
    commit(archive, crawl, [listing([line(str(n), url=address(f"{n}/new")) for n in range(1, 9)], 79)])
    for hours, dated, keys in (
        (79.1, 2, "13245678"),
        (79.2, 1, "12345678"),
        (79.3, 1, "1245678"),
        (79.4, 2, "13245678"),
    ):
        seen, stated = listing([line(key, url=address(f"{key}/new")) for key in keys], hours)
        assert stated is not None
        assert stated.listing is not None
        page = replace(stated.listing, listing=LISTING, total=Total(9, 9))
        commit(archive, crawl, [(seen, replace(stated, dated=at(dated), listing=page))])
    hop = commit(archive, crawl, [visit(ids["2"], 80, None, status=301)])
    keep_readings(archive, crawl, read_as(hop, [Reading("redirected", message="https://water.example/new/2")]))
    files(archive, crawl, ids)
    ask(archive, crawl, ids)
    close_crawl(archive, crawl, "complete", [], NOW)
    open_crawl(archive, sources_info(archive), "update", "{}", NOW)


def files(archive: Archive, crawl: Any, ids: dict[str, int]) -> None:
    """What a crawl does that asks for documents and pictures."""
    url, text = "https://water.example/annex.pdf", release("water")
    for hours, body in ((81, b"1"), (82, b"2")):
        archive.write(links.link, archive.payloads, crawl, ids["3"], [url], at(hours))
        kept = commit(archive, crawl, [(capture(url, hours, body, kind="asset"), None)])
        archive.write(readings.keep, read_as(kept, [Reading("asset", pages=("water",))]))
    archive.write(links.looked_at, ids["3"], NOW)
    linking = replace(text, links=(Link("attachment", url, "Annex"),))
    show(archive, crawl, ids["3"], 80.5, Reading("read", linking, layout="first"))
    questions: list[Callable[[Connection], object]] = [
        *(partial(asset_frontier.due, crawl=crawl, after=0, limit=5, now=NOW, mode=mode) for mode in MODES),
        lambda db: asset_frontier.visited(db, crawl, 0, 5),
        lambda db: asset_frontier.linked(db, ids["3"]),
        lambda db: asset_frontier.unread(db, archive.payloads, crawl.source_id, url),
        lambda db: asset_frontier.leads_to(db, crawl.source_id, url),
        lambda db: asset_frontier.counts(db, crawl),
        lambda db: asset_frontier.example(db, crawl, ("asset",)),
        lambda db: asset_frontier.outdated(db, archive.payloads, crawl.source_id, url, ("other",)),
        lambda db: stale_assets.addresses(db, "xx_water", 0, 5),
        lambda db: [stale_assets.asset(db, one, "other", ()) for one in stale_assets.addresses(db, "xx_water", 0, 5)],
        lambda db: links.settle(db, crawl.source_id, [ids["3"]], dry_run=True),
        lambda db: edits_between(db, ids["3"], (linking, linking), (at(81), None), "en"),
        lambda db: find_in_documents(db, parse("water")),
    ]
    for question in questions:
        archive.read(question)


def sources_info(archive: Archive) -> Any:
    (state,) = archive.read(sources.source_states).values()
    return state.facts


def ask(archive: Archive, crawl: Any, ids: dict[str, int]) -> None:
    """Every function of the read side, and those of the write side that a crawl does not come by."""
    payloads, source_id, one = archive.payloads, crawl.source_id, ids["1"]
    held = archive.read(stored_captures.of_release, payloads, one)
    archive.write(log.append, payloads)
    archive.write(log.append, payloads)
    questions: list[Callable[[Connection], object]] = [
        lambda db: stored_captures.of_crawl(db, payloads, crawl, LISTING),
        lambda db: stored_captures.last_whole(db, payloads, source_id, LISTING),
        lambda db: stored_captures.validators(db, payloads, source_id, address("1")),
        lambda db: stale.releases(db, [*ids.values()], "other"),
        lambda db: stale.listings(db, payloads, "xx_water", 0, 10),
        lambda db: frontier.releases_of(db, "xx_water", 0, 10),
        lambda db: soundness.unsound(db, [*ids.values()]),
        lambda db: frontier.pending(db, crawl, after=0, limit=5, now=NOW, since=NOW.date(), until=NOW.date()),
        lambda db: frontier.due(db, crawl, limit=5, now=NOW),
        lambda db: frontier.all_held(db, source_id, ["1", "2"]),
        lambda db: frontier.newest_listed(db, source_id, NOW.date()),
        lambda db: frontier.listed_after(db, crawl, NOW.date()),
        lambda db: missing.count(db, crawl.source_id),
        lambda db: [*missing.missing(db, *missing.within(NOW.date(), NOW.date(), NOW))],
        lambda db: [*coverage.coverage(db, source_id, "xx_water", "month", NOW, None, None)],
        lambda db: [*missing.not_held(db, source_id, "xx_water")],
        lambda db: first_readings.of_newest_crawls(db, crawl, 3),
        lambda db: first_readings.of_past(db, source_id, [1], 10, NOW.date()),
        lambda db: first_readings.released_by_day(db, source_id, START.date(), NOW.date()),
        lambda db: frontier.is_held(db, source_id, "1"),
        lambda db: once_missed(db, None, 5),
        lambda db: once_missed(db, "xx_water", 5),
        lambda db: find(db, parse("water OR fire"), Among(since=NOW.date())),
        lambda db: stale.listings(db, payloads, "xx_water", 0, 10, read=True),
        lambda db: stale.listings_unlike(db, "xx_water", "another"),
        lambda db: unread.late(db, crawl.id),
        lambda db: settle_listings(db, source_id, [], "another", dry_run=True),
        lambda db: moves_of(db, 1),
        lambda db: undated(db, parse("water OR fire"), Among(since=NOW.date())),
        lambda db: crawls.ahead(db, crawl),
        lambda db: crawls.open_since(db, "xx_water"),
        lambda db: crawls.counts_of(db, crawl.id),
        lambda db: unread.interrupted(db, crawl),
        lambda db: unread.pages(db, payloads, crawl.id, 0, 10),
        lambda db: unread.feeds(db, payloads, crawl.id),
        lambda db: unread.items_of(db, [1, 2]),
        lambda db: unread.unsettled(db, source_id),
        lambda db: recorded.known_keys(db, "xx_water", {address("1"): address("1")}),
        lambda db: recorded.visit_at(db, payloads, source_id, address("1"), at(1)),
        lambda db: recorded.payload_of(db, payloads, b"1" * 20, b"2" * 32),
        lambda db: recorded.imported(db, b"3" * 32, "", [1, 2]),
        sources.source_states,
        lambda db: sources.last_updates(db, NOW),
        lambda db: history.find_release(db, address("1")),
        lambda db: history.find_release(db, str(one)),
        lambda db: history.versions(db, one),
        lambda db: history.captures(db, one),
        lambda db: absences_of(db, one),
        lambda db: load_release(db, history.snapshot_row(db, one, 1)),
        lambda db: history.snapshot_row(db, one, as_of=NOW),
        lambda db: [*islice(changes(db, since=at(0), until=NOW), 10)],
        lambda db: [*islice(changes(db), 10)],
        lambda db: find(db, parse("water -fire wat*")),
        lambda db: count(db, parse("water OR fire")),
        lambda db: checkup.sampled(db, "xx_water", 2),
        lambda db: decisions.listed(db, "xx_water", undecided=True),
        lambda db: prove(db, payloads, named_capture(db, str(one), 1)),
        *pages_of_a_reader(archive, one),
    ]
    for question in questions:
        archive.read(question)
    read = [(capture, reading("water") if capture.body else made) for capture, made in held if made is not None]
    archive.read(settle.differences, one, read)
    archive.write(crawls.close_stale, "xx_water", NOW)
    settle_all(archive, {one: read})
    archive.write(settle.unmake, payloads, one)
    archive.write(recognition.examine, source_id)
    archive.write(recognition.forget, source_id)
    archive.write(recognition.note_signs, source_id)
    archive.write(recognition.examine_all, source_id)
    (edited,) = archive.read(decisions.listed)
    archive.write(decisions.decide, edited.id, "edit")


def pages_of_a_reader(archive: Archive, one: int) -> list[Callable[[Connection], object]]:
    """What the pages of a reader ask."""
    payloads, narrow = (
        archive.payloads,
        Among("xx_water", since=START.date(), type="Speech", pictures=True, edited=True),
    )
    places = archive.read(addresses_of, str(one))
    return [
        lambda db: result_page(db, parse("water"), narrow),
        lambda db: result_page(db, parse("water"), after="2025-01-07.3", limit=2),
        lambda db: pages._walked(db, WATER, newest(db, WATER), narrow, 5, Cursor(START.date(), 3), 2),
        lambda db: list_page(db, Listed("xx_water", pictures=False), limit=2),
        lambda db: list_page(db, Listed(), "2025-01-07.3"),
        lambda db: list_page(db, Listed(), "undated.3"),
        lambda db: facets(db, parse("water"), narrow),
        lambda db: change_page(db, words=parse("water"), after="2025-01-09T09:00:00Z.1", kinds=("edited", "moved")),
        lambda db: change_page(db, release=one),
        lambda db: calendar(db, 2025, "xx_water"),
        lambda db: addresses_of(db, address("1")),
        lambda db: [*timemap(db, payloads, places, at(0), NOW)],
        lambda db: around(db, payloads, places, at(1)),
        lambda db: captures_of(db, places),
        lambda db: release_view(db, str(one), 1),
        lambda db: source_view(db, "xx_water", NOW),
    ]
