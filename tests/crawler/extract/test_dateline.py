"""The day in a text's last lines."""

from datetime import date

import pytest

from crawler.extract import dateline_date
from storage.records import Block


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["A text.", "PUTRAJAYA", "25 JANUARY 2022"], date(2022, 1, 25)),
        (["A text.", "25 January 2022", "Putrajaya"], date(2022, 1, 25)),
        (["A text.", "December 6, 2021, Minsk"], date(2021, 12, 6)),
        (["25 January 2022", "A text.", "And more of it."], None),
        (["The parties signed the treaty in Putrajaya on 25 January 2022."], None),
        (["A text.", "3 FEBRUARI 2022"], None),
        ([], None),
    ],
)
def test_a_date_line_is_short_and_last(lines, found):
    assert dateline_date([Block("paragraph", line) for line in lines], "en") == found
