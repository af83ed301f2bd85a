"""The JSON contracts, key by key, on the archive of `archives.py`."""

import pytest

from storage.archive import Archive
from storage.edits.compare import compare
from storage.read.changes import changes
from storage.records import Reading
from tests.communique.sample_archives import HOSTILE, MOVED, WATER, make, url
from tests.storage.builders import FACTS, at, commit, keep_readings, open_crawl, read_as, release_at, visit

FIRST, LAST, NEXT = "2025-01-07T10:00:00+00:00", "2025-01-07T11:00:00+00:00", "2025-01-08T09:00:00+00:00"


def test_sources_with_and_without_a_file(communique):
    lines = {line["name"]: line for line in communique("sources", "--json").lines}
    assert lines["xx_water"] == {
        "name": "xx_water",
        "ministry": "Ministry of Water",
        "country": "XX",
        "language": "en",
        "family": None,
        "listings": [],
        "checked_against": None,
        "releases": 7,
        "snapshots": 12,
        "last_crawl": "2025-01-07T09:00:00+00:00",
        "verdict": "complete",
        "detail": "no file",
        "missing": 0,
        "findings": [],
    }
    assert lines["jp_mofa_ja"]["detail"] is None
    assert lines["jp_mofa_ja"]["snapshots"] == 2
    assert lines["us_state"].keys() == lines["xx_water"].keys()
    assert lines["us_state"]["listings"][0]["kind"] == "Feed"
    assert lines["us_state"]["verdict"] == "unknown"


def test_search(communique):
    assert communique("search", "nobody", "--json").lines == [
        {
            "release": 1,
            "version": 2,
            "source": "xx_water",
            "url": url("edited"),
            "title": "Water for everyone",
            "published": "2025-01-07",
            "block": {
                "position": 2,
                "kind": "paragraph",
                "marker": None,
                "text": "A closing word — that nobody minds.",
            },
        }
    ]


def test_history(communique):
    first, second = communique("history", "2", "--json").lines
    assert first == {
        "version": 1,
        "title": "Of dots",
        "first_seen": FIRST,
        "last_seen": LAST,
        "captures": 2,
        "payload": first["payload"],
        "content": first["content"],
    }
    assert len(first["payload"]) == len(first["content"]) == 64
    assert second["version"] == 2
    assert second["content"] != first["content"]


def test_history_of_captures(communique):
    lines = communique("history", "2", "--captures", "--json").lines
    assert [(line["status"], line["verdict"], line["version"]) for line in lines] == [
        (200, "read", 1),
        (200, "read", 1),
        (200, "read", 2),
        (404, "not_found", None),
        (404, "not_found", None),
    ]
    assert lines[3] == {
        "capture": lines[4]["capture"] - 1,
        "at": "2025-01-08T15:00:00+00:00",
        "url": url("dressed"),
        "status": 404,
        "verdict": "not_found",
        "message": "404",
        "version": None,
        "payload": None,
    }


def test_changes_of_an_edit(communique):
    found = next(line for line in communique("changes", "--json").lines if line["release"] == 4)
    assert found == {
        "release": 4,
        "source": "xx_water",
        "url": url("cut"),
        "title": "Cut",
        "version": 2,
        "seen": [LAST, NEXT],
        "class": "typography",
        "flags": [],
        "edits": [
            {
                "field": "block",
                "kind": "split",
                "before": "One sentence stood here alone. Another came after it at once.",
                "after": "One sentence stood here alone.\nAnother came after it at once.",
                "class": "typography",
                "flags": [],
                "summary": "paragraph 1 was split into paragraphs 1 and 2: "
                "“One sentence stood here alone. Another came after it at …”",
                "positions": [[1], [1, 2]],
            }
        ],
    }


EVENTS = {
    "gone": (2, "Of dots", "dressed", 2, NEXT, at(30), "release", None, "substance"),
    "moved": (6, "Undated", "undated", 1, LAST, at(40), "address", MOVED, "typography"),
    "unlisted": (5, "Counted", "counted", 2, at(0), at(50), "release", None, "substance"),
}
TOLD = {
    "gone": f"no longer found at {url('dressed')}",
    "moved": f"from {url('undated')} for good to {MOVED}",
    "unlisted": f"no longer on its listing, {url('counted')}",
}


