from cProfile import Profile

import pytest

from crawler.extract.body import blocks
from crawler.extract.pictures.captions import captioned_images
from tests.crawler.extract.markup import article

LEAD = "<p>The two ministers met for ninety minutes and discussed a number of matters of mutual interest.</p>"
ONE, TWO = "Ministers shaking hands", "Working lunch scene"
A, B = "<img src=a.jpg>", "<img src=b.jpg alt=B>"


@pytest.mark.parametrize(
    "photos",
    [
        f"<figure>{A}<figcaption>{ONE}</figcaption></figure><figure>{B}<figcaption>{TWO}</figcaption></figure>",
        f"<figure><figure>{A}<figcaption>{ONE}</figcaption></figure></figure><figure>{B}{TWO}</figure>",
        f"<div>{A}<p>{ONE}</p></div><div>{B}<p>{TWO}</p></div>",
        f"<div class=photos><div>{A}<p>{ONE}</p></div><div>{B}<p>{TWO}</p></div></div>",
        f"<div class=image-section><div class=image>{A}</div><div class=text>{ONE}</div></div>"
        f"<div class=image-section><div class=image>{B}</div><div class=text>{TWO}</div></div>",
        f"<div class=photo><p>{A}</p><p>{ONE}</p><p>{B}</p><p>{TWO}</p></div>",
        f"<p>{A}<br>{ONE}</p><p>{B}<br><span>{TWO}</span></p>",
        f"<p><a href=big.jpg>{A}</a> {ONE}</p><p>{B} {TWO}</p>",
        f"<table><tr><td>{A}</td><td>{B}</td></tr><tr><td>{ONE}</td><td>{TWO}</td></tr></table>",
        f"<table><tr><td>{A}<br>{ONE}</td><td>{B}<br>{TWO}</td></tr></table>",
        f"<table><tr><td>{A}</td></tr><tr><td>{ONE}</td></tr></table>"
        f"<table><tr><td>{B}</td></tr><tr><td>{TWO}</td></tr></table>",
        f"<table><tbody><tr><td>{A}</td></tr><tr><td>{ONE}</td></tr></tbody></table>"
        f"<table><thead><tr><td>{B}</td></tr><tr><td>{TWO}</td></tr></thead></table>",
        f"<table><tr><td>{A}</td><td>{ONE}</td></tr><tr><td>{B}</td><td>{TWO}</td></tr></table>",
        f"<table><tr><td>{A}</td><td>&nbsp;</td><td>{B}</td></tr>"
        f"<tr><td>{ONE}</td><td></td><td>{TWO}</td></tr></table>",
        f"<dl><dt>{A}</dt><dd>{ONE}</dd></dl><dl><dt>{B}</dt><dd>{TWO}</dd></dl>",
        f"<dl><dt>{A}</dt><dd>{ONE}</dd><dt>{B}</dt><dd>{TWO}</dd></dl>",
        f"<ul><li>{A}<p>{ONE}</p></li><li>{B}<p>{TWO}</p></li></ul>",
        f"<p>{A}</p><p class=caption>{ONE}</p><div>{B}</div><div class=photo-credit>{TWO}</div>",
    ],
)
def test_every_plausible_markup_gives_two_captions_and_a_clean_body(photos):
    for markup in (photos + LEAD, LEAD + photos, f"<div class=text><div class=any-area>{photos}{LEAD}</div></div>"):
        node = article(markup)
        images = captioned_images(node)
        assert [(image.url, image.caption) for image in images] == [
            ("https://mfa.example/press/a.jpg", ONE), ("https://mfa.example/press/b.jpg", TWO),
        ]  # fmt: skip
        assert [image.alt for image in images] == [None, "B"]
        assert [block.text for block in blocks(node)] == [article(LEAD).text]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{A}</p>{LEAD}",
        f"<p align=center>{A}</p><p>At the invitation of the Premier</p>{LEAD}",
        f"{A}{LEAD}{LEAD}",
        f"<div class=any-area>{A}<p>大臣は信任状の捧呈を受けました。</p></div>",
        f"<p>{A}{LEAD[3:-4]} They agreed to meet again, and the talks went on for a long time after that.</p>",
        f"<div class=topic>{A}{LEAD}</div>",
        f"<div class=config-2>{A}{LEAD}</div>",
        f"<div class=section-block>{A}<div class=text><div class=any-area>{LEAD}</div></div></div>",
    ],
)
def test_a_text_that_merely_follows_is_no_caption(markup):
    node = article(markup)
    assert [image.caption for image in captioned_images(node)] == [None]
    assert " ".join(block.text for block in blocks(node)) == node.text


@pytest.mark.parametrize(
    "icon",
    [
        "<img src=/files/000471429.gif alt=別ウィンドウで開く>", "<img src=x.png alt='opens in another window'>",
        "<img src=spacer.gif>", "<img src=/img/ico_print.gif>", "<img src=t.gif width=1 height=1>", "<img>",
        "<img src='data:image/gif;base64,R0lGOD'>", "<img src=a.jpg width=20>", "<img src=https://x.example/share/button.png>",
    ],
)  # fmt: skip
def test_icons_and_trackers_are_no_images(icon):
    node = article(f"<p>See the document{icon}</p>{icon}<p>After</p>")
    assert captioned_images(node) == ()
    assert [block.text for block in blocks(node)] == ["See the document", "After"]


def test_an_image_that_a_script_loads_later_has_its_own_address():
    (image,) = captioned_images(article("<img src='data:,' data-src=real.jpg>"))
    assert image.url == "https://mfa.example/press/real.jpg"


