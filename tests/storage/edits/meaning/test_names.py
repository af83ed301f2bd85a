"""Names, as far as capitals tell."""

import pytest

from storage.edits.meaning import names
from storage.edits.words import pieces


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Monitors met Mr Erdoğan.", {"mr", "erdogan"}),
        ("He met Nguyễn.", {"nguyen"}),
        ("OSCE monitors met.", {"osce"}),
        ("OSCE MONITORS", {"monitors"}),
        ("NATO", set()),
        ("Ⓐ 12", set()),
        ("12", set()),
    ],
)
def test_capitals_tell_names(sentence, found):
    cut = pieces(sentence)
    assert names(cut, range(len(cut)), "en") == found
