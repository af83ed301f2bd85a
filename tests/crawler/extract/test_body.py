import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import html
from crawler.extract.body import blocks
from crawler.extract.element import region
from crawler.extract.pictures.captions import captioned_images
from storage.errors import LayoutError
from tests.crawler.extract.markup import article, read, texts


def test_paragraphs_headings_and_quotes_in_reading_order():
    markup = "<h2>Head</h2><p>One <i>two</i></p>bare<blockquote><p>Said</p></blockquote>"
    assert read(markup) == [
        ("heading", None, 0, "Head"), ("paragraph", None, 0, "One two"), ("paragraph", None, 0, "bare"),
        ("quote", None, 0, "Said"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a<br><br>b<br>\n<br/>c</p>", ["a", "b", "c"]),
        ("<p>a<br>b</p>", ["a\nb"]),
        ("<p>\u3000a<br>\u3000\u3000b<br>&nbsp;&nbsp;c</p>", ["a", "b", "c"]),
        ("<p>Points<br>1. a<br>2. b<br>still b</p>", ["Points", "a", "b\nstill b"]),
        ("<div>x<div>y<div>z</div></div></div>", ["x", "y", "z"]),
        ("<p>a</p><p>&nbsp;</p><p> \u200b </p><div><br></div><p>b</p>", ["a", "b"]),
        ("<pre>a\nb\n\nc</pre>", ["a\nb", "c"]),
        ("<pre>a <b>b</b>\nc\n\n<a>d</a>\ne</pre>", ["a b\nc", "d\ne"]),
        ("<div style='white-space: pre-wrap'>a\nb</div>c\nd", ["a\nb", "c d"]),
        ("<pre>a\n<span style='white-space:normal'>b\nc</span></pre>", ["a\nb c"]),
        ("<p>line\nbreak in the source</p>", ["line break in the source"]),
        ("<center>a</center><p>b</p>", ["a", "b"]),
        ("<span style='display:block'>a</span><span style='display: block'>b</span>", ["a", "b"]),
        ("<a style='color:red;display:flex'>a</a>b", ["a\nb"]),
        ("<span style='display:block;float:left'>a</span>b", ["ab"]),
        ("a<span style='display:inline-block'>b</span><span class=x style='display:inline'>c</span>", ["abc"]),
        ("a<hr>b", ["a", "b"]),
    ],
)
def test_where_blocks_end(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize(
    "sign", ["\u200b", "\ufeff", "\u200e", "\u200f", "\u2060", "\u00ad", "\u202b", "\x7f", "\ue000"]
)
@pytest.mark.parametrize("line", ["1. First", "（1）First", "一、First", "① First", "• First", "※First", "ア　First"])
def test_a_marker_is_read_whatever_nobody_sees_stands_in_it(sign, line):
    clear = f"<p>{line}</p><p>{line.replace('1', '2').replace('ア', 'イ')}</p>"
    for place in (line, line[:1], "First"):
        before, after = clear.replace(place, sign + place), clear.replace(place, place + sign)
        assert read(before) == read(after) == read(clear)
    assert read(clear)[0][1]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("会见\n    访问团", "会见访问团"),
        ("会见，\r\n\t访问团", "会见，访问团"),
        ("说：\n“双方", "说：“双方"),
        ("合作”\n双方", "合作”双方"),
        ("<b>大臣は</b>\n<b>カナダを</b>", "大臣はカナダを"),
        ("<b>大臣は\n</b>\n<b> カナダを</b>", "大臣はカナダを"),
        ("大臣は\u200b\nカナダを", "大臣はカナダを"),
        ("𠮷田\n大臣", "𠮷田大臣"),
        ("王 毅", "王 毅"),
        ("会见<br>\n访问团", "会见\n访问团"),
        ("在\nAPEC\n会议", "在 APEC 会议"),
        ("at\n“APEC”\nagain", "at “APEC” again"),
        ("외교부\n장관은", "외교부 장관은"),
    ],
)
def test_a_source_line_break_is_no_space_in_scripts_that_have_none(source, seen):
    assert texts(f"<p>{source}</p>") == [seen]
    assert article(f"<p>{source}</p>").text == seen.replace("\n", " ")


@pytest.mark.parametrize(
    "footer",
    [
        "The post <a href=/1>Talks</a> appeared first on <a href=/>Ministry</a>.",
        "L’article Entretien est apparu en premier sur Ministère.",
        "La entrada Visita se publicó primero en Ministerio.",
        "Der Beitrag Gespräche erschien zuerst auf Amt.",
        "投稿 会談 は 外務省 に最初に表示されました。",
    ],
)
def test_what_wordpress_sets_below_a_text_is_none_of_it(footer):
    assert texts(f"<p>They met.</p><p>{footer}</p>") == ["They met."]
    assert len(texts(f"<p>{footer}</p><p>They met.</p>")) == 2


