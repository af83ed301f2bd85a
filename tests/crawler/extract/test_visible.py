import pytest

from crawler.extract.pictures.captions import captioned_images
from crawler.extract.selections import one
from tests.crawler.extract.markup import article, read, texts

STRUCK = {
    "<p>Open <s>on <b>Monday</b></s>.</p>": ["Open ~~on Monday~~."],
    "<p>Fällt <del>nicht</del> <ins>leider</ins> aus.</p>": ["Fällt ~~nicht~~ leider aus."],
    "<p>会議は<strike>中止</strike>延期</p>": ["会議は~~中止~~延期"],
    "<del><p>One.</p><p>Two.</p></del><p>Three.</p>": ["~~One.~~", "~~Two.~~", "Three."],
    "<p><s>a<br>b</s> c</p>": ["~~a~~\n~~b~~ c"],
    "<pre><s>a\n b</s></pre>": ["~~a~~\n~~b~~"],
    '<p style="TEXT-DECORATION: line-through">All of it</p>': ["~~All of it~~"],
    '<p>x <span style="text-decoration:underline line-through red">y</span></p>': ["x ~~y~~"],
    '<p>x <span style="text-decoration-line: line-through">y</span></p>': ["x ~~y~~"],
    '<p>x <span class="text-decoration-line-through">y</span></p>': ["x ~~y~~"],
    "<p><s>a</s> <del>b <s>c</s></del></p>": ["~~a b c~~"],
    "<s>a<p>b</p></s>c": ["~~a~~", "~~b~~", "c"],
    "<strike><p>Первый.</p><p>Второй.</p></strike>": ["~~Первый.~~", "~~Второй.~~"],
    '<p>x <span class="has-text-decoration-line-through">y</span></p>': ["x ~~y~~"],
    '<p>x <b class="u-strikethrough">y</b> <b class=strikeout>z</b></p>': ["x ~~y z~~"],
    '<p>x <span style="text-decoration: none; text-decoration: line-through !important">y</span></p>': ["x ~~y~~"],
    "<p>القرار <s>ملغى</s> نافذ</p>": ["القرار ~~ملغى~~ نافذ"],
    "<p><s> <q>yes</q> 10<sup>6</sup> </s>x</p>": ["~~“yes” 10⁶~~ x"],
    "<table><tr><td><s>Aid</s><td>50<tr><td>Food<td><del>60</del> 70</table>": ["~~Aid~~ | 50", "Food | ~~60~~ 70"],
}
NOT_STRUCK = {
    "<p><s> </s>x<del></del></p>": ["x"],
    '<p><s style="text-decoration: none">plain</s></p>': ["plain"],
    '<p><del style="display:none">gone</del>x</p>': ["x"],
    '<p class="struck-a-deal" style="text-decoration:underline">x</p>': ["x"],
    "<p><ins>new</ins></p>": ["new"],
    '<div class="post tag-strike category-air-strike no-strikethrough"><p>x</p></div>': ["x"],
    '<p style="text-decoration: line-through; text-decoration-line: none">x</p>': ["x"],
    "<p>5 ~~ 10</p>": ["5 ~~ 10"],
    "<p>&#xD800;a&#xDFFF;</p>": ["\ufffda\ufffd"],
}


@pytest.mark.parametrize(("markup", "shown"), (STRUCK | NOT_STRUCK).items())
def test_what_is_struck_out_is_read_between_tildes(markup, shown):
    assert texts(markup) == shown


@pytest.mark.parametrize("line", ["<s>1. First</s>", "1. <s>First</s>", "<s>1.</s> <s>First</s>"])
def test_a_point_struck_out_keeps_its_marker(line):
    points = read(f"<p>{line}</p><p>2. Second</p>")
    assert points == [("point", "1", 0, "~~First~~"), ("point", "2", 0, "Second")]


def test_titles_and_captions_say_what_is_struck_out():
    assert article("<h1>The <del>old</del> minister</h1>").text == "The ~~old~~ minister"
    picture = article("<figure><img src=a.jpg><figcaption>The <del>old</del> minister</figcaption></figure>")
    assert captioned_images(picture)[0].caption == "The ~~old~~ minister"


