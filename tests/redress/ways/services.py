"""Addresses that services and content management systems give to the same pictures, and to the same pages."""

import re
from collections.abc import Callable
from copy import deepcopy
from urllib.parse import quote, urlsplit

from lxml import etree

from redress.markup import Markup
from redress.ways.addresses import links, with_parameter
from redress.ways.pictures import by_path, in_a_parameter, loaded_later, pictures, renamed, served, with_parameters
from redress.ways.way import Way

_NOTHING = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 2'%3E%3C/svg%3E"
_WRAPPED = re.compile("urldefense|google|outlook")
_NAME = re.compile(r"(?<=/)([^/?#=]+)(\.\w+)(?<!\?)$")


def named(form: str) -> Callable[[Markup], None]:
    """A picture with another name in the same folder; `form` says what becomes of its stem and its ending."""
    return served(lambda url: _NAME.sub(lambda name: form.format(stem=name[1], ending=name[2]), url))


def sets_alone(markup: Markup) -> None:
    for one in pictures(markup):
        one.set("srcset", f"{one.attrib.pop('src')} 600w")


def polyfilled(markup: Markup) -> None:
    """As Drupal wrote pictures of several sizes before browsers knew them."""
    for one in pictures(markup):
        url = one.get("src", "")
        outer = etree.Element("span", {"data-picture": ""})
        etree.SubElement(outer, "span", {"data-src": url})
        hidden = etree.SubElement(outer, "noscript")
        etree.SubElement(hidden, "img", src=url)
        outer.tail = one.tail
        one.getparent().replace(one, outer)


def cloned(markup: Markup) -> None:
    """A slider's slides: the first once more behind the last, so that it turns without end."""
    for one in pictures(markup):
        figure = next(one.iterancestors("figure"), None)
        if figure is not None and not figure.attrib:
            twin = deepcopy(figure)
            twin.tail = None
            twin.set("class", "slick-slide slick-cloned")
            twin.set("aria-hidden", "true")
            twin.set("tabindex", "-1")
            figure.addnext(twin)


def fragments(markup: Markup) -> None:
    for one in pictures(markup):
        one.set("src", f"{one.get('src')}#focus=50,30")


def exit_page(url: str) -> str:
    return f"https://www.google.com/url?sa=t&q={quote(url, safe='')}&usg=AOv41"


def proofpoint(url: str) -> str:
    return f"https://urldefense.com/v3/__{url}__;!!LIr3w8kk"


def with_port(url: str) -> str:
    parts = urlsplit(url)
    host = f"{parts.netloc}:{443 if parts.scheme == 'https' else 80}"
    return url if _WRAPPED.search(url) else parts._replace(netloc=host).geturl()


def escaped_letters(url: str) -> str:
    parts = urlsplit(url)
    return url if _WRAPPED.search(url) else parts._replace(path=parts.path.replace("e", "%65")).geturl()


WAYS = (
    Way("pictures by Thumbor", served(lambda url: f"https://thumbs.example/unsafe/300x200/smart/{url}"), renames=True),
    Way("pictures by weserv", served(in_a_parameter("https://images.weserv.nl/?url=", "&w=300&output=webp"))),
    Way("pictures by Netlify", served(in_a_parameter("https://x.example/.netlify/images?url=", "&w=300"))),
    Way("pictures by Nuxt", served(by_path("/_ipx/w_300,f_webp")), renames=True),
    Way("pictures by Squarespace", served(with_parameters("format=1500w")), renames=True),
    Way("pictures by Contentful", served(with_parameters("fm=webp&w=800&fit=fill")), renames=True),
    Way("pictures by Sitefinity", served(with_parameters("sfvrsn=41ab_2")), renames=True),
    Way(
        "pictures by Umbraco",
        served(with_parameters("anchor=center&mode=crop&width=800&rnd=132840000000000000")),
        renames=True,
    ),
    Way("pictures by Wagtail", named("{stem}.width-800{ending}"), renames=True),
    Way("pictures by Wagtail, cut", named("{stem}.2e16d0ba.fill-800x600{ending}"), renames=True),
    Way("pictures by easy-thumbnails", named("{stem}{ending}.300x200_q85_crop{ending}"), renames=True),
    Way("pictures by Shopify", named("{stem}_1024x1024{ending}"), renames=True),
    Way("pictures by Hugo", named("{stem}_hu0123456789abcdef_41041_800x0_resize_q75_box{ending}"), renames=True),
    Way(
        "pictures by TYPO3",
        served(lambda url: re.sub(r"[^/]+(?=/[^/]+$)", "_processed_/4/1", _NAME.sub(r"csm_\1_0a1b2c3d4e\2", url))),
        most="typography",
        renames=True,
    ),
    Way(
        "pictures by MediaWiki",
        served(lambda url: re.sub(r"/uploads/(.+/)?([^/]+)$", r"/uploads/thumb/\1\2/300px-\2", url)),
        renames=True,
    ),
    Way("pictures by Ghost", served(lambda url: url.replace("/uploads/", "/uploads/size/w600/")), renames=True),
    Way(
        "pictures by Adobe",
        served(lambda url: f"{url}/_jcr_content/renditions/cq5dam.web.1280.1280.jpeg"),
        renames=True,
    ),
    Way("pictures for sharp screens", named("{stem}@2x{ending}"), renames=True),
    Way("pictures rotated by WordPress", named("{stem}-rotated{ending}"), renames=True),
    Way("pictures with an ending in capitals", served(renamed(".JPG")), renames=True),
    Way("pictures with a fragment", fragments, renames=True),
    Way("pictures loaded later by lozad", loaded_later("data-lazyload", _NOTHING)),
    Way("pictures loaded later by Flickity", loaded_later("data-flickity-lazyload", _NOTHING)),
    Way("pictures loaded later by a set of sizes", loaded_later("data-sizes-src", _NOTHING)),
    Way("pictures in a set alone", sets_alone),
    Way("pictures of a polyfill", polyfilled, renames=True),
    Way("pictures of a slider", cloned, renames=True),
    Way("wrapped by a search engine", links(exit_page, of_pages=True)),
    Way("wrapped by a guard of mail", links(proofpoint, of_pages=True)),
    Way("ports of links", links(with_port)),
    Way("escaped letters of links", links(escaped_letters, of_pages=True)),
    Way("clicks of newsletters", links(with_parameter("mc_cid=41ab&mc_eid=UNIQID&_ga=2.41"))),
    Way("words to be shown", links(lambda url: f"{url}#:~:text=Northport", of_pages=True)),
)