def test_an_empty_caption_is_none():
    assert captioned_images(article(f"<figure>{A}<p>{ONE}</p><figcaption></figcaption></figure>"))[0].caption == ONE


@pytest.mark.parametrize("caption", [f"<figcaption>{ONE}</figcaption>", ""])
def test_a_figure_that_nobody_closed_has_no_text_for_its_caption(caption):
    node = article(f"<figure>{A}{caption}{LEAD * 5}")
    assert [image.caption for image in captioned_images(node)] == [ONE if caption else None]
    assert [block.text for block in blocks(node)] == [article(LEAD).text] * 5


def test_pictures_side_by_side_share_a_caption():
    images = captioned_images(article(f"<figure>{A}{B}<figcaption>{ONE}</figcaption></figure>"))
    assert [image.caption for image in images] == [ONE, ONE]


@pytest.mark.parametrize(
    ("around", "one"),
    [
        ("", A),
        ("", f"<p>{A}</p>"),
        ("", f"{A} word "),
        ("", "<img src=icon.gif>"),
        ("<figure>", "<img src=icon.gif>"),
        (f"<figure>{A * 300}", "<b class=caption>word</b>"),
        (f"<figure>{A * 300}", "word<br>"),
        ("<aside class=related>" + "<div>" * 150, A),
    ],
)
def test_pictures_by_the_thousand_cost_no_more_than_their_number(around, one):
    """Function calls are counted, since a clock would judge the machine."""

    node = article(around + one * 8_000 + A)
    with Profile() as profile:
        captioned_images(node)
    calls = sum(entry.callcount for entry in profile.getstats())
    assert calls < 200 * 8_000


@pytest.mark.parametrize(
    "image",
    [
        "<img src=/a.jpg>",
        "<img src='data:image/gif;base64,R0' data-srcset='/a.jpg 1x, /b.jpg 2x'>",
        "<img src=/placeholder.gif data-lazy-src=/a.jpg>",
        "<img src=/spinner.gif data-src=' /a.jpg '>",
        "<img srcset='/a.jpg 480w, /b.jpg 800w'>",
        "<picture><source srcset=/a.webp><img srcset='/a.jpg 1x'></picture>",
        "<picture><source srcset='/a.jpg, /b.jpg 2x'><img alt=x></picture>",
        "<picture><source srcset=/c.jpg><img src=/a.jpg></picture>",
        "<img lazysrc=/a.jpg alt=b.jpg>",
        "<img class=lazy src='data:,'><noscript><img src=/a.jpg></noscript>",
        "<noscript><img src=/a.jpg></noscript>",
    ],
)
def test_a_picture_that_is_loaded_later_has_its_own_address(image):
    node = article(f"<figure>{image}<figcaption>The ministers</figcaption></figure><p>Text")
    assert [(one.url, one.caption) for one in captioned_images(node)] == [
        ("https://mfa.example/a.jpg", "The ministers")
    ]
    assert [block.text for block in blocks(node)] == ["Text"]


def test_what_a_gallery_says_of_its_pictures_is_no_paragraph():
    node = article(
        "<figure class=gallery><figure><img src=/a.jpg><figcaption>Left</figcaption></figure>"
        "<figure><img src=/b.jpg><figcaption>Right</figcaption></figure><figcaption>The visit</figcaption></figure>"
        "<p>Text"
    )
    assert [one.caption for one in captioned_images(node)] == ["Left", "Right"]
    assert [block.text for block in blocks(node)] == ["Text"]


@pytest.mark.parametrize(
    ("photos", "captions"),
    [
        (f"<p>{A}{B}</p><p class=caption>Both</p>", ["Both", "Both"]),
        (f"<div><div>{A}</div><div>{B}</div></div><div class=photo-caption>Both</div>", ["Both", "Both"]),
        (f"<figure><div>{A}<p class=caption>Left</p>{B}<p class=caption>Right</p></div></figure>", ["Left", "Right"]),
        (f"<figure><div>{A}<i class=caption>Left</i></div><div>{B}</div></figure>", ["Left", None]),
        (f"<figure>{A}{B} Both of them.</figure>", ["Both of them."] * 2),
    ],
)
def test_pictures_that_stand_together_have_their_captions(photos, captions):
    node = article(f"{photos}{LEAD}{LEAD}")
    assert [image.caption for image in captioned_images(node)] == captions
    assert [block.text for block in blocks(node)] == [article(LEAD).text] * 2


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "&nbsp;"])
def test_what_nobody_sees_beside_a_picture_is_no_caption(sign):
    node = article(f"<div>{sign}{A}{sign}<p>{sign}{ONE}</p>{sign}</div>{LEAD}")
    assert [image.caption for image in captioned_images(node)] == [ONE]


def test_a_picture_for_browsers_without_scripts_is_one_and_a_counter_is_none():
    node = article(
        "<p><noscript><img src=/a.jpg?w=3></noscript></p>Text<noscript><img src=//c.example/count.gif></noscript>"
        "<noscript><p><img src='//c.example/piwik.php?idsite=1'></p></noscript>"
    )
    assert [image.url for image in captioned_images(node)] == ["https://mfa.example/a.jpg?w=3"]


def test_one_picture_in_two_sizes_has_its_caption():
    node = article(f"<dl><dt><a><img src=a.jpg><img src=a-300x200.jpg></a></dt><dd>{ONE}</dd></dl>{LEAD}")
    assert [image.caption for image in captioned_images(node)] == [ONE, ONE]
    assert len(blocks(node)) == 1