@pytest.mark.parametrize(
    "name",
    ["sharedaddy sd-sharing-enabled", "a2a_kit a2a_kit_size_32", "addtoany_share_save_container", "jp-relatedposts",
     "rs_skip rsbtn", "post-views post-41", "rt-reading-time", "material-icons-outlined", "material-symbols-sharp"],
)  # fmt: skip
def test_what_a_plugin_sets_into_a_text_is_none_of_it(name):
    assert texts(f"<p>They met.</p><div class='{name}'><h3>Share this</h3><a href=/1>X</a></div><p>Then") == [
        "They met.", "Then",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "items", "expected"),
    [
        ("", "<li>x<li>y", ["1", "2"]),
        ("start=3", "<li>x<li>y", ["3", "4"]),
        ("type=a start=27", "<li>x<li value=4>y", ["aa", "d"]),
        ("type=i start=4", "<li>x<li>y", ["iv", "v"]),
        ("style='list-style-type: lower-alpha'", "<li>x<li>y", ["a", "b"]),
        ("style='list-style: upper-roman inside'", "<li>x<li style='list-style: lower-latin'>y", ["I", "b"]),
        ("style='margin:0;list-style:outside none'", "<li>x<li>2. y", [None, None]),
        ("style='list-style:none'", "<li>1. x<li>2. y", ["1", "2"]),
        ("type=I", "<li>x<li type=A>y", ["I", "B"]),
        ("reversed", "<li>x<li>y<li>z", ["3", "2", "1"]),
        ("reversed start=10", "<li>x<li>y", ["10", "9"]),
        ("start=nonsense", "<li>x", ["1"]),
        ("start=-1", "<li>x<li>y", ["-1", "0"]),
        ("type=i start=999999999999999", "<li>x", ["999999999"]),
        ("style='list-style-type:lower-greek'", "<li>x<li>y", ["α", "β"]),
        ("style='list-style:katakana-iroha inside'", "<li>x<li>y", ["イ", "ロ"]),
        ("style='list-style-type:hangul' start=15", "<li>x", ["가가"]),
        ("style='list-style-type:cjk-ideographic' start=10", "<li>x<li>y<li value=21>z", ["十", "十一", "二十一"]),
        ("style='list-style-type:persian' start=-9", "<li>x", ["-۹"]),
        ("style='list-style-type:decimal-leading-zero'", "<li>x", ["01"]),
        ("style='list-style:circle url(a.png)'", "<li>x<li>y", ["•", "•"]),
        ("style='list-style-type:nonsense'", "<li>x", ["1"]),
    ],
)
def test_ordered_lists_number_as_html_says(attributes, items, expected):
    assert [marker for _, marker, _, _ in read(f"<ol {attributes}>{items}</ol>")] == expected


@pytest.mark.parametrize(
    ("style", "markers"),
    [
        ("list-style-type: decimal", ["1", "2"]),
        ("list-style: upper-alpha", ["A", "B"]),
        ("list-style:none", ["•", "•"]),
    ],
)
def test_a_list_without_order_is_numbered_by_its_style(style, markers):
    assert [marker for _, marker, _, _ in read(f"<ul style='{style}'><li>x<li>y</ul>")] == markers


def test_a_list_in_no_item_of_the_list_around_it_is_one_deeper():
    assert read("<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>") == [
        ("point", "1", 0, "a"), ("point", "1", 1, "b"), ("point", "2", 0, "c"),
    ]  # fmt: skip


def test_nested_lists_give_depth():
    markup = "<ol><li>a<ul><li>b<ol type=a><li>c</ol></ul><li>d<p>more</p></ol><p>end</p>"
    assert read(markup) == [
        ("point", "1", 0, "a"), ("point", "•", 1, "b"), ("point", "a", 2, "c"), ("point", "2", 0, "d"),
        ("paragraph", None, 1, "more"), ("paragraph", None, 0, "end"),
    ]  # fmt: skip


def test_a_typed_marker_in_a_list_is_the_marker():
    assert read("<ul><li>（1）甲</li><li>（2）乙</li></ul>") == [("point", "(1)", 0, "甲"), ("point", "(2)", 0, "乙")]


