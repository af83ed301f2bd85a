import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.sources import xml_document as xml
from storage.errors import LayoutError

BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/hostname">]><r>&b;&c;</r>"""


def words(text: str) -> str:
    return "".join(str(part) for part in xml.parse(text).root.itertext())


def test_no_entity_is_expanded_and_no_file_is_read():
    assert words(BOMB) == "&b;&c;"


@pytest.mark.parametrize("text", ["", "plain", "<r><unclosed></r>", "<a>" * 5000, "<rss><channel>", "{}"])
def test_what_is_not_xml_is_a_layout_error(text):
    with pytest.raises(LayoutError):
        xml.parse(text)


def test_what_is_wrong_with_a_document_is_said_on_one_line():
    with pytest.raises(LayoutError, match=r"^the page is not markup \([^\n]+\)$"):
        xml.parse("<rss><![CDATA[one\ntwo\nthree")


@pytest.mark.parametrize(
    "before",
    [
        "\n",
        "\ufeff",
        " \r\n\t",
        '<?xml version="1.0" encoding="nonsense"?>',
        '\n<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<?xml version="1.1"?>',
        "<?xml-stylesheet href='x.xsl'?><!-- <rss> -->",
        "<br />\n<b>Warning</b>: Undefined index in /var/www/feed.php\n<?xml version='1.0'?>",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">',
        '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"> <!ENTITY x "<rss>">]>',
    ],
)
def test_what_stands_before_the_root_is_none_of_it(before):
    root, faults = xml.parse(f"{before}<rss><channel>text</channel></rss>")
    assert (xml.name(root), "".join(root.itertext()), faults) == ("rss", "text", ())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Berlin&nbsp;&ndash; Z&uuml;rich", "Berlin\xa0– Zürich"),
        ("R&D, AT&T & co", "R&D, AT&T & co"),
        ("&eacute;t&eacute; &copy; &hellip;", "été © …"),
        ("a &amp; b &lt;c&gt; &quot;&apos;", "a & b <c> \"'"),
        ("&amp;nbsp;", "&nbsp;"),
        ("Don&#146;t &#x2019; &#8217;", "Don’t ’ ’"),
        ("&#55357;&#56832; &#xD83C;&#xDDEB;&#xd83c;&#xddf7;", "😀 🇫🇷"),
        ("&#55203;&#56832; &#55357; &#55357;&#65;", "\ud7a3  A"),
        ("one\x00\x08\x1ftwo\x0b", "onetwo"),
        ("one&#0;&#1;&#x1F;&#xFFFF;two", "onetwo"),
        ("https://mfa.example/r?a=1&b=2&copy=3", "https://mfa.example/r?a=1&b=2&copy=3"),
        ("<![CDATA[R&D &nbsp; <b>]]>", "R&D &nbsp; <b>"),
        ("&unknown; &;", "&unknown; &;"),
        ("Привет & 外交部 &mdash; مرحبا", "Привет & 外交部 — مرحبا"),
    ],
)
def test_careless_writing_is_read_as_it_is_meant(written, meant):
    assert words(f"<rss><channel>{written}</channel></rss>") == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1990&#150;2026", "1990–2026"),
        ("&#x93;ja&#X94;", "“ja”"),
        ("&#00147;да&#0148;", "“да”"),
        ("&#133;", "…"),
        ("&#x5357;&#28023; &amp; &lt;", "南海 & <"),
        ("<![CDATA[&#150; &nbsp; R&D]]>", "&#150; &nbsp; R&D"),
    ],
)
def test_what_is_well_formed_is_read_alike_beside_a_careless_line(written, meant):
    assert words(f"<r>{written}</r>") == meant
    assert words(f"<r>{written}&nbsp;&</r>") == f"{meant}\u00a0&"


def test_a_prefix_that_nobody_declared_is_no_fault():
    root, faults = xml.parse("<rss><channel><media:title>one</media:title></channel></rss>")
    assert ([xml.name(element) for element in root.iter()], faults) == (["rss", "channel", "title"], ())


