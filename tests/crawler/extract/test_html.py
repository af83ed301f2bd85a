import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import element, html, selections
from storage.errors import LayoutError
from tests.crawler.extract.markup import ADDRESS, article


def test_one_gives_the_element_and_its_text():
    node = article("<h1>Working <b>Lunch</b> on the 7<sup>th</sup></h1>")
    assert selections.one(node, "h1").text == "Working Lunch on the 7th"


@pytest.mark.parametrize(
    ("select", "message"),
    [
        (lambda node: selections.one(node, "p.date"), "'p.date': expected one element, found 0 in <article>"),
        (lambda node: selections.one(node, "li"), "'li': expected one element, found 2 in <article>"),
        (lambda node: selections.maybe(node, "li"), "'li': expected one element or none, found 2 in <article>"),
        (
            lambda node: selections.some(selections.one(node, "ul"), "p"),
            "'p': expected some elements, found none in <ul#list.a.b>",
        ),
    ],
)
def test_a_selection_that_fails_names_itself_and_what_it_found(select, message):
    node = article("<ul id=list class='a b'><li>1<li>2</ul>")
    with pytest.raises(LayoutError) as error:
        select(node)
    assert str(error.value) == message


def test_maybe_and_some_give_what_is_there():
    node = article("<ul><li>1<li>2</ul>")
    assert selections.maybe(node, "p") is None
    assert selections.maybe(node, "ul") is not None
    assert [item.text for item in selections.some(node, "li")] == ["1", "2"]


def test_a_region_is_exactly_one_element():
    tree = html.parse("<div class=a>1</div><div class=a>2</div>")
    for css, count in ((".a", 2), ("#b", 0)):
        with pytest.raises(LayoutError, match=f"expected one element, found {count}"):
            element.region(tree, css, ADDRESS)


def test_a_region_leaves_the_tree_as_it_was():
    tree = html.parse("<div id=a><span>x</span><script>y</script></div>")
    element.region(tree, "#a", ADDRESS)
    assert len(tree.xpath("//script | //span")) == 2


@pytest.mark.parametrize(
    "unread",
    [
        "<script>no</script>", "<style>no</style>", "<noscript>no</noscript>", "<template>no</template>",
        "<select><option>no</select>", "<button>no</button>", "<textarea>no</textarea>", "<iframe>no</iframe>",
        "<!-- no -->", "<?php no ?>", "<p hidden>no</p>", "<p style='color:red;DISPLAY : none'>no</p>",
        "<div style='display:none'><p>no</p> no</div>", "<svg><text>no</text></svg>", "<input value=no>",
    ],
)  # fmt: skip
def test_what_no_reader_reads_is_gone_and_what_follows_stays(unread):
    assert article(f"<p>before</p>{unread}<p>after</p>").text == "before after"
    assert article(f"be{unread}fore").text in ("before", "be fore")


def test_form_controls_go_but_the_form_that_wraps_a_page_stays():
    assert article("<form><p>Text<input type=text></p></form>").text == "Text"


def test_visual_tags_are_unwrapped_and_named_ones_kept():
    node = article("<p><span>a</span><font><b>b</b></font><o:p>c</o:p><span class=date>d</span></p>")
    assert [tag.name for tag in node.find_all(True)] == ["p", "span"]
    assert node.text == "abcd"


def test_attributes_that_nobody_reads_go_and_addresses_are_absolute():
    node = article("<a href='../t1.html' onclick=x style=y target=_blank class=k><img src=a.jpg data-x=1 alt=z></a>")
    assert selections.one(node, "a").attrs == {"href": "https://mfa.example/t1.html", "class": ["k"]}
    assert selections.one(node, "img").attrs == {"src": "https://mfa.example/press/a.jpg", "alt": "z"}


def test_lines_and_blocks_stand_apart_in_a_text():
    assert article("<div>a<p>b</p>c<br>d<ul><li>e<li>f</ul></div>").text == "a b c d e f"
    assert article("<p>one\n  two\tthree</p>").text == "one two three"


def test_an_address_that_is_none_stays_as_it_is():
    assert selections.one(article("<a href='http://[bad'>x</a>"), "a")["href"] == "http://[bad"


def test_head_metadata_is_read_from_the_tree():
    tree = html.parse(
        "<head><base href='/eng/'><meta name=PubDate content=' 2024-01-02 '><meta property=og:title content=T></head>x"
    )
    assert html.meta(tree, "PubDate") == "2024-01-02"
    assert html.meta(tree, "og:title") == "T"
    assert html.meta(tree, "none'\"") is None
    assert html.base(tree, ADDRESS) == "https://mfa.example/eng/"
    assert html.base(html.parse("x"), ADDRESS) == ADDRESS
    for stated in ("http://[", "data:text/html,x", "javascript:void(0)", ""):
        assert html.base(html.parse(f"<base href='{stated}'>"), ADDRESS) == ADDRESS
    assert html.base(html.parse("<base target=_top><div><base href='/a/'></div><base href='/b/'>"), ADDRESS).endswith(
        "/a/"
    )


@pytest.mark.parametrize("text", ["", "  \n", "<!-- nothing -->"])
def test_a_page_without_markup_is_a_layout_error(text):
    with pytest.raises(LayoutError):
        html.parse(text)


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td"])
def test_endless_nesting_is_refused(tag):
    with pytest.raises(LayoutError, match="nests deeper"):
        html.parse(f"<{tag}>" * 20_000 + "end")


@pytest.mark.parametrize("attribute", [" a{}", " a{}=1", ' a{}="1"', 'a{}="1"', "\n/a{}"])
def test_a_tag_with_countless_attributes_is_refused(attribute):
    with pytest.raises(LayoutError, match="more attributes"):
        html.parse("<p>x</p><p " + "".join(attribute.format(number) for number in range(50_000)) + ">y</p>")


def test_data_in_a_script_is_no_crowded_tag():
    data = ",".join(f'"https://mfa.example/a b={number}":[{{}},1]' for number in range(5_000))
    assert html.parse(f"<body><script>for(i=0;i<n;i++)x={{{data}}}</script><p>text</p>") is not None


def test_the_deepest_page_allowed_is_read():
    assert article("<div><b>" * 120 + "end").text == "end"


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b hidden>", "<br>", "x", "&#0;", "<![CDATA[", "<svg>", "\x00"]), max_size=20
    )
)
def test_any_markup_is_read_or_refused(parts):
    try:
        tree = html.parse("".join(["<body>", *parts]))
    except LayoutError:
        return
    assert isinstance(element.region(tree, "body", ADDRESS).text, str)