def test_numbered_sections_hold_their_lists():
    markup = "<h2><span>1　資金</span></h2><ul><li>（1）甲</li></ul>"
    markup += "<h2>2　条約</h2><dl><dt>（1）乙</dt><dd>　丙<br>\n　丁</dd></dl>"
    assert read(markup) == [
        ("heading", "1", 0, "資金"), ("point", "(1)", 1, "甲"), ("heading", "2", 0, "条約"), ("point", "(1)", 1, "乙"),
        ("paragraph", None, 0, "丙"), ("paragraph", None, 0, "丁"),
    ]  # fmt: skip


def test_without_leaves_elements_out():
    assert [text for *_, text in read("<p>a</p><aside>no</aside><ol><li class=x>1<li>2</ol>", "aside, .x")] == [
        "a",
        "2",
    ]


def test_a_deep_page_is_read_and_a_wide_one_fast():
    assert texts("<div>" * 240 + "x") == ["x"]
    started = time.process_time()
    assert len(texts("<p>word</p>" * 5_000 + "<img src=p.jpg>" * 500)) == 5_000
    assert time.process_time() - started < 20


PARTS = st.sampled_from(
    ["<p>", "</p>", "<li>", "<ol start=3>", "</ol>", "<table>", "<td>", "<tr>", "<br>", "word ", "1. ", "（1）",
     "\u3000",
     "<img src=a.jpg>", "<figure>", "<figcaption>", "</figure>", "<div class=photo>", "</div>", "<pre>", "\n", "&nbsp;",
     "<dl><dt>", "<dd>", "<script>", "</script>", "<b>", "<blockquote>", "</table>"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=30))
def test_any_body_is_read_without_an_error_and_without_losing_words(parts):
    try:
        node = article("".join(parts))
    except LayoutError:
        return
    found = blocks(node)
    captions = [image.caption or "" for image in captioned_images(node)]
    assert all(block.text.strip() for block in found)
    said = sum(block.text.count("word") for block in found)
    captioned = sum(caption.count("word") for caption in captions)
    assert said <= node.text.count("word") <= said + captioned