@pytest.mark.parametrize(
    "markup",
    [
        "<h3><button>Head</button></h3>",
        "<button><h3>Head</h3></button>",
        "<summary>Head</summary>",
        "<summary><b>Head</b></summary>",
        "<button aria-expanded=false aria-controls=x><span>Head</span></button>",
        "<button data-bs-toggle=collapse>Head</button>",
        "<dl><dt><button>Head</button></dt></dl>",
        "<div role=heading aria-level=3>Head</div>",
        "<span role=heading aria-level=3>Head</span>",
        "<div role=heading aria-level=3><button aria-expanded=false>Head</button></div>",
        "<button class='accordion' aria-expanded=false>Head</button>",
        "<button class='accordion__button collapsed' type=button>Head</button>",
    ],
)
def test_what_unfolds_a_text_is_its_heading(markup):
    assert read(f"{markup}<div id=x>text</div>") == [("heading", None, 0, "Head"), ("paragraph", None, 0, "text")]


@pytest.mark.parametrize(
    ("button", "panel"),
    [
        ("<h4><button aria-controls=p>Head</button></h4>", "<div id=p role=region hidden>"),
        ("<h2><button aria-expanded=false aria-controls=p>Head</button></h2>", "<div id=p style='display:none'>"),
        ("<button aria-expanded=false aria-controls=p>Head</button>", "<section id=p class=d-none>"),
        ("<h5><button data-toggle=collapse data-target='#p'>Head</button></h5>", "<div id=p hidden>"),
    ],
)
def test_what_a_heading_unfolds_is_read_and_nothing_else_that_is_hidden(button, panel):
    assert texts(f"{button}{panel}<p>Fifty.</p></div></section><div id=q hidden>ghost</div>") == ["Head", "Fifty."]
    assert texts("<button aria-haspopup=menu aria-expanded=false aria-controls=p>x</button><div id=p hidden>y") == []


@pytest.mark.parametrize(
    "button", ["<button>Share</button>", "<button aria-expanded=false aria-haspopup=menu>Share</button>"]
)
def test_other_buttons_are_no_text(button):
    assert texts(f"{button}<p>x</p>") == ["x"]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("10<span style='vertical-align: super; font-size: 70%'>6</span>", "10⁶"),
        ("H<span style='vertical-align:sub'>2</span>O", "H₂O"),
        ("٢٠٢٣<sup>١</sup>", "٢٠٢٣¹"),
        ("10<sup>６</sup>", "10⁶"),
        ("45<sup><a href='#n2'>(2)</a></sup>", "45⁽²⁾"),
        ("7<sup>th</sup>, 1<sup>er</sup>", "7th, 1er"),
        ("5<span style='vertical-align: top'>3</span>", "53"),
        ("10<sup>–6</sup>, 10<sup>2.5</sup>, PM<sub>2.5</sub>", "10⁻⁶, 10².⁵, PM₂.₅"),
        ("2023<sup>1,2–4</sup>, 2024<sup>5†</sup>, 8<sup>1/2</sup>", "2023¹,²⁻⁴, 2024⁵†, 8¹/²"),
        ("10<span class='superscript'>6</span>, CO<i class=subscript>2</i>", "10⁶, CO₂"),
        ("no. <b class=sub>2024</b>", "no. 2024"),
    ],
)
def test_figures_above_and_below_the_line_stand_apart(markup, shown):
    assert texts(f"<p>{markup}</p>") == [shown]


@pytest.mark.parametrize(
    "attribute",
    [
        *('style="position:absolute; left:-9999px"', 'style="text-indent:-9999px"', 'style="clip: rect(0, 0, 0, 0)"'),
        *('style="clip-path: inset(50%)"', 'style="width:1px;height:1px;overflow:hidden"', 'style="color:transparent"'),
        *('style="content-visibility:hidden"', 'class="hidden"', 'class="d-none"', 'class="a invisible"', "popover"),
        *('class="wb-inv"', 'class="show-for-sr"', 'class="cdk-visually-hidden"', 'class="blind"', 'class="offscreen"'),
        *('style="font: 0/0 a"', 'style="color:rgba(0, 0, 0, 0)"', 'style="clip-path:circle(0)"'),
        *(
            'style="transform:translateX(-9999px)"',
            'style="display:block;display:none"',
            'class="d-none d-print-block"',
        ),
        *(
            'class="hidden print:block"',
            'class="print-only"',
            'class="uk-hidden"',
            'class="hide"',
        ),
        *('style="display:none!important;display:block"', 'class="govuk-!-display-none"', 'style="COLOR:#0000"'),
        *('class="fr-sr-only"', 'class="visually-hidden-focusable"', 'class="ui-helper-hidden-accessible"'),
    ],
)
def test_hidden_is_hidden_by_any_means(attribute):
    assert texts(f"<p>a<span {attribute}>ghost</span>b</p>") == ["ab"]


