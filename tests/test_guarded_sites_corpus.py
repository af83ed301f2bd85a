"""Sites guarded against robots, against the few real pages, listings and feeds of them that the corpus holds."""

from datetime import UTC, date, datetime

import pytest

from crawler.ministries import eu_eeas_en, no_ud_no, nz_beehive, ph_dfa_en, un_press_en, us_state, us_state_2021
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Total

IN_2026 = datetime(2026, 7, 4, 12, tzinfo=UTC)


def page(path, url, around="{}"):
    return Page(around.format(path.read_text("utf-8")).encode(), url, IN_2026)


@pytest.mark.parametrize(
    "around", ["{}", '<html lang="en"><body><div class="ds-three-col__main">{}</div></body></html>']
)
@pytest.mark.parametrize(
    ("name", "title", "published", "author", "count", "last"),
    [
        ("niue", "New declaration strengthens bond with Niue", date(2025, 11, 13), "Rt Hon Christopher Luxon", 9,
         "Political Declaration between the Prime Minister of New Zealand and the Prime Minister of Niue, November 2025"
         " is attached."),
        ("china1996", "NEW ZEALAND CALLS ON CHINA TO STOP NUCLEAR TESTS", date(1996, 6, 10), "Jim Bolger", 3,
         'cease testing its nuclear weapons," Mr Bolger said.'),
    ],
)  # fmt: skip
def test_releases_of_new_zealand_are_read(corpus, around, name, title, published, author, count, last):
    """The inner part of a page, as another project kept it."""
    url = f"https://www.beehive.govt.nz/release/{name}"
    release = nz_beehive.layout(page(corpus / f"pages/nz/{name}.main.html", url, around))
    assert (release.title, release.published, release.author) == (title, published, author)
    assert (release.tags, release.images, release.links) == (("Prime Minister",), (), ())
    assert len(release.blocks) == count
    assert all(block.kind == "paragraph" for block in release.blocks)
    assert release.blocks[0].text.startswith(("Prime Minister Christopher Luxon and Niue", "\"China's actions"))
    assert release.blocks[-1].text.endswith(last)


@pytest.mark.parametrize(
    ("number", "office", "tags", "document", "related", "lead", "last"),
    [
        ("3167072", "Klima- og miljødepartementet", ("Naturmangfold",), "Høringsnotat",
         ["Høring om avskogingsforordningen"], "Denne høringen gjelder innføring av forbud", "Øst politidistrikt"),
        ("3168423", "Energidepartementet", (), "Høringsnotat_Forslag til endringer i forskrift om kost-nytteanalyse av "
         "mulighetene for å utnytte overskuddsvarme.pdf", [], "Energidepartementet sender med dette", "Å Energi"),
    ],
)  # fmt: skip
def test_the_frame_of_norwegian_pages_is_read(corpus, number, office, tags, document, related, lead, last):
    url = f"https://www.regjeringen.no/no/dokumenter/x/id{number}/"
    shown = page(corpus / f"pages/no/id{number}.html", url)
    release = no_ud_no.layout(shown)
    assert release.title.casefold().startswith(("kort høring", "høring av forslag"))
    assert (release.published, release.type, release.author) == (date(2026, 7, 3), "Høring", office)
    assert (release.tags, release.images, release.dates) == (tags, (), ())
    assert [(link.rel, link.text) for link in release.links if link.rel != "related"] == [("attachment", document)]
    assert [link.text for link in release.links if link.rel == "related"] == related
    assert shown.editions == ()  # a page states itself among them
    headings = [block.text for block in release.blocks if block.kind == "heading"]
    assert headings == ["Høringsbrev", "Høringsnotat", "Høringsinstanser"]
    assert release.blocks[0].text.startswith(lead)
    assert release.blocks[-1].text == last
    assert not no_ud_no.SOURCE.owns(url)


def test_a_norwegian_list_is_read(corpus):
    url = "https://www.regjeringen.no/no/dokument/hoyringar/id1763/"
    shown = no_ud_no.SOURCE.listings[0].read(page(corpus / "pages/no/listing_hearings.html", url))
    assert (len(shown.entries), shown.faults) == (20, ())
    assert {entry.published for entry in shown.entries} <= {date(2026, 6, day) for day in range(24, 31)} | {
        date(2026, 7, day) for day in range(1, 4)
    }
    assert shown.older == (f"{url}?page=2", f"{url}?page=348")
    assert shown.total == Total(6960, 6960)


