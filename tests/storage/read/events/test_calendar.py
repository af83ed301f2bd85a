"""The calendar counts what `changes` tells, by day, kind and source."""

from collections import Counter
from datetime import date

from storage.read.changes import changes
from storage.read.events.calendar import calendar, changed_days
from tests.storage.builders import (
    NOT_FOUND,
    OTHER,
    address,
    announce,
    at,
    commit,
    crawl_of,
    keep_readings,
    line,
    listing,
    read_as,
    show,
    visit,
)


def test_days_are_counted_as_changes_tell_them(archive, crawl):
    found = announce(archive, crawl, *"abc")
    for key, hour in (("a", 1), ("b", 14), ("c", 14.9), ("a", 15.1)):
        show(archive, crawl, found[key], 0.5, "The two sides met in Bonn.")
        show(archive, crawl, found[key], hour, f"The two sides met in {key} at {hour}.")
    for hour in (20, 50):
        kept = commit(archive, crawl, [visit(found["b"], hour, None, status=404)])
        keep_readings(archive, crawl, read_as(kept, [NOT_FOUND]))
    show(archive, crawl, found["b"], 60, "It is there again.")
    commit(archive, crawl, [listing([line(key, url=address(f"{key}/new")) for key in "abc"], 70)])
    other = crawl_of(archive, OTHER)
    fire = announce(archive, other, "fire")["fire"]
    for hour in (1, 2, 24 * 365):
        show(archive, other, fire, hour, f"{hour} fires.")
    with archive.reading() as db:
        for source in (None, "yy_fire"):
            for year in (2024, 2025, 2026):
                told = {
                    (one.first_with.date(), one.kind, one.source, one.release) for one in changes(db, source=source)
                }
                wanted = Counter(one[:3] for one in told if one[0].year == year)
                days = calendar(db, year, source)
                assert {one[:3]: one.releases for one in days} == wanted
                assert [one.day for one in days] == sorted(one.day for one in days)
                if source is None:
                    of_all = Counter[date]()
                    for one in days:
                        of_all[one.day] += one.releases
                    assert changed_days(db, year) == of_all
        assert {one.kind for one in calendar(db, 2025)} == {"edited", "gone", "returned", "moved"}
        assert [calendar(db, year) for year in (0, 9999)] == [[], []]
        assert [changed_days(db, year) for year in (0, 9999)] == [Counter(), Counter()]
        assert at(15).date() != at(14.9).date()