@pytest.mark.parametrize(
    "attribute",
    [
        *('class="d-none d-md-block"', 'class="hidden md:block"', 'class="hidden-treasures"', 'class="colour-blind"'),
        *('style="margin-left:-20px"', 'style="width:100px;overflow:hidden"', 'style="background-color:transparent"'),
        *('style="display:none;display:inline"', 'style="/* display:none */"', 'style=";:"'),
        *(
            'style="color:transparent;background-clip:text"',
            'class="hide-and-seek"',
            'class="is-hidden"',
            'class="not-hidden"',
        ),
        *('style="left:-10px"', 'aria-hidden="true"', 'style="opacity:0.5"', 'style="clip-path:inset(5%)"'),
    ],
)
def test_what_only_looks_hidden_is_read(attribute):
    assert texts(f"<p>a<span {attribute}>b</span>c</p>") == ["abc"]


def test_a_panel_behind_a_tab_is_read():
    assert texts("<div role=tabpanel>One.</div><div role=tabpanel hidden>Two.</div>") == ["One.", "Two."]


def test_a_box_that_keeps_the_shape_of_a_picture_is_not_hidden():
    box = article("<div style='height:0;padding-bottom:56.25%;overflow:hidden'><img src=/a.jpg></div><p>x</p>")
    assert [picture.url for picture in captioned_images(box)] == ["https://mfa.example/a.jpg"]


def test_a_dialog_is_read_where_it_is_open():
    assert texts("<dialog>no</dialog><dialog open>yes</dialog>") == ["yes"]


@pytest.mark.parametrize(("names", "shown"), [("d-none a", False), ("a a", True)])
def test_of_the_names_of_a_class_without_end_the_first_count(names: str, shown: bool) -> None:
    found = texts(f'<p>x</p><p class="{names}{" a" * 100_000} d-none">y</p>')
    assert found == (["x", "y"] if shown else ["x"])


@pytest.mark.parametrize(
    "widget",
    [
        "<nav><ul><li><a href=/>Home</a></li></ul></nav>",
        "<aside class='related-news'><h3>Related</h3><p>Talks</p></aside>",
        "<aside id=newsletter><p>Subscribe</p></aside>",
        "<div class='cookie-banner x'><p>We use cookies.</p></div>",
        "<section id=cookie-notice><p>We use cookies.</p></section>",
        "<div class=onetrust-pc-dark-filter><p>We use cookies.</p></div>",
        "<div role=alertdialog><p>Do you accept?</p></div>",
        "<div role=search><p>Search</p></div>",
    ],
)
def test_what_stands_beside_a_text_is_none_of_it(widget):
    assert texts(f"<p>One.</p>{widget}<p>Two.</p>") == ["One.", "Two."]


def test_a_picture_of_a_widget_is_none_of_the_text() -> None:
    page = article('<p>One.</p><img src=lake.jpg><aside class="o-related"><img src=sea.jpg></aside>')
    assert [image.url.rpartition("/")[2] for image in captioned_images(page)] == ["lake.jpg"]


@pytest.mark.parametrize(
    "style", ["white-space: pre-line", "color:red;white-space:pre-wrap", "white-space:break-spaces"]
)
def test_lines_of_the_source_are_read_where_a_style_keeps_them(style: str) -> None:
    assert texts(f'<div style="{style}">One.\n\nTwo <b>or</b>\n\nthree.</div>') == ["One.", "Two or", "three."]
    assert texts('<div style="white-space: nowrap">One.\n\nTwo.</div>') == ["One. Two."]


def test_a_layout_that_asks_for_its_one_heading_is_not_given_that_of_a_widget() -> None:
    page = article('<h3>Visit</h3><p>One.</p><aside class="o-related"><h3>Related</h3></aside>')
    assert one(page, "h3").text == "Visit"
    assert one(one(page, "aside"), "h3").text == "Related"


@pytest.mark.parametrize(
    "box",
    [
        "<aside><p>For editors</p></aside>",
        "<aside class=note><p>For editors</p></aside>",
        "<aside class=article-sidebar><p>For editors</p></aside>",
        "<aside class='unrelated shared-statement socialists promotions'><p>For editors</p></aside>",
        "<div class=cookies-of-war><p>For editors</p></div>",
    ],
)
def test_what_all_should_read_is_read_beside_a_text(box):
    assert texts(f"<p>One.</p>{box}") == ["One.", "For editors"]
