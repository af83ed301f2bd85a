"""What needs a person, as a person and as a program reads it."""

import pytest

from storage.errors import LONGEST_MESSAGE
from storage.read import answers
from storage.records import Finding


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        (Finding("unreadable", 3, "https://a.example/1: no h1"), "3 unreadable, first https://a.example/1: no h1"),
        (Finding("soft_404", 1), "1 soft 404"),
        (Finding("missing", 1), "1 release announced but not held; `communique list --missing` names them"),
        (
            Finding("not_read_yet", 2),
            "2 releases announced whose pages cannot be read yet; `communique coverage --missing` names them",
        ),
        (Finding("missing", 2000), "2,000 releases announced but not held; `communique list --missing` names them"),
        (Finding("records cut off", 1, "a.warc, byte 3"), "records cut off: 1, first a.warc, byte 3"),
        (Finding("silence", 1, "2026-01-08: {9} days"), "nothing new since 2026-01-08: {9} days"),
        (Finding("entries_without_title", 1, "2 entries"), "1 of 2 entries have no title"),
        (Finding("error", 1, "a {disk} is full"), "a {disk} is full"),
    ],
)  # fmt: skip
def test_a_finding_is_one_line_for_a_person(finding, message):
    assert finding.message == message


def test_a_finding_in_json():
    assert answers.finding(Finding("blocked", 2, "https://water.example/1: a challenge", "xx_water")) == {
        "kind": "blocked",
        "count": 2,
        "example": "https://water.example/1: a challenge",
        "source": "xx_water",
        "message": "2 blocked, first https://water.example/1: a challenge",
    }


def test_an_address_of_any_length_makes_a_line_of_bounded_length():
    finding = Finding("failed", 2, "https://water.example/" + "a" * 60_000)
    assert finding.message.startswith("2 failed, first https://water.example/aaa")
    assert len(finding.message) <= LONGEST_MESSAGE + 1
