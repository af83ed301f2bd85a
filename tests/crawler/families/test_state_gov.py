import pytest

from crawler.families.state_gov import speakers
from storage.records import Block

SAMPLE, GUEST = "John R. Sample, Secretary of State", "Ann “Annie” Guest, Foreign Minister"


@pytest.mark.parametrize(
    ("lines", "creator", "named"),
    [
        ([SAMPLE, "We met."], SAMPLE, [SAMPLE]),
        ([SAMPLE, GUEST, "Washington, D.C.", "We met."], f"{SAMPLE}, {GUEST}", [SAMPLE, GUEST]),
        ([SAMPLE, GUEST, "We met."], f"{SAMPLE}{GUEST}", [SAMPLE, GUEST]),
        ([f"{SAMPLE}{GUEST}", "We met."], f"{SAMPLE}{GUEST}", [f"{SAMPLE}{GUEST}"]),
        ([SAMPLE, GUEST, "We met."], f'{SAMPLE}, Ann "Annie" Guest, Foreign Minister', [SAMPLE, GUEST]),
        ([SAMPLE, "We met."], "Jon Sample, Secretary", [SAMPLE]),
        ([SAMPLE, "We met."], "Office of the Spokesperson", [SAMPLE]),
        ([SAMPLE, "We met."], "", [SAMPLE]),
        (["Geneva, Switzerland", "We met."], "U.S. Department of State", []),
        (["We met on Monday.", "And again."], SAMPLE, []),
        (["***", SAMPLE], SAMPLE, []),
        ([], SAMPLE, []),
    ],
)
def test_who_speaks_is_told_by_the_place_of_the_line_and_not_by_how_the_feed_spells_it(lines, creator, named):
    assert speakers([Block("paragraph", line) for line in lines], creator) == tuple(named)


def test_a_heading_or_a_point_at_the_top_names_nobody():
    assert speakers([Block("heading", SAMPLE)], SAMPLE) == speakers([Block("point", SAMPLE, "1")], SAMPLE) == ()
