"""The layout for ministries without a file: guessed, and marked as such."""

import pickle
from datetime import UTC, date, datetime

import pytest

from crawler.families import generic
from crawler.ministries import by_mfa_en
from crawler.sources.page import Page
from storage.errors import LayoutError, SourceError, UsageError
from storage.records import Image

pytest.importorskip("trafilatura", reason="the extra `generic` is not installed")

AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
WORDS = "The ministers met and spoke about the water of the lake, its fish and the bridge. " * 6
RELEASE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>A bridge over the lake | Ministry</title>
<meta property="og:title" content="A bridge over the lake">
<meta property="article:published_time" content="2026-04-09T10:00:00+02:00"></head>
<body><nav><a href="/">Home</a></nav><article>
<h1>A bridge over the lake</h1><p>{WORDS}</p>
<img src="/bridge.jpg" alt="A bridge"><ul><li>The bridge is 700 metres long, and is open to all.</li></ul>
<p>The treaty is <a href="/files/treaty.pdf">published</a>. {WORDS}</p></article></body>"""


def page(text, url="https://www.mfa.example/news/bridge"):
    return Page(text.encode(), url, AT)


def test_a_source_of_a_site_says_everywhere_that_nobody_reviewed_it():
    found = generic.source("https://user@WWW.mfa.example:8443/en/news?page=0")
    assert found.name == "xx_www_mfa_example_8443"
    assert found.ministry == "www.mfa.example (unreviewed)"
    assert found.checked_against == "nobody: generic layout"
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes


@pytest.mark.parametrize("address", ["", "mfa.example/news", "ftp://mfa.example/", "https://"])
def test_what_is_no_address_of_the_web_is_refused(address):
    with pytest.raises(UsageError, match="no address of a page"):
        generic.source(address)


def test_without_the_libraries_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(generic, "find_spec", lambda name: None)
    with pytest.raises(SourceError, match=r"pipx install '\.\[generic\]'"):
        generic.source("https://www.mfa.example/news")


def test_a_release_is_guessed_without_a_clock(monkeypatch):
    release = generic.layout(page(RELEASE))
    assert (release.title, release.published, release.language) == ("A bridge over the lake", date(2026, 4, 9), "en-GB")
    assert [block.kind for block in release.blocks] == ["paragraph", "point", "paragraph"]
    assert release.images == (Image("https://www.mfa.example/bridge.jpg", None, "A bridge"),)
    assert [(link.rel, link.url) for link in release.links] == [
        ("attachment", "https://www.mfa.example/files/treaty.pdf")
    ]
    tomorrow = RELEASE.replace("2026-04-09T10", "2026-04-12T10")
    assert generic.layout(page(tomorrow)).published is None


@pytest.mark.parametrize(
    ("text", "message"), [("<p>a</p>", "found no title"), (f"<title>{'T' * 30}</title><body></body>", "found no text")]
)
def test_a_page_without_title_or_text_is_unreadable(text, message):
    with pytest.raises(LayoutError, match=message):
        generic.layout(page(text))


def test_real_pages_are_read_as_reviewed_layouts_read_them(corpus):
    for file in (corpus / "pages/by/release").glob("*.html"):
        held = Page(
            file.read_bytes(), "https://mfa.gov.by/en/press/statements/x.html", datetime(2022, 3, 3, tzinfo=UTC)
        )
        guessed, known = generic.layout(held), by_mfa_en.SOURCE.layout_on(date(2022, 3, 3))(held)
        texts = {block.text for block in guessed.blocks}
        assert len([block for block in known.blocks if block.text in texts]) >= 0.9 * len(known.blocks)
