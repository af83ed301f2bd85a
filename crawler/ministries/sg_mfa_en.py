"""Ministry of Foreign Affairs of Singapore: press statements, transcripts and photos.

Site     https://www.mfa.gov.sg/newsroom/press-statements-transcripts-and-photos/ (since about 2025)
         https://www.mfa.gov.sg/Newsroom/Press-Statements-Transcripts-and-Photos (Sitecore, until then)
Caveats  What today's pages look like has not been described: the layout asks for `main` with one `time` and an h1 that
         the page's `<title>` repeats, and refuses everything else. Old releases were published again under new slugs,
         and nothing in the two addresses says that they are one. The day of the change is not known. Paragraph numbers
         are typed into the text; titles may hold a template's "$name".
"""

from datetime import date
from functools import partial

from crawler.extract import iso, long_date, numeric_date, one, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

TODAY = "https://www.mfa.gov.sg/newsroom/press-statements-transcripts-and-photos/"

older = partial(pagers.by_query, name="page", first=1)


def layout(page: Page) -> Release:
    """Today's page, as far as it is known."""
    main = page.region("main")
    day = one(main, "time[datetime]:not(:has(time))")
    return release_of(page.headline(), iso(str(day["datetime"])), main, without="h1, time, nav, aside")


def layout_of_sitecore(page: Page) -> Release:
    """Pages of until about 2025: the day is that of the slug."""
    return release_of(page.headline(), slug_day(page.url), page.region("div.space"))


def slug_day(url: str) -> date | None:
    """The day that a Sitecore slug begins with: ".../2020/08/20200827-MFA-PS"."""
    name = url.rpartition("/")[2]
    return numeric_date(name[:8], "ymd") if name[:8].isdecimal() else None


SOURCE = Source(
    name="sg_mfa_en", ministry="Ministry of Foreign Affairs of Singapore", country="SG", language="en",
    timezone="Asia/Singapore",
    listings=[Paginated(TODAY, entry="a[href]", releases=rf"{TODAY}[^/?#]+/?$", older=older)],
    former_listings=[
        Paginated(
            "https://www.mfa.gov.sg/Newsroom/Press-Statements-Transcripts-and-Photos", entry="div.strip2 div.sec2",
            link="h3 a", date="span.date", read_date=partial(long_date, language="en"), older=older,
        )
    ],
    layout=layout, former={date(2025, 6, 30): layout_of_sitecore},
    identity=r"(?i)/newsroom/press-statements-transcripts-and-photos/(?:\d{4}/\d\d/)?([^/?#]+)/?$",
    former_hosts={"mfa.gov.sg": "www.mfa.gov.sg"}, expect=Expect(longest_gap=days(14)),
    checked_against="published descriptions of 2022 and of addresses of 2026; no page has been seen",
)  # fmt: skip
