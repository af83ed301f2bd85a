import pytest

from crawler.listings.lines import listed, read_each
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


def test_lines_that_are_no_releases_are_no_fault():
    assert listed(["about", "about"], entry).entries == ()
