import pytest

from crawler.ingest.outcome import Summary, exit_code


@pytest.mark.parametrize(
    ("mode", "outcome", "code"),
    [
        ("update", "complete", 0),
        ("update", "busy", 0),  # another crawl does the same
        ("import", "busy", 1),  # nobody else imports the file
        ("import", "complete", 0),
        ("update", "failed", 1),
        ("recheck", "incomplete", 1),
    ],
)
def test_what_is_left_to_another_is_well_where_it_does_the_same(mode, outcome, code):
    assert exit_code([Summary("xx_water", "update"), Summary("xx_water", mode, outcome)]) == code
