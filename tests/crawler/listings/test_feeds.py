"""Feeds in every dialect, and what stands in them in every form that is legal, or usual."""

from datetime import UTC, date, datetime

import pytest

from crawler.listings import atom, rss
from crawler.listings.sitemap import Sitemap
from crawler.sources.block_pages import fault
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry

START = "https://mfa.example/en/feed.xml"
DATED = datetime(2026, 1, 6, 10, tzinfo=UTC)
DATE = "<pubDate>Tue, 06 Jan 2026 10:00:00 GMT</pubDate>"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
A = 'xmlns="http://www.w3.org/2005/Atom"'
R = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'

DIALECTS = {
    "rss-0.91": '<rss version="0.91"><channel><item><title>One</title><link>/r/1</link></item></channel></rss>',
    "rss-0.9": f'<rdf:RDF {R} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>F</title></channel><image>'
    "<url>/i.png</url></image><item><title>One</title><link>/r/1</link></item></rdf:RDF>",
    "rss-1.0": f'<rdf:RDF {R} xmlns="http://purl.org/rss/1.0/" {DC}><channel rdf:about="/"><items><rdf:Seq><rdf:li '
    'rdf:resource="/r/1"/></rdf:Seq></items></channel><item rdf:about="/r/1"><title>One</title><link>/r/1</link>'
    "<dc:date>2026-01-06T10:00:00Z</dc:date></item></rdf:RDF>",
    "rss-2.0": f'<rss version="2.0"><channel><item><title>One</title><link>/r/1</link>{DATE}</item></channel></rss>',
    "rss-2.0-named": '<rss xmlns="http://backend.userland.com/rss2"><channel><item><title>One</title><link>/r/1</link>'
    f"{DATE}</item></channel></rss>",
    "atom": f'<feed {A}><entry><title>One</title><link href="/r/1"/>'
    "<published>2026-01-06T10:00:00Z</published></entry></feed>",
    "atom-named": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>One</a:title><a:link href="/r/1"/>'
    "<a:published>2026-01-06T10:00:00Z</a:published></a:entry></a:feed>",
    "atom-0.3": '<feed xmlns="http://purl.org/atom/ns#"><entry><title>One</title><link rel="alternate" href="/r/1"/>'
    "<issued>2026-01-06T10:00:00Z</issued></entry></feed>",
}


def page(text: str | bytes, **headers: str) -> Page:
    return Page(text.encode() if isinstance(text, str) else text, START, datetime(2026, 1, 8, tzinfo=UTC), headers)


def items(*inner: str, root: str = 'rss version="2.0"') -> str:
    return f"<{root}><channel>{''.join(f'<item>{one}</item>' for one in inner)}</channel></rss>"


def one(inner: str, root: str = f'rss version="2.0" {DC}') -> Entry:
    (entry,) = rss.Feed(START).read(page(items(inner, root=root))).entries
    return entry


