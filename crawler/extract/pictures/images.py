"""Pictures in markup: which belong to a text, and where what they show has its address."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from lxml import etree

# Where pages keep the address of a picture or frame until a script needs it.
LOADED_LATER = (
    *("data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src", "data-echo"),
    *("data-pagespeed-lazy-src", "data-hi-res-src"),
)
BACKGROUNDS, BACKGROUND_SET = ("data-bg", "data-background-image"), "data-bgset"
AMP = ("amp-img", "amp-anim")  # a picture in AMP's components
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-image)?\s*+:[^;]{0,200}?url\(\s*+[\"']?([^\"')]++)", re.IGNORECASE)
_WORDED = frozenset({"alt", "src", "title"})
_NOTHING = ("data:", "about:", "#")
_PLACEHOLDER = re.compile(  # in a file's name
    r"(?:^|[_.-])(?:blank|placeholder|(?:pre)?load(?:ing|er)|lazy(?:load)?|no-?image|stub|lqip|gr[ae]y|spinner|pixel|1px|1x1|transparent|spacer|dummy"
    r"|empty)(?=[_.\d-]|$)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"^[^\s?#]+\.(?:jpe?g|png|gif|webp|avif)(?:[?#]\S*)?$", re.IGNORECASE)
_INTERCHANGED = re.compile(r"\A\s*\[\s*([^\s,\]]++)")  # Foundation's sizes: "[small.jpg, (default)], [...]"
_LONGEST_INTERCHANGE = 2_000  # characters
_MOST_SOURCES = 20  # of a picture that are looked at: a bound keeps hostile markup cheap
_SMALLEST = 48  # pixels; flags in text, icons, spacers and trackers are smaller, photographs larger
_TALL = 150  # pixels; no icon or logo in a text is as high
_ICON = re.compile(
    r"(?:^|[/_.-])(?:icon|ico|spacer|blank|pixel|dot|clear|arrow|bullet|btn|button|logo|share|1x1|transparent|print|sns)"
    r"(?=[/_.\d-]|$)",
    re.IGNORECASE,
)
_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|webp|avif|heic)$", re.IGNORECASE)
# Also as a parameter of a service that makes it smaller.
_NAMES_A_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|webp|avif|heic)(?=[?&#]|$)", re.IGNORECASE)
_PIXELS = re.compile(r"\s*+(\d{1,6})(?:\.\d*+)?\s*+(?:px)?\s*+$", re.IGNORECASE)
_ICON_ALT = re.compile(
    r"別ウ[ィイ]ンドウ|新しいウ[ィイ]ンドウ|(?:new|another) window|새 ?창|^(?:pdf|icon)$", re.IGNORECASE
)


def is_icon(url: str, alt: str, width: str, height: str, *, by_name: bool = True) -> bool:
    """Whether a picture belongs to no text: it is small, its alternative text says so or, `by_name`, its file's name.

    A photograph is none for a name that begins like an icon's ("share-the-planet.jpg"), or for a width in per cent.
    """
    sizes = [_PIXELS.match(size) for size in (width, height)]
    if any(size and int(size[1]) < _SMALLEST for size in sizes) or _ICON_ALT.search(alt):
        return True
    name = url.partition("?")[0].rpartition("/")[2]
    if not by_name or not _ICON.search(name) or (sizes[1] and int(sizes[1][1]) >= _TALL):
        return False
    words = [word for word in re.split(r"[_.-]", name)[:-1] if not word.isdecimal()]
    return not _PHOTOGRAPH.search(name) or not words or _ICON.fullmatch(words[-1]) is not None


def picture_address(image: etree._Element, longest: int) -> str:
    """The address of what an `<img>` shows, also where a script loads it later; empty where it has none.

    What stands in `src` meanwhile is a placeholder. Of several sizes the first is taken (HTML, 4.8.4.2.2). What has
    more than `longest` characters is no address.
    """
    urls = (url.strip() for url in _addresses(image) if len(url) <= longest)
    return next((url for url in urls if url and not url.startswith(_NOTHING)), "")


def shown_image(element: etree._Element, longest: int) -> dict[str, str] | None:
    """The attributes of the `<img>` that an `<object>` or `<embed>` stands for, if it shows a picture."""
    url = element.get("data" if element.tag == "object" else "src", "").strip()
    is_picture = element.get("type", "").strip().lower().startswith("image/") or _PICTURE.match(url)
    if not url or not is_picture or len(url) > longest or url.startswith(_NOTHING):
        return None
    stated = {name: element.get(name, "") for name in ("alt", "width", "height", "title") if element.get(name)}
    return {"alt": element.get("aria-label", "")} | stated | {"src": url}


def amp_image(picture: etree._Element, longest: int) -> dict[str, str]:
    """The attributes of the `<img>` that a picture of AMP stands for. Sizes of a "responsive" one are a proportion."""
    is_ratio = picture.get("layout") == "responsive"
    stated = {name: value for name, value in picture.items() if not (is_ratio and name in ("width", "height"))}
    return stated | {"src": picture_address(picture, longest)}


def background(element: etree._Element, longest: int) -> str:
    """The address of a picture that an element shows as its background; empty where it shows none.

    A background is dress, unless the element says that it is a picture (WAI-ARIA, role "img"), or it is all that a
    figure shows.
    """
    style = element.get("style", "")
    stated = _BACKGROUND.search(style) if len(style) <= longest else None
    later = next(filter(None, map(element.get, BACKGROUNDS)), None) or _first(element.get(BACKGROUND_SET, ""))
    url = (stated[1] if stated else later).strip()
    if not url or len(url) > longest or url.startswith(_NOTHING):
        return ""
    figure = element if element.tag == "figure" else next(element.iterancestors("figure"), None)
    alone = figure is not None and next(figure.iter("img", *AMP), None) is None
    return url if alone or element.get("role") == "img" else ""


def stands_for_picture(noscript: etree._Element, longest: int) -> bool:
    """Whether a `<noscript>` is all that a page has of a picture until a script has run; others are there to count."""
    image = next(noscript.iter("img"), None)
    if image is None or next(noscript.iterancestors(*AMP), None) is not None:
        return False
    framed = next(noscript.iterancestors("figure", "picture"), None) is not None
    if not framed and not _NAMES_A_PHOTOGRAPH.search(unquote(picture_address(image, longest))):
        return False
    neighbours = (noscript.getprevious(), noscript.getnext())
    return all(one is None or next(one.iter("img"), None) is None for one in neighbours)


def _addresses(image: etree._Element) -> Iterator[str]:
    yield from _stated(image)
    for neighbour in (image.getprevious(), image.getnext()):  # for browsers without scripts
        if neighbour is not None and neighbour.tag == "noscript":
            yield from (url for one in neighbour.iter("img") for url in _stated(one))
    yield image.get("src", "")


def _stated(image: etree._Element) -> Iterator[str]:
    """The addresses that an `<img>` and the `<picture>` around it state, but for one that only holds the place."""
    shown = image.get("src", "")
    yield from (image.get(name, "") for name in LOADED_LATER)
    yield from (_first(image.get(name, "")) for name in ("data-srcset", "data-lazy-srcset"))
    yield from _INTERCHANGED.findall(image.get("data-interchange", "")[:_LONGEST_INTERCHANGE])[:1]
    if not _PLACEHOLDER.search(shown.rpartition("/")[2]):
        yield shown
    yield _first(image.get("srcset", ""))
    picture = next(image.iterancestors("picture"), None)
    for source in () if picture is None else islice(picture.iter("source"), _MOST_SOURCES):
        yield _first(source.get("srcset", "") or source.get("data-srcset", ""))
    yield from (value for name, value in image.items() if name not in _WORDED and _PICTURE.match(value))


def _first(candidates: str) -> str:
    """The first address of a `srcset`, which stands before white space or a comma at its end."""
    return next(iter(candidates.split()), "").rstrip(",")
