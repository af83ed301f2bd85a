import pytest

from crawler.extract.pictures.captions import captioned_images
from tests.crawler.extract.markup import article, read, texts

STRUCK = {
    "<p>Open <s>on <b>Monday</b></s>.</p>": ["Open ~~on Monday~~."],
    "<p>Fällt <del>nicht</del> <ins>leider</ins> aus.</p>": ["Fällt ~~nicht~~ leider aus."],
    "<p>会議は<strike>中止</strike>延期</p>": ["会議は~~中止~~延期"],
    "<del><p>One.</p><p>Two.</p></del><p>Three.</p>": ["~~One.~~", "~~Two.~~", "Three."],
    "<p><s>a<br>b</s> c</p>": ["~~a~~\n~~b~~ c"],
    "<pre><s>a\n b</s></pre>": ["~~a b~~"],
    '<p style="TEXT-DECORATION: line-through">All of it</p>': ["~~All of it~~"],
    '<p>x <span style="text-decoration:underline line-through red">y</span></p>': ["x ~~y~~"],
    '<p>x <span style="text-decoration-line: line-through">y</span></p>': ["x ~~y~~"],
    '<p>x <span class="text-decoration-line-through">y</span></p>': ["x ~~y~~"],
    "<p><s>a</s> <del>b <s>c</s></del></p>": ["~~a b c~~"],
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