KEYS = ("absence", "last_seen", "began", "last_missed", "ended", "confirmed")
ABSENCES = {
    "gone": {
        "absence": dict(zip(KEYS, ("page", NEXT, at(30).isoformat(), at(60).isoformat(), None, True), strict=True))
    },
    "unlisted": {
        "absence": dict(
            zip(KEYS, ("listing", at(0).isoformat(), at(50).isoformat(), at(50).isoformat(), None, True), strict=True)
        )
    },
}


@pytest.mark.parametrize("kind", EVENTS)
def test_changes_of_a_release_that_is_gone_moved_or_unlisted(communique, kind):
    release, title, key, version, without, first, field, after, cls = EVENTS[kind]
    found = [line for line in communique("changes", "--json").lines if line["edits"][0]["kind"] == kind]
    assert [line for line in found if line["release"] == release] == [
        {
            "release": release,
            "source": "xx_water",
            "url": url(key),
            "title": title,
            "version": version,
            "seen": [str(time).replace(" ", "T") for time in (without, first)],
            "class": cls,
            "flags": [],
            "edits": [{"field": field, "kind": kind, "before": url(key), "after": after, "summary": TOLD[kind]}],
        }
        | ABSENCES.get(kind, {})
    ]


def test_a_release_that_its_listing_shows_elsewhere_has_moved_and_is_not_unlisted(tmp_path):
    archive = Archive.open(make(tmp_path / "archive.db"))
    crawl = open_crawl(archive, FACTS, "update", "{}", at(70))
    number = release_at(archive, crawl, "counted", url("counted"), at(70)).release_id
    kept = commit(archive, crawl, [visit(number, 70, None, url("counted"), status=301)])
    keep_readings(archive, crawl, read_as(kept, [Reading("redirected", message="https://water.example/new/counted")]))
    with archive.engine.connect() as db:
        kinds = {change.edits[0].kind for change in changes(db) if change.release == number}
    archive.close()
    assert kinds == {"renumbered", "moved"}


def test_changes_are_chosen_by_class_time_and_source(communique):
    weighty = communique("changes", "--min-class", "substance", "--json").lines
    assert [line["release"] for line in weighty] == [5, 2, 8, 1]
    assert [line["class"] for line in weighty] == ["substance"] * 4
    assert [line["release"] for line in communique("changes", "--since", "2025-01-08T10:00", "--json").lines] == [
        5,
        6,
        2,
    ]
    assert [line["release"] for line in communique("changes", "--source", "ar_water", "--json").lines] == [9]
    assert len(communique("changes", "--limit", "1", "--json").lines) == 1


def test_diff(communique):
    lines = communique("diff", "1", "--json").lines
    before, after = WATER["edited"]
    assert [line["kind"] for line in lines] == [edit.kind for edit in compare(before, after, "en").edits]
    assert [line["class"] for line in lines] == ["substance", "substance", "wording", "wording", "typography"]
    assert lines[2] == {
        "release": 1,
        "from": 1,
        "to": 2,
        "field": "title",
        "kind": "changed",
        "before": "Water for all",
        "after": "Water for everyone",
        "class": "wording",
        "flags": [],
        "summary": "“all” became “everyone” in the title",
        "operations": [
            {"op": "equal", "before": "Water for ", "after": "Water for "},
            {"op": "replace", "before": "all", "after": "everyone"},
        ],
    }


def test_show(communique):
    (line,) = communique("show", "1", "--version", "1", "--json").lines
    release = WATER["edited"][0].as_json(source="xx_water", url=url("edited"), language="en")
    assert line == release | {
        "release": 1,
        "state": "held",
        "version": 1,
        "versions": 2,
        "first_seen": FIRST,
        "last_seen": LAST,
        "next_seen": NEXT,
        "listed": "2025-01-07",
        "absence": None,
        "unlisted": None,
        "moves": [],
    }
    assert {"rel": "translation", "url": "https://water.example/fr/1", "text": "fr"} in line["links"]


def test_hostile_text_is_whole_in_json_and_harmless_in_its_line(communique):
    ran = communique("show", "7", "--json")
    assert ran.lines[0]["title"] == HOSTILE
    assert ran.out.rstrip("\n").isprintable()