ITEM = "<item><title>{}</title><link>https://mfa.example/{}</link></item>"


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>Visit to <b>Rome</title><link>https://mfa.example/2</link></item>",
        "<item><description><p>one<br>two</p></description><title>T</title><link>https://mfa.example/2</link></item>",
        "<item><title>T</title><link>https://mfa.example/2</link>",
        "<item><title>5 < 6</title><link>https://mfa.example/2</link></item>",
        "<item><title>T</title><enclosure url=x/><link>https://mfa.example/2</link></item>",
    ],
)
def test_a_line_that_is_not_well_formed_costs_itself_at_most(broken):
    text = f"<rss version='2.0'><channel><title>F</title>{ITEM.format(1, 1)}{broken}{ITEM.format(3, 3)}</channel></rss>"
    root, faults = xml.parse(text)
    links = [element.text for element in root.iter("link")]
    assert links == [f"https://mfa.example/{number}" for number in (1, 2, 3)]
    assert [item.findtext("link") for item in root.findall("channel/item")] == links
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("bare", "quoted"),
    [
        ("<guid isPermaLink=false>7</guid>", '<guid isPermaLink="false">7</guid>'),
        ("<enclosure url=https://mfa.example/a.mp3?b=1 length=0 type='audio/mpeg'/>", None),
        ("<description><![CDATA[<a href=x y=z>]]></description><source url=f>S</source>", None),
    ],
)
def test_what_stands_behind_a_value_without_quotes_is_kept(bare, quoted):
    line = f"<item><title>T</title>{bare}<pubDate>Tue, 10 Nov 2026 10:00:00 GMT</pubDate></item>"
    root, _ = xml.parse(f"<rss><channel>{ITEM.format(1, 1)}{line}{ITEM.format(3, 3)}</channel></rss>")
    items = root.findall("channel/item")
    assert [item.findtext("pubDate") for item in items] == [None, "Tue, 10 Nov 2026 10:00:00 GMT", None]
    assert quoted is None or quoted in etree.tostring(items[1], encoding="unicode")
    held = items[1].findtext("description")
    assert held is None or held == "<a href=x y=z>"


@pytest.mark.parametrize(
    "end", ["<item><title>Two</title><link>https://mfa.exam", "<item><ti", "<item>", ITEM.format(2, 2)[:-3]]
)
def test_the_last_line_of_a_document_that_is_cut_off_is_said(end):
    root, faults = xml.parse(f"<rss><channel>{ITEM.format(1, 1)}{end}")
    assert [item.findtext("link") for item in root.iter("item")] == ["https://mfa.example/1"]
    assert faults == ("the last item is cut off",)


def test_more_lines_than_can_be_parsed_one_by_one_are_refused(monkeypatch):
    monkeypatch.setattr(xml, "MOST_LINES", 2)
    lines = ITEM.format(1, 1) * 3
    assert len(xml.parse(f"<rss><channel>{lines}</channel></rss>").root[0]) == 3
    with pytest.raises(LayoutError, match="more than 2 lines"):
        xml.parse(f"<rss><channel>{lines}<b></c></channel></rss>")


@pytest.mark.parametrize(
    ("bases", "found"),
    [
        (("", "", ""), "https://mfa.example/en/feed.xml"),
        (("https://other.example/a/", "", ""), "https://other.example/a/"),
        (("https://other.example/a/", "b/", ""), "https://other.example/a/b/"),
        (("https://other.example/a/", "/b/", "c/"), "https://other.example/b/c/"),
        (("", "../fr/", ""), "https://mfa.example/fr/"),
        (("http://[", "", ""), "https://mfa.example/en/feed.xml"),
    ],
)
def test_the_base_of_an_element_is_that_of_all_around_it(bases, found):
    outer, middle, inner = (f"xml:base='{base}'" if base else "" for base in bases)
    root = xml.parse(f"<feed {outer}><entry {middle}><link {inner}/></entry></feed>").root
    assert xml.base(root[0][0], "https://mfa.example/en/feed.xml") == found


@given(
    st.lists(
        st.sampled_from(["<rss>", "<item>", "</item>", "<link>", "</link>", "&", "&#0;", "<![CDATA[", "]]>", "<", "x:"])
    )
)
def test_any_document_is_read_or_refused(parts):
    try:
        root = xml.parse("".join(["<rss><channel>", *parts])).root
    except LayoutError:
        return
    assert isinstance(etree.tostring(root), bytes)