def test_a_region_without_words_has_no_blocks():
    assert blocks(region(html.parse("<div id=a><br></div>"), "#a", "https://mfa.example/")) == ()


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("In 2023<sup>1</sup> exports grew to 10<sup>6</sup>.", "In 2023¹ exports grew to 10⁶."),
        ("10<sup>-3</sup> m<sup>2</sup>, CO<sub>2</sub>", "10⁻³ m², CO₂"),
        ("2023<sup><a href='#n1'>1</a>,<a href='#n2'>2</a></sup> and", "2023¹,² and"),
        ("the 7<sup>th</sup> of May", "the 7th of May"),
        ("岸田<ruby>総理<rp>(</rp><rt>そうり</rt><rp>)</rp></ruby>", "岸田総理"),
        ("<ruby><rb>外相</rb><rtc><rt>がいしょう</rt></rtc></ruby>会談", "外相会談"),
        ("He said: <q>We <q>will</q> see.</q>", "He said: “We ‘will’ see.”"),
        ("Write to <a href='/cdn-cgi/l/email-protection' class='__cf_email__' data-cfemail='2a5a586a4c044d45'>x</a>.",
         "Write to pr@f.go."),
        ("Write to <a href='/cdn-cgi/l/email-protection#2a5a'><i data-cfemail='2a5a586a4c044d45'>x</i></a>.",
         "Write to pr@f.go."),
        ("Write to <span data-cfemail='nothing'>x</span>us.", "Write to us."),
        ("a<span style='visibility: hidden'>ghost</span>b", "ab"),
        ("a<i style='opacity:0'>ghost</i>b<i style='opacity: 0.5'>c</i>", "abc"),
        ("a<i style='font-size:0px'>ghost</i>b<i style='font-size:0.9em'>c</i>", "abc"),
        ("a<span class='x sr-only'>ghost</span>b<span class='sr-onlyx'>c</span>", "abc"),
        ("a<span class='govuk-visually-hidden'>ghost</span>b", "ab"),
        ("a<button>Share</button>b", "ab"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_of_it(markup, expected):
    assert texts(f"<p>{markup}</p>") == [expected]


@pytest.mark.parametrize(
    "markup", ["<h3><button>Aid</button></h3>", "<button><h3>Aid</h3></button>", "<summary><h3>Aid</h3></summary>"]
)
def test_the_heading_of_what_unfolds_is_a_heading(markup):
    assert read(f"<div>{markup}<p>Text.</div>") == [("heading", None, 0, "Aid"), ("paragraph", None, 0, "Text.")]


@pytest.mark.parametrize(
    "heading", ["<i role=heading>Aid</i>", "<button aria-expanded=true aria-controls=x>Aid</button>"]
)
def test_the_words_behind_a_heading_of_any_kind_are_words_of_their_own(heading):
    assert article(f"<p>One {heading}begins").text == "One Aid begins"


@pytest.mark.parametrize("tag", ["b class=x", "div"])
def test_hundreds_of_tags_that_nobody_closed_are_read(tag):
    assert "\n".join(texts(f"<{tag}>line " * 500)).split() == ["line"] * 500


@pytest.mark.parametrize(
    "tag", ["embed", "source", "track", "img", "input", "param", "wbr", "keygen", "area", "bgsound", "command"]
)
def test_a_void_element_holds_nothing_of_what_follows_it(tag):
    assert texts(f"<div><p>a</p><{tag} src=x.bin class=y hidden><p>b</p></div><p>c") == ["a", "b", "c"]


@pytest.mark.parametrize(
    "shown",
    [
        "style='backface-visibility: hidden'", "style='fill-opacity:0'", "style='x-display:none'",
        "style='margin-left:141.75pt; text-indent:-141.75pt'", "class=not-visually-hidden",
        "class='x-sr-only'", "style='opacity:0.9'", "hidden=until-found",
    ],
)  # fmt: skip
def test_what_only_sounds_hidden_is_read(shown):
    assert texts(f"<div {shown}><p>The ministers agreed.</div>") == ["The ministers agreed."]


@pytest.mark.parametrize(
    ("around", "within"),
    [
        ("font-size: 0", "font-size: 16px"),
        ("visibility: hidden", "visibility: visible"),
        ("color: transparent; font-size: 0", "color: #222; font-size: 1rem"),
        ("left: 50%; margin-left: -480px", "margin: 0"),
        ("background-clip: text; color: transparent", "margin: 0"),
    ],
)
def test_what_an_element_within_shows_again_is_read(around, within):
    assert texts(f"<div style='{around}'><div><p style='{within}'>Text.</p></div></div>") == ["Text."]


@pytest.mark.parametrize(
    ("around", "within"),
    [
        ("font-size: 0", "font-size: 2em"),
        ("visibility: hidden", "visibility: inherit"),
        ("visibility: hidden", "margin: 0"),
        ("color: transparent; font-size: 0", "font-size: 16px"),
        ("font-size: 0; display: none", "font-size: 16px; display: block"),
        ("background-clip: text; color: transparent; display: none", "margin: 0"),
        ("font-size: 0", "font-size: 16px; display: none"),
    ],
)
def test_what_no_element_within_shows_again_is_not(around, within):
    assert texts(f"<div style='{around}'><p style='{within}'>Text.</p></div>") == []


def test_what_is_hidden_leaves_no_trace_in_the_line_around_it():
    assert texts("<div>One text goes<div style='display:none'>ad</div> on</div>") == ["One text goes on"]
    assert texts("<p><q>A <q hidden>b</q>c</q></p>") == ["“A c”"]


LINKED = {
    "<p>See <a href=/t>the treaty</a>.</p>": [("See the treaty.", ["/t"])],
    "<p>A <a href=/a>a</a><br>B <a href=/b>b</a><br><br>C <a href=/c><b>c</b></a></p>": [
        ("A a\nB b", ["/a", "/b"]),
        ("C c", ["/c"]),
    ],
    "<ol><li><a href=/a>Один</a><li>Два <a href=/b>договор</a></ol>": [("Один", ["/a"]), ("Два договор", ["/b"])],
    "<table><tr><td>支援<td><a href=/b>覚書</a></table>": [("支援 | 覚書", ["/b"])],
    "<h2><a href=/h>Head</a></h2><a href=/p><p>Whole</p></a>": [("Head", ["/h"]), ("Whole", ["/p"])],
    "<p>x<a href=/i><img src=i.jpg></a> <a href='#n'>1</a> <a name=n>y</a></p>": [("x 1 y", [])],
    "<p><a href='/cdn-cgi/l/email-protection#2a5a586a4c044d45'>Write</a> <a href=' '>b</a></p>": [("Write b", [])],
    "<p><a href='mailto:a@mfa.example'>a</a> <a href='javascript:x()'>b</a> <a>c</a></p>": [("a b c", [])],
    "<p><a href=/a.pdf>A</a> <a href=/get download>B</a></p>": [("A B", [])],
    "<p>x</p><aside><a href=/more>More</a></aside>": [("x", [])],
}


@pytest.mark.parametrize(("markup", "expected"), LINKED.items())
def test_a_block_has_the_links_in_its_text(markup, expected):
    site = "https://mfa.example"
    found = [
        (block.text, [link.url.removeprefix(site) for link in block.links])
        for block in blocks(article(markup), "aside")
    ]
    assert found == expected