@pytest.mark.parametrize(
    ("name", "query", "first", "older"),
    [
        ("20200518T1529Z", "", "26801", "?start=10"),
        ("20200518T1641Z", "?start=1", "26791", "?end=2352&start=10"),
    ],
)
def test_philippine_lists_are_read(corpus, name, query, first, older):
    url = f"https://www.dfa.gov.ph/dfa-news/dfa-releasesupdate{query}"
    (listing, _) = ph_dfa_en.SOURCE.listings
    shown = listing.read(page(corpus / f"pages/ph/dfa-releasesupdate_{name}.html", url))
    keys = [ph_dfa_en.SOURCE.key(entry) for entry in shown.entries]
    assert (keys[0], len(set(keys))) == (first, 10)
    assert all(key.isdecimal() for key in keys)
    assert all(date(2020, 5, 5) <= entry.published <= date(2020, 5, 15) for entry in shown.entries)
    assert shown.older == (f"https://www.dfa.gov.ph/dfa-news/dfa-releasesupdate{older}",)
    assert shown.total == Total(2351, 2360)


def test_the_cards_of_the_union_are_read(corpus):
    url = "https://www.eeas.europa.eu/eeas/mat%C3%A9riel-de-presse_fr"
    shown = eu_eeas_en.SOURCE.listings[0].read(page(corpus / "pages/eu/eeas_listing_fr_TRIMMED.html", url))
    assert [entry.title.partition(" ")[0] for entry in shown.entries] == ["L’UE", "Déclaration"]
    assert {entry.published for entry in shown.entries} == {date(2026, 9, 23)}
    assert all(entry.url.startswith("https://www.eeas.europa.eu/delegations/") for entry in shown.entries)
    assert shown.faults == ()


def test_announcements_of_meetings_in_the_feed_of_the_united_nations_are_no_releases(corpus):
    (feed,) = un_press_en.SOURCE.listings
    shown = feed.read(page(corpus / "pages/un/un_press_rss_2026-08-28_TRIMMED.xml", feed.start))
    assert [un_press_en.SOURCE.key(entry) for entry in shown.entries] == ["sc16444", "sgsm23255"]
    assert [entry.published.isoformat() for entry in shown.entries] == [
        "2026-08-28T18:35:09-04:00",
        "2026-08-28T17:01:00-04:00",
    ]


def test_the_state_departments_feed_of_2026_is_read(corpus):
    (feed,) = us_state.SOURCE.listings
    shown = page(corpus / "pages/us/state_press_rss_2026-10-03_TRIMMED.xml", feed.start)
    releases = [us_state.layout(item) for item in us_state.items(shown).values()]
    assert [entry.key for entry in feed.read(shown).entries] == ["708954", "709183", "709173"]
    assert [(release.title, release.published, release.author) for release in releases] == [
        ("Lesotho National Day", date(2026, 10, 4), "Marco Rubio, Secretary of State"),
        (
            "U.S. Statement on Increased Tensions Between Ethiopia and Eritrea",
            date(2026, 10, 3),
            'Thomas "Tommy" Pigott, SpokesmanOffice of the Spokesman',
        ),
        ("Iraq’s National Day", date(2026, 10, 3), "Marco Rubio, Secretary of State"),
    ]
    assert {release.type for release in releases} == {"Press Statement"}
    assert [len(release.blocks) for release in releases] == [3, 2, 3]
    assert not any(release.author in block.text for release in releases for block in release.blocks)


@pytest.mark.parametrize("name", ["2021_canada", "2024_malta"])
def test_a_report_of_the_state_department_is_no_release(corpus, name):
    """It stands in the theme of press releases and states no day."""
    with pytest.raises(LayoutError, match="publish-date"):
        us_state_2021.layout(page(corpus / f"pages/us/{name}.html", f"https://2021-2025.state.gov/reports/{name}/"))


@pytest.mark.parametrize(
    ("name", "tags", "document"),
    [
        ("2021_canada", ["Bureau of Western Hemisphere Affairs", "Canada", "Human Rights", "Reports"],
         "313615_CANADA-2021-HUMAN-RIGHTS-REPORT.pdf"),
        ("2024_malta", ["Bureau of European and Eurasian Affairs", "Human Rights", "Malta", "Reports"],
         "624521_MALTA-2024-HUMAN-RIGHTS-REPORT.pdf"),
    ],
)  # fmt: skip
def test_what_surrounds_a_text_of_the_state_department_is_none_of_it(corpus, name, tags, document):
    """The frame of the theme, were there a day on the page: breadcrumbs, head, tags."""
    markup = (corpus / f"pages/us/{name}.html").read_text("utf-8")
    day = '<p class="article-meta__publish-date">July 4, 2023</p>'
    url = f"https://2021-2025.state.gov/{name}/"
    head = '<div class="article-meta report-meta">'
    release = us_state_2021.layout(Page(markup.replace(head, head + day).encode(), url, IN_2026))
    assert release.published == date(2023, 7, 4)
    assert list(release.tags) == ["Bureau of Democracy, Human Rights, and Labor", *tags]
    assert [(link.rel, link.url.rpartition("/")[2]) for link in release.links] == [("attachment", document)]
    texts = [block.text for block in release.blocks]
    assert not {"hide", "Tags", "July 4, 2023", "Download Report"} & set(texts)
    assert not any(text.startswith("Home") for text in texts)
    assert "EXECUTIVE SUMMARY" in texts
