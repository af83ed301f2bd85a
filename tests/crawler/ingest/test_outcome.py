import pytest

from crawler.ingest.outcome import Summary, exit_code
from storage.records import Finding


@pytest.mark.parametrize(
    ("mode", "outcome", "code"),
    [
        ("update", "complete", 0),
        ("update", "busy", 0),  # another crawl does the same
        ("import", "busy", 1),  # nobody else imports the file
        ("import", "complete", 0),
        ("update", "failed", 1),
        ("update", "incomplete", 0),  # of what a limit left out
    ],
)
def test_what_is_left_to_another_is_well_where_it_does_the_same(mode, outcome, code):
    assert exit_code([Summary("xx_water", "update"), Summary("xx_water", mode, outcome)]) == code


@pytest.mark.parametrize("outcome", ["complete", "incomplete", "failed"])
def test_what_needs_a_person_is_told_by_the_exit_code(outcome):
    assert exit_code([Summary("xx_water", "recheck", outcome, findings=[Finding("unreadable")])]) == 1
