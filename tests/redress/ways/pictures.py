"""Other addresses and other markup of the same pictures."""

import re
from collections.abc import Callable
from copy import deepcopy
from urllib.parse import quote, urlsplit

from lxml import etree

from redress.markup import PARAGRAPH, Element, Markup, fragment
from redress.ways.structure import wrap
from redress.ways.way import Way

_NAMED = re.compile(r"(?:-\d+x\d+)?(\.\w+)$")
_NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def pictures(markup: Markup) -> list[Element]:
    """The pictures of the furniture and others like it: whose files have a name of their own."""
    found = [one for one in markup.text.iter("img") if one.get("src", "").startswith("https://media.example/")]
    return found + [one for one in markup.text.iter("img") if one not in found and _is_plain(one)]


def _is_plain(image: Element) -> bool:
    return (
        set(image.attrib) <= {"src", "alt", "width", "height"}
        and bool(re.fullmatch(r"(?:https?://[\w.]+)?/[\w./-]+\.jpg", image.get("src", "")))
        and (image.get("width") or "99").isdigit()
        and int(image.get("width") or 99) > 99
    )


def served(change: Callable[[str], str]) -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in pictures(markup):
            if one.get("src", "").startswith("https://"):
                one.set("src", change(one.get("src", "")))

    return dress


def renamed(rest: str) -> Callable[[str], str]:
    return lambda url: _NAMED.sub(rest, url)


def with_parameters(query: str) -> Callable[[str], str]:
    return lambda url: f"{url}{'&' if '?' in url else '?'}{query}"


def other_host(url: str) -> str:
    return urlsplit(url)._replace(netloc="cdn-41.example").geturl()


def behind(prefix: str) -> Callable[[str], str]:
    return lambda url: prefix + url


def in_a_parameter(prefix: str, suffix: str) -> Callable[[str], str]:
    return lambda url: prefix + quote(url, safe="") + suffix


def by_path(prefix: str) -> Callable[[str], str]:
    return lambda url: urlsplit(url)._replace(path=prefix + urlsplit(url).path).geturl()


def loaded_later(attribute: str, shown: str, form: str = "{}") -> Callable[[Markup], None]:
    def dress(markup: Markup) -> None:
        for one in pictures(markup):
            one.set(attribute, form.format(one.get("src")))
            one.set("src", shown)
            one.set("loading", "lazy")

    return dress


def twin_without_scripts(markup: Markup) -> None:
    for one in pictures(markup):
        twin = etree.Element("noscript")
        twin.append(deepcopy(one))
        twin[0].tail = None
        twin.tail, one.tail = one.tail, None
        one.addnext(twin)
        one.set("data-src", one.get("src", ""))
        one.set("src", _NOTHING)


def twin_alone(markup: Markup) -> None:
    for one in pictures(markup):
        twin = deepcopy(one)
        twin.tail = None
        hidden = etree.Element("noscript")
        hidden.append(twin)
        hidden.tail, one.tail = one.tail, None
        one.addnext(hidden)
        one.set("src", _NOTHING)


def sources(markup: Markup) -> None:
    for one in pictures(markup):
        outer = wrap(one, "picture")
        url = one.get("src", "")
        for form in ("webp", "avif"):
            outer.insert(0, etree.Element("source", type=f"image/{form}", srcset=f"{url}.{form} 1x, {url}.{form} 2x"))


def many_sizes(markup: Markup) -> None:
    for one in pictures(markup):
        sizes = [renamed(rf"-{width}x99\1")(one.get("src", "")) + f" {width}w" for width in (300, 768)]
        one.set("srcset", ", ".join(sizes))
        one.set("sizes", "(max-width: 600px) 100vw, 600px")


def linked(markup: Markup) -> None:
    for one in pictures(markup):
        if one.getparent().tag != "a":
            wrap(one, "a", {"href": one.get("src", ""), "class": "x-lightbox"})


def twice(markup: Markup) -> None:
    for one in pictures(markup):
        other = deepcopy(one)
        other.tail = None
        other.set("src", renamed(r"-300x200\1")(one.get("src", "")))
        other.set("class", "x-narrow")
        one.addprevious(other)


def sized(markup: Markup) -> None:
    for one in pictures(markup):
        one.set("width", "1200")
        one.set("height", "800")
        one.set("style", "max-width: 100%; height: auto")


def described(markup: Markup) -> None:
    for one in pictures(markup):
        if not one.get("alt"):
            one.set("alt", "Two ministers in front of a lighthouse")


