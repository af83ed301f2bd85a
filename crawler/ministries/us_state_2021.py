"""U.S. Department of State: the frozen archive of its site of 2021 to 2025.

Site     https://2021-2025.state.gov/press-releases/ (WordPress, ten a page, newest first; nothing is added any more)
Caveats  What a release is cannot be told from its address, so that other pages of the site may be taken for one, and
         are then not readable. Plain clients have been refused. How the pager looks has not been seen: a page of the
         list without a link to another is an error.
"""

from crawler.families.state_gov import MINISTRY, ZONE, archive, identity, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

HOST = "2021-2025.state.gov"


def layout(page: Page) -> Release:
    """A page of the archive."""
    return release(page)


SOURCE = Source(
    name="us_state_2021", ministry=MINISTRY, country="US", language="en", timezone=ZONE,
    listings=[archive(HOST)], layout=layout, identity=identity(HOST), family="state_gov",
    expect=Expect(longest_gap=days(36_500)),
    checked_against="published descriptions of 2022-2026; no release has been seen, two reports in the same theme",
)  # fmt: skip