@pytest.mark.parametrize("feed", [rss.Feed(START), atom.Feed(START)], ids=["rss", "atom"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_read_and_is_no_page_of_a_guard(feed, dialect):
    shown = page(DIALECTS[dialect])
    assert fault(shown) is None
    read = feed.read(shown)
    dated = DATED if "0.9" not in dialect else None
    assert (read.entries, read.faults) == ((Entry("https://mfa.example/r/1", "One", dated),), ())


TITLES = {
    "plain": ("Talks", "Talks"),
    "entities-in-cdata": ("<![CDATA[Minister&#8217;s visit &amp; talks]]>", "Minister’s visit & talks"),
    "escaped-twice": ("L&amp;rsquo;&amp;eacute;t&amp;eacute;", "L’été"),
    "escaped-thrice": ("Minister&amp;amp;#8217;s visit", "Minister’s visit"),
    "escaped-in-cdata": ("<![CDATA[R&amp;amp;D &amp;ndash; 2 &amp;lt; 3]]>", "R&D – 2 < 3"),
    "escaped-markup": ("&lt;p&gt;Visit to &lt;em&gt;Rome&lt;/em&gt;&lt;/p&gt;", "Visit to Rome"),
    "real-markup": ("Visit to <b>Rome</b>, <i>again</i>", "Visit to Rome, again"),
    "markup-without-a-name": ("Visit to <b:>Rome</b:>", "Visit to Rome"),
    "xhtml": ('<div xmlns="http://www.w3.org/1999/xhtml">Visit to <em>Rome</em></div>', "Visit to Rome"),
    "lines": ("<![CDATA[Visit<br>to Rome]]>", "Visit to Rome"),
    "figures": ("<![CDATA[CO<sub>2</sub> and 10<sup>6</sup>]]>", "CO₂ and 10⁶"),
    "less-than": ("5 &lt; 6 and &lt;Untitled&gt;", "5 < 6 and <Untitled>"),
    "ampersand": ("R&amp;D at AT&amp;T", "R&D at AT&T"),
    "script": ("<![CDATA[Talks<script>x()</script>]]>", "Talks"),
    "russian": ("<![CDATA[&laquo;Министр&raquo; &mdash; о встрече]]>", "«Министр» — о встрече"),
    "chinese": ("<![CDATA[&ldquo;外交部&rdquo;<b>发言人</b>]]>", "“外交部”发言人"),
    "arabic": ("<![CDATA[<span dir='rtl'>وزير&nbsp;الخارجية</span>]]>", "وزير الخارجية"),
}


@pytest.mark.parametrize("case", TITLES)
def test_the_title_is_what_a_reader_sees(case):
    written, seen = TITLES[case]
    assert one(f"<title>{written}</title><link>/r/1</link>").title == seen
    html = f'<feed {A}><entry><title type="html">{written}</title><link href="/r/1"/></entry></feed>'
    assert atom.Feed(START).read(page(html)).entries[0].title == seen


def test_a_title_of_an_extension_is_none_and_an_atom_text_is_literal():
    media = 'rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    inner = "<media:title>No</media:title><itunes:title>No</itunes:title><media:group><media:title>No</media:title>"
    assert one(f"{inner}</media:group><title>Yes</title><link>/r/1</link>", media).title == "Yes"
    for stated in ("", ' type="text"'):
        text = f'<feed {A}><entry><title{stated}>The &lt;em&gt; tag</title><link href="/r/1"/></entry></feed>'
        assert atom.Feed(START).read(page(text)).entries[0].title == "The <em> tag"


LINKS = {
    "relative": ("<link>/r/1</link>", "https://mfa.example/r/1"),
    "relative-to-the-feed": ("<link>r/1</link>", "https://mfa.example/en/r/1"),
    "of-the-network": ("<link>//mfa.example/r/1</link>", "https://mfa.example/r/1"),
    "cdata": ("<link><![CDATA[ https://mfa.example/r/1?a=1&b=2 ]]></link>", "https://mfa.example/r/1?a=1&b=2"),
    "bare-ampersand": ("<link>https://mfa.example/r/1?a=1&b=2</link>", "https://mfa.example/r/1?a=1&b=2"),
    "attribute": ('<link href="/r/1"/>', "https://mfa.example/r/1"),
    "atom": (f'<x:link {A.replace("xmlns", "xmlns:x")} rel="alternate" href="/r/1"/>', "https://mfa.example/r/1"),
    "atom-self": (
        f'<x:link {A.replace("xmlns", "xmlns:x")} rel="self" href="/f"/><link>/r/1</link>',
        "https://mfa.example/r/1",
    ),
    "guid": ("<guid>https://mfa.example/r/1</guid>", "https://mfa.example/r/1"),
    "guid-no-permalink": ('<guid isPermaLink="false">https://mfa.example/?p=1</guid>', "https://mfa.example/?p=1"),
    "empty-link": ("<link/><guid>https://mfa.example/r/1</guid>", "https://mfa.example/r/1"),
    "counted": (
        '<link>http://feedproxy.google.com/~r/x/~3/a/</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext'
        '/1.0">https://mfa.example/r/1</f:origLink>',
        "https://mfa.example/r/1",
    ),
    "registered-relation": (
        f'<x:link {A.replace("xmlns", "xmlns:x")} href="/r/1"'
        ' rel="http://www.iana.org/assignments/relation/alternate"/>',
        "https://mfa.example/r/1",
    ),
    "base": ('<link xml:base="https://other.example/b/">r/1</link>', "https://other.example/b/r/1"),
}


@pytest.mark.parametrize("case", LINKS)
def test_the_address_is_where_the_item_leads(case):
    written, url = LINKS[case]
    assert one(f"<title>T</title>{written}").url == url


def test_the_base_may_stand_on_any_ancestor():
    text = (
        f'<feed {A} xml:base="https://other.example/"><entry xml:base="news/"><title>T</title>'
        '<link rel="enclosure" href="x.pdf"/><link type="application/pdf" href="1.pdf"/>'
        '<link type="text/html" href="1"/>'
        "</entry></feed>"
    )
    assert [entry.url for entry in atom.Feed(START).read(page(text)).entries] == ["https://other.example/news/1"]
    text = items("<title>T</title><link>1</link>").replace("<channel>", '<channel xml:base="/news/">')
    assert rss.Feed(START).read(page(text)).entries[0].url == "https://mfa.example/news/1"


@pytest.mark.parametrize(
    "written",
    [
        DATE,
        "<pubDate>6 Jan 2026 10:00 UT</pubDate>",
        "<pubDate>mardi, 06 Jan 2026 11:00:00 +0100</pubDate>",
        "<pubDate>2026-01-06T10:00:00Z</pubDate>",
        "<dc:date>2026-01-06T11:00:00+01:00</dc:date>",
        "<dc:date>Tue, 06 Jan 2026 10:00:00 GMT</dc:date>",
        '<x:issued xmlns:x="http://purl.org/dc/terms/">2026-01-06T10:00:00Z</x:issued>',
    ],
)
def test_the_date_is_read_in_either_form(written):
    assert one(f"<title>T</title><link>/r/1</link>{written}").published == DATED


def test_a_date_of_dublin_core_may_be_a_day():
    assert one("<title>T</title><link>/r/1</link><dc:date>2026-01-06</dc:date>").published == date(2026, 1, 6)


GOOD = f"<title>Good</title><link>/r/0</link>{DATE}"
BAD = {
    "year-026": ("<title>T</title><link>/r/1</link><pubDate>06 Jan 026 10:00 GMT</pubDate>", 1),
    "date": ("<title>T</title><link>/r/1</link><pubDate>ma, 08 okt 2018 10:09:29 +0000</pubDate>", 1),
    "year-9999": ("<title>T</title><link>/r/1</link><pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>", 1),
    "year-1-in-rss": ("<title>T</title><link>/r/1</link><pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>", 1),
    "year-1": ("<title>T</title><link>/r/1</link><dc:date>0001-01-01T00:00:00Z</dc:date>", 1),
    "day-that-is-none": ("<title>T</title><link>/r/1</link><dc:date>2026-02-30</dc:date>", 1),
    "no-title": ("<link>/r/1</link>", 1),
    "empty-title": ("<title> </title><link>/r/1</link>", 1),
    "no-link": ("<title>T</title>", 0),
    "no-address": ("<title>T</title><guid isPermaLink='false'>tag:mfa.example,2026:1</guid>", 0),
    "unclosed": ("<title>Visit to <b>Rome</title><link>/r/1</link>", 1),
}


@pytest.mark.parametrize("root", [f'rss version="2.0" {DC}', f'rss version="0.92" {DC}'])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_item_costs_what_is_bad_of_it_and_is_said(case, root):
    inner, kept = BAD[case]
    for order in ((inner, GOOD), (GOOD, inner)):
        read = rss.Feed(START).read(page(items(*order, root=root)))
        assert {entry.url[-4:] for entry in read.entries} == ({"/r/0", "/r/1"} if kept else {"/r/0"})
        assert len(read.faults) == 1


@pytest.mark.parametrize(
    "inner",
    [
        "<title>Berlin&nbsp;&ndash; R&D</title>",
        "<title>Berlin\x0b\x00 – R&amp;D</title>",
        "<title>Berlin&#8; – R&D</title>",
    ],
)
def test_what_means_one_thing_is_no_fault(inner):
    read = rss.Feed(START).read(page(items(f"{inner}<link>/r/1</link>", GOOD)))
    assert ([entry.title for entry in read.entries], read.faults) == (["Berlin – R&D", "Good"], ())


@pytest.mark.parametrize(
    ("codec", "declared", "kind"),
    [
        ("utf-8", "ISO-8859-1", "text/xml"),
        ("utf-8", "windows-1251", "text/html; charset=koi8-r"),
        ("cp1251", "windows-1251", "application/rss+xml"),
        ("cp1251", "utf-8", "text/xml; charset=windows-1251"),
        ("utf-16", "utf-8", "text/plain"),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "nonsense", "application/json"),
        ("utf-8-sig", "utf-16", "text/xml; charset=utf-16"),
        ("koi8-u", "koi8-ru", ""),
    ],
)
def test_a_wrong_declaration_of_the_charset_does_no_harm(codec, declared, kind):
    text = f'<?xml version="1.0" encoding="{declared}"?>' + items("<title>Встреча министров</title><link>/r/1</link>")
    shown = page(text.encode(codec), **({"content-type": kind} if kind else {}))
    assert fault(shown) is None
    assert rss.Feed(START).read(shown).entries == (Entry("https://mfa.example/r/1", "Встреча министров"),)


def test_a_page_in_place_of_a_feed_is_said():
    for body in ("<html><body>gone</body></html>", "<!DOCTYPE html><p>a<br>b", "Not found", "", "{}"):
        with pytest.raises(LayoutError):
            rss.Feed(START).read(page(body))


def test_the_creator_is_what_a_reader_sees():
    written = ("Thomas &amp;quot;Tommy&amp;quot; Pigott", "<![CDATA[Thomas &quot;Tommy&quot; <b>Pigott</b>]]>")
    for name in written:
        item = rss.lines(page(items(f"<dc:creator>{name}</dc:creator>", root=f"rss {DC}")))[0]
        assert rss.creator(item) == 'Thomas "Tommy" Pigott'
    undeclared = rss.lines(page(items("<dc:creator>Minister</dc:creator>")))[0]
    assert rss.creator(undeclared) == "Minister"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<author>press@mfa.example (Ana Souza)</author>", "Ana Souza"),
        ("<author>press@mfa.example</author>", ""),
        ("<author>Ministry of Water</author>", "Ministry of Water"),
        ("<dc:creator>A</dc:creator><dc:creator>B</dc:creator><author>x@y.example</author>", "A, B"),
        ("<author><name>Ana Souza</name><email>a@mfa.example</email></author>", "Ana Souza"),
        ("", ""),
    ],
)
def test_the_author_stands_in_the_words_of_any_vocabulary(written, seen):
    assert rss.creator(rss.lines(page(items(written, root=f"rss {DC}")))[0]) == seen