def caption_as(figure: str, caption: str, **names: str) -> Callable[[Markup], None]:
    """The caption of a figure in another construction."""

    def dress(markup: Markup) -> None:
        for one in pictures(markup):
            outer = next(one.iterancestors("figure"), None)
            words = None if outer is None else outer.find("figcaption")
            if outer is not None and words is not None and not outer.attrib and not words.attrib:
                outer.tag, words.tag = figure, caption
                outer.attrib.update({"class": names["outer"]} if "outer" in names else {})
                words.attrib.update({"class": names["inner"]} if "inner" in names else {})

    return dress


def caption_as_a_paragraph(markup: Markup) -> None:
    """The picture in a paragraph of its own, and what stood beneath it in the next."""
    for one in pictures(markup):
        outer = next(one.iterancestors("figure"), None)
        words = None if outer is None else outer.find("figcaption")
        if outer is not None and words is not None and not outer.attrib:
            words.tag = "p"
            words.set(PARAGRAPH, "")
            outer.tag = "p"
            words.tail = outer.tail
            outer.tail = None
            outer.addnext(words)


def as_amp(markup: Markup) -> None:
    for one in pictures(markup):
        if not one.get("src", "").startswith("http"):
            continue
        one.tag = "amp-img"
        one.set("layout", "responsive")
        one.extend(fragment(f'<noscript><img src="{one.get("src")}"></noscript>'))


def as_background(markup: Markup) -> None:
    """What a figure shows, by its style alone."""
    for one in pictures(markup):
        figure = next(one.iterancestors("figure"), None)
        if figure is not None and len(list(figure.iter("img"))) == 1:
            url, alt = one.attrib.pop("src"), one.attrib.pop("alt", "")
            one.tag = "div"
            one.attrib.update({"role": "img", "aria-label": alt, "style": f"background-image: url('{url}')"})


WAYS = (
    Way("pictures from another host", served(other_host)),
    Way("pictures over http", served(lambda url: url.replace("https:", "http:"))),
    Way("pictures of another size by name", served(renamed(r"-1024x683\1")), renames=True),
    Way("pictures scaled by name", served(renamed(r"-scaled\1")), renames=True),
    Way("pictures of another size by parameter", served(with_parameters("w=300&h=200&crop=1")), renames=True),
    Way("pictures of another quality", served(with_parameters("auto=format&q=75&dpr=2")), renames=True),
    Way("pictures with a version", served(with_parameters("ver=6.4.2")), renames=True),
    Way("pictures in another format", served(renamed(".webp")), renames=True),
    Way("pictures in a format more", served(lambda url: f"{url}.webp"), renames=True),
    Way("pictures by Photon", served(lambda url: f"https://i0.wp.com/{url.partition('://')[2]}?ssl=1")),
    Way("pictures by Cloudflare", served(by_path("/cdn-cgi/image/width=300,quality=75")), renames=True),
    Way("pictures by Cloudflare of another host", served(behind("https://x.example/cdn-cgi/image/width=300/"))),
    Way("pictures by Next.js", served(in_a_parameter("https://x.example/_next/image?url=", "&w=640&q=75"))),
    Way("pictures by Cloudinary", served(behind("https://res.cloudinary.com/mfa/image/fetch/w_300,c_fill/"))),
    Way("pictures loaded later", loaded_later("data-src", _NOTHING)),
    Way("pictures loaded later by WordPress", loaded_later("data-lazy-src", "/img/placeholder.gif")),
    Way("pictures loaded later by jQuery", loaded_later("data-original", "/img/spinner.gif")),
    Way("pictures loaded later from a set", loaded_later("data-srcset", _NOTHING, "{} 600w")),
    Way("pictures loaded later by name", loaded_later("lazysrc", _NOTHING)),
    Way("pictures with twins", twin_without_scripts),
    Way("pictures in twins alone", twin_alone),
    Way("pictures in several formats", sources),
    Way("pictures in several sizes", many_sizes, renames=True),
    Way("pictures with a link", linked),
    Way("pictures for wide and narrow screens", twice, renames=True),
    Way("pictures named by size", served(renamed(r"-large\1")), renames=True),
    Way("pictures of another size", sized),
    Way("pictures described", described, most="typography"),
    Way("pictures of AMP", as_amp),
    Way("pictures as backgrounds", as_background, renames=True),
    Way("captions in WordPress's old markup", caption_as("div", "p", outer="wp-caption", inner="wp-caption-text")),
    Way("captions in a block of pictures", caption_as("div", "div", outer="media-photo")),
    Way("captions as paragraphs", caption_as_a_paragraph, most="typography", renames=True),
)
