"""Revision 0002, on an archive that the program before it wrote: up, down, and up again."""

from collections.abc import Iterator
from hashlib import sha1, sha256
from pathlib import Path

import pytest
from alembic import command
from databases import database
from sqlalchemy import Engine, make_url, text

from storage.archive import Archive
from storage.database import writing
from storage.models import AddressRow, CaptureRow, CrawlRow, PayloadRow, ReleaseRow, text_digest
from storage.read import answers, history, stored_captures, unread
from storage.read.changes import changes
from storage.read.sources import source_states
from storage.records import HttpRequest, Reading
from storage.revisions import alembic_config, migrating, upgrade
from tests.migrations.archive_0001 import KNOWN, contents, load
from tests.storage.builders import (
    FACTS,
    address,
    at,
    capture,
    commit,
    keep_readings,
    open_crawl,
    read_as,
    reading,
    rows,
    unread_pages,
    visited,
)
from tests.storage.derived import absences, counted, recounted, state


@pytest.fixture
def before(empty_url: str) -> Engine:
    """An archive of the version before, as that version left it."""
    return load(empty_url)


@pytest.fixture(scope="module")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, brought up to date: what each `archive` is a copy of."""
    path = tmp_path_factory.mktemp("template") / "archive.db"
    bring_up(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def postgresql_template(server: str) -> Iterator[str]:
    """The same on PostgreSQL."""
    with database(server) as url:
        bring_up(url)
        yield make_url(url).database or ""


def bring_up(url: str) -> None:
    engine = load(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture
def ids(archive: Archive) -> dict[str, int]:
    """Its releases by key."""
    return {row.key: row.id for row in rows(archive, ReleaseRow)}


def test_the_tables_are_those_of_the_models(archive):
    with archive.writing() as db:
        command.check(alembic_config(db))


def test_releases_versions_and_captures_are_what_they_were(archive, ids):
    found = {}
    with archive.reading() as db:
        for row in rows(archive, ReleaseRow):
            found[row.key] = {
                "state": row.state,
                "versions": [
                    [v.number, v.first_seen.isoformat(), v.last_seen.isoformat(), v.captures, v.content, v.payload]
                    for v in history.versions(db, row.id)
                ],
                "captures": [
                    [c.at.isoformat(), c.url, c.status, c.verdict, c.message, c.version, c.payload]
                    for c in history.captures(db, row.id)
                ],
            }
    assert found == KNOWN["releases"]
    states = archive.read(source_states)
    assert {name: [s.releases, s.snapshots, s.verdict] for name, s in states.items()} == KNOWN["sources"]
    assert counted(archive) == recounted(archive)


def as_it_was_told(change: dict) -> dict:
    """A change without the keys that have been added since."""
    names, of_edits = KNOWN["changes"][0].keys(), KNOWN["changes"][0]["edits"][0].keys()
    edits = [{name: value for name, value in edit.items() if name in of_edits} for edit in change["edits"]]
    return {name: value for name, value in change.items() if name in names} | {"edits": edits}


def test_changes_are_what_they_were_and_those_that_were_not_told_are(archive, ids):
    told = [as_it_was_told(answers.change(change)) for change in archive.read(lambda db: list(changes(db)))]
    times = [change["seen"][1] for change in told]
    assert times == sorted(times, reverse=True)
    new = [change for change in told if change not in KNOWN["changes"]]
    assert len(told) == len(new) + len(KNOWN["changes"])
    # An absence that ended, and a move whose address had redirected to the same place before.
    assert sorted((c["release"], c["edits"][0]["kind"], *c["seen"]) for c in new) == [
        (release, kind, without.isoformat(), having.isoformat())
        for release, kind, without, having in (
            (ids["two"], "gone", at(0.11), at(24.1)),
            (ids["two"], "returned", at(192), at(200)),
            (ids["p1"], "moved", at(0.5), at(24.1)),
        )
    ]


def test_absences_are_made_of_the_captures(archive, ids):
    page = {
        "two": [(0.11, 24.1, 192, 200, True)],
        "three": [(0.12, 24.1, 192, None, True)],
        "four": [(0.13, 24.1, 24.1, None, True)],
        "five": [(0.14, 24.1, 24.1, 25, False)],
    }
    listing = {"three": [(24, 48, 48, None, True)], "seven": [(24, 48, 48, None, True)]}
    for key, release_id in ids.items():
        assert absences(archive, release_id) == page.get(key, []), key
        assert absences(archive, release_id, "listing") == listing.get(key, []), key


def test_each_payload_has_its_digests(archive):
    payloads = rows(archive, PayloadRow)
    assert {row.dictionary_id is None for row in payloads} == {row.base_id is None for row in payloads} == {True, False}
    for row in payloads:
        body = archive.read(archive.payloads.get, row.id)
        assert (row.sha1, row.sha256) == (sha1(body, usedforsecurity=False).digest(), sha256(body).digest())


def test_keys_and_addresses_have_their_digests_and_addresses_know_where_they_moved(archive):
    assert all(row.key_digest == text_digest(row.key) for row in rows(archive, ReleaseRow))
    addresses = rows(archive, AddressRow)
    assert all(row.url_digest == text_digest(row.url) for row in addresses)
    moved = {row.url: (row.moved_to, row.moved_at) for row in addresses if row.moved_to or row.moved_at}
    assert moved == {address(key): (address(f"{key}/moved"), at(24.1)) for key in ("six", "p1")}


def test_heads_give_the_fields_that_were_kept(archive, ids):
    with archive.reading() as db:
        ((first, _), (second, _), *_) = stored_captures.of_release(db, archive.payloads, ids["two"])
        lost = stored_captures.of_release(db, archive.payloads, ids["eight"])[-1][0]
    assert dict(first.fields) == {
        "content-type": "text/html; charset=utf-8",
        "server": "water",
        "etag": '"two-0.11"',
        "set-cookie": "a=1, b=2",
    }
    assert second.headers["etag"] == '"two-24.1"'
    assert (lost.fields, lost.reason) == ((), "timed out")


def test_what_crawls_noted_are_findings_and_what_they_left_unread_is_found(archive, ids):
    notes = [(row.findings, row.unread_from) for row in rows(archive, CrawlRow)]
    note = '[{{"kind": "note", "count": 1, "example": "{}"}}]'.format
    assert notes == [
        ("[]", None),
        (note("3 releases are missing, first nine"), None),
        ("[]", None),
        (note("it was not gone on with"), 0),
        ("[]", 0),
        ("[]", None),
    ]
    crawl = open_crawl(archive, FACTS, "update", "{}", at(201))
    assert crawl.resumed
    assert [page.release_id for page in unread_pages(archive, crawl, 10)] == [ids["thirteen"], ids["fourteen"]]
    assert archive.read(unread.unsettled, crawl.source_id) == [ids["five"]]


def test_crawls_continue_in_it(archive, ids):
    crawl = open_crawl(archive, FACTS, "update", "{}", at(201))
    seen = [(capture(address(key), 201, b"They met."), ids[key]) for key in ("three", "nine")]
    kept = commit(archive, crawl, [visited(*one) for one in seen])
    keep_readings(archive, crawl, read_as(kept, [Reading("unchanged"), reading("They met.")]))
    assert state(archive, ids["three"]) == "held"
    assert absences(archive, ids["three"]) == [(0.12, 24.1, 192, 201, True)]
    assert counted(archive) == recounted(archive)
    assert archive.read(source_states)["xx_water"].releases == KNOWN["sources"]["xx_water"][0] + 1


def downgrade(engine: Engine) -> None:
    with migrating(engine) as db:
        command.downgrade(alembic_config(db), "0001")


def test_down_gives_what_there_was_and_up_again_the_same(before):
    old = contents(before)
    upgrade(before)
    new = contents(before)
    downgrade(before)
    assert contents(before) == old
    upgrade(before)
    assert contents(before) == new
    with writing(before) as db:
        command.check(alembic_config(db))
    before.dispose()


def test_down_takes_what_only_the_newer_archive_holds(archive, ids):
    crawl = open_crawl(archive, FACTS, "update", "{}", at(201))
    asked = HttpRequest("GET", (("Accept", "*/*"),))
    fields = {"status_line": "HTTP/1.1 200 OK", "request": asked}
    answers = [capture(address("nine"), 201, body, **fields) for body in (b"A", b"B")]
    silence = capture(address("nine"), 202, None, status=None, headers={}, reason="timed out", request=asked)
    many = capture(address("nine"), 203, b"C", headers={}, **fields)
    object.__setattr__(many, "fields", (("Set-Cookie", "a=1"), ("X-Once", "x"), ("set-cookie", "b=2")))
    commit(archive, crawl, [visited(one, ids["nine"]) for one in (*answers, silence, many)])
    downgrade(archive.engine)
    with archive.engine.connect() as db:
        query = text("SELECT at FROM capture JOIN address ON address.id = address_id WHERE url = :url ORDER BY at")
        times = list(db.execute(query.columns(at=CaptureRow.at.type), {"url": address("nine")}).scalars())
    assert [round((time - at(201)).total_seconds() * 1e6) for time in times] == [0, 1, 3600e6, 7200e6]
    upgrade(archive.engine)
    with archive.reading() as db:
        held = [page for page, _ in stored_captures.of_release(db, archive.payloads, ids["nine"])]
    assert [page.body for page in held] == [b"A", b"B", None, b"C"]
    assert [page.headers for page in held[:2]] == [answers[0].headers] * 2
    assert held[3].fields == (("set-cookie", "a=1, b=2"), ("x-once", "x"))


def test_damage_stops_no_upgrade(before):
    with writing(before) as db:
        base = db.execute(text("SELECT max(base_id) FROM payload")).scalar_one()
        resting = db.execute(text("SELECT id FROM payload WHERE base_id = :base"), {"base": base}).scalars().all()
        data = bytearray(db.execute(text("SELECT data FROM payload WHERE id = :id"), {"id": base}).scalar_one())
        data[-5] ^= 0x10
        db.execute(text("UPDATE payload SET data = :data WHERE id = :id"), {"data": bytes(data), "id": base})
    upgrade(before)
    archive = Archive(before)
    assert [row.id for row in rows(archive, PayloadRow) if row.sha1 == b""] == sorted([base, *resting])
    archive.close()