MAPS = {
    "cdata": "<urlset><url><loc><![CDATA[https://mfa.example/r/1?a=1&b=2]]></loc></url></urlset>",
    "bare": "<urlset><url><loc>https://mfa.example/r/1?a=1&b=2</loc></url></urlset>",
    "0.84": '<urlset xmlns="http://www.google.com/schemas/sitemap/0.84"><url><loc>/r/1?a=1&amp;b=2</loc></url></urlset>',
    "https": '<urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.9/"><url><loc>/r/1?a=1&amp;b=2</loc></url></urlset>',
    "prefixed": '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>/r/1?a=1&amp;b=2</s:loc>'
    "</s:url></s:urlset>",
    "base": '<urlset xml:base="https://mfa.example/r/"><url><loc>1?a=1&amp;b=2</loc></url></urlset>',
    "before": "\n\n<?xml version='1.0' encoding='koi8-r'?><urlset><url><loc>/r/1?a=1&amp;b=2</loc></url></urlset>",
}


@pytest.mark.parametrize("case", MAPS)
def test_a_sitemap_is_read_in_every_dialect(case):
    shown = page(MAPS[case])
    assert fault(shown) is None
    assert Sitemap(START, r"/r/").read(shown).entries == (Entry("https://mfa.example/r/1?a=1&b=2", ""),)


def test_an_index_of_sitemaps_may_have_relative_addresses():
    text = "<sitemapindex><sitemap><loc> <![CDATA[ /maps/1.xml ]]> </loc></sitemap></sitemapindex>"
    assert Sitemap(START, r"/r/").read(page(text)).older == ("https://mfa.example/maps/1.xml",)
