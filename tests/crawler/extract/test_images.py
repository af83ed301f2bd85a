import pytest

from crawler.extract.pictures.captions import captioned_images
from tests.crawler.extract.markup import article, texts


def shown(image: str) -> list[tuple[str, str | None]]:
    found = captioned_images(article(f"<figure>{image}<figcaption>The ministers</figcaption></figure><p>t</p>"))
    return [(picture.url.removeprefix("https://mfa.example"), picture.caption) for picture in found]


@pytest.mark.parametrize(
    "image",
    [
        *("<img src=blank.gif srcset='/a.jpg 300w, /b.jpg 600w'>", "<img src=/img/loading.svg data-src=/a.jpg>"),
        *("<img data-cfsrc=/a.jpg>", "<img src=/lazy.png data-hi-res-src='/a.jpg'>", "<img src='#' data-image=/a.jpg>"),
        *("<img nitro-lazy-src=/a.jpg>", "<img src=about:blank data-ezsrc=/a.jpg>", "<img data-srcset='/a.jpg 1x'>"),
        *("<img src=/img/preloader.gif data-lazyload=/a.jpg>", "<img src=/no-image.png data-x=/a.jpg>"),
        "<img src='data:image/gif;base64,R0lG' data-orig-file='/a.jpg'>",
        "<picture><source data-srcset='/a.jpg'><img src='data:image/gif;base64,R0lG'></picture>",
        "<noscript><img src=/a.jpg></noscript><img class=lazy src=placeholder.gif>",
        "<img class=lazy src=1x1.gif><noscript><img src=/a.jpg></noscript>",
        "<img data-interchange='[/a.jpg, (default)], [/b.jpg, (large)]'>",
        "<object data=/a.jpg type='image/jpeg'><p>Your browser shows no pictures</p></object>",
        "<embed src=/a.jpg width=640 height=480>",
        "<div data-lazy></div><noscript><img src=/a.jpg></noscript>",
        "<picture><source data-srcset=/a.jpg><img src=data:,></picture><noscript><img src=/a.jpg></noscript>",
    ],
)
def test_a_picture_that_is_loaded_later_has_its_address(image):
    assert shown(image) == [("/a.jpg", "The ministers")]


def test_a_picture_by_a_service_is_shown_to_browsers_without_scripts():
    url = "https://images.example/?url=https%3A%2F%2Fmfa.example%2Fa.jpg&w=300"
    found = captioned_images(article(f"<p>t</p><div><span></span><noscript><img src='{url}'></noscript></div>"))
    assert [picture.url for picture in found] == [url]


@pytest.mark.parametrize(
    "name",
    ["share-the-planet.jpg", "logo-unveiling.jpg", "press-icon-award.webp", "print_exhibition.JPG", "dot-com.jpeg?w=1"],
)
def test_a_photograph_is_no_icon_for_its_name(name):
    found = captioned_images(article(f"<p>t</p><p><img src=/{name}></p>"))
    assert [picture.url for picture in found] == [f"https://mfa.example/{name}"]


@pytest.mark.parametrize("size", ["width='40%'", "width=40% height=auto", "width=20em", "width=640 height=480"])
def test_a_width_in_per_cent_is_no_small_one(size):
    assert len(captioned_images(article(f"<p>t</p><p><img src=/a.jpg {size}></p>"))) == 1


@pytest.mark.parametrize(
    "icon",
    [
        *("src=/icon.png", "src=/facebook-icon.svg", "src=/icon_2.jpg", "src=/mofa-logo.jpg", "src=/spacer.gif"),
        *("src=/flag.png style='width:16px;height:11px'", "src=/smile.png style='height: 1em; max-height: 1em'"),
        *("src=/a.jpg width=40", "src=/a.jpg height='16px'", "src=/a.jpg alt='Opens in a new window'"),
    ],
)
def test_icons_are_no_pictures(icon):
    assert captioned_images(article(f"<p>t</p><p><img {icon}></p>")) == ()


@pytest.mark.parametrize("image", ["<img src=/logo.png>", "<img src=/arrow-river.png width=640 height=480>"])
def test_what_has_a_caption_or_a_height_is_a_picture_whatever_its_name(image):
    assert len(shown(image)) == 1
    assert texts(f"<figure>{image}<figcaption>The ministers</figcaption></figure><p>t</p>") == ["t"]


@pytest.mark.parametrize(
    "image",
    [
        "<amp-img src=/a.jpg width=600 height=400><noscript><img src=/a.jpg></noscript></amp-img>",
        "<amp-img src=/a.jpg width=16 height=9 layout=responsive></amp-img>",
        "<amp-anim srcset='/a.jpg 600w, /b.jpg 900w'></amp-anim>",
        "<div style=\"background-image: url('/a.jpg')\"></div>",
        "<div role=img style='background: #fff url(/a.jpg) no-repeat'></div>",
        "<div role=img data-bg=/a.jpg></div>",
        "<img src=/pagespeed_static/1.JiBnMqyl6S.gif data-pagespeed-lazy-src=/a.jpg>",
        "<img src=/b.gif data-hi-res-src=/a.jpg>",
    ],
)
def test_a_picture_that_is_no_img_has_its_address(image):
    assert shown(image) == [("/a.jpg", "The ministers")]


def test_a_background_that_says_what_it_shows_is_a_picture():
    markup = "<div role=img aria-label='A bridge' style='background:url(/a.jpg)'></div><p>t</p>"
    assert [(one.url, one.alt) for one in captioned_images(article(markup))] == [
        ("https://mfa.example/a.jpg", "A bridge")
    ]


@pytest.mark.parametrize(
    "style", ["background: url(/a.jpg)", "background-image: url(data:image/gif;base64,R0)", "background: none"]
)
def test_a_background_behind_words_is_none(style):
    assert captioned_images(article(f"<div style='{style}'><p>t</p></div>")) == ()
    assert captioned_images(article(f"<figure style='{style}'><img src=/b.jpg></figure>"))[0].url.endswith("/b.jpg")
