from datetime import date

import pytest

from crawler.listings.lines import entry_of, listed, read_each
from storage.errors import DateError
from storage.records import Entry


def entry(line: str) -> Entry | None:
    if line == "about":
        return None
    if line == "undated":
        raise DateError("no date in figures")
    return Entry(f"https://water.example/{line}", line)


def test_a_line_that_cannot_be_read_costs_itself():
    page = listed(["1", "undated", "about", "2"], entry)
    assert ([one.title for one in page.entries], page.faults) == (["1", "2"], ("no date in figures",))


@pytest.mark.parametrize("lines", [["undated", "undated"], ["about", "undated", "about"]])
def test_where_no_line_can_be_read_it_is_the_listing(lines):
    with pytest.raises(DateError, match="no date in figures"):
        listed(lines, entry)
    with pytest.raises(DateError):
        read_each(lines, entry)


def dated(line: str) -> Entry | None:
    def day() -> date:
        if line == "undated":
            raise DateError("no date in figures")
        return date(2026, 1, 6)

    return entry_of(f"https://water.example/{line}", line, day)


def test_a_day_that_cannot_be_read_costs_the_day():
    page = listed(["1", "undated", "2"], dated)
    assert [one.published for one in page.entries] == [date(2026, 1, 6), None, date(2026, 1, 6)]
    assert page.faults == ("no date in figures",)


def test_where_no_day_can_be_read_it_is_the_listing_unless_it_promises_none():
    with pytest.raises(DateError, match="no date in figures"):
        listed(["undated"], dated)
    assert [one.url[-7:] for one in listed(["undated"], dated, undated=True).entries] == ["undated"]


def test_lines_that_are_no_releases_are_no_fault():
    assert listed(["about", "about"], entry).entries == ()
