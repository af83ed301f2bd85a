"""What of a picture's address tells it from other pictures: not where it is served from, how large, or in what format.

Content management systems, image services and caches keep one picture at many addresses. An archive holds no bytes of
pictures, so the address decides: two pictures whose names differ in nothing but a size are taken for one.
"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from storage.records.address_noise import without_noise, without_session
from storage.records.normal_forms import normal_form


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENDING = r"\.(?:jpe?g|jpe|jfif|png|gif|webp|avif|heic|tiff?|bmp|ashx)"
_ENDINGS = re.compile(rf"(?:{_ENDING}){{1,3}}$", re.IGNORECASE)
_BEHIND = re.compile(r"(?<=.)https?:/{1,2}(?=[^/])", re.IGNORECASE)  # an address within another's path
_GIVEN = frozenset({"image", "img", "src", "url"})  # the parameters by which a service is given one
_HOST = r"(?:[\w-]+\.)+[a-z]{2,}/"
_ADDRESS = re.compile(rf"https?://|/|(?P<bare>{_HOST})", re.IGNORECASE)
# Services that are given a host and a path: WordPress's, and Statically.
_SERVICE = re.compile(rf"^(?:https?:)?//(?:i[0-3]\.wp\.com|cdn\.statically\.io/img)/(?={_HOST})", re.IGNORECASE)
# What stands before a path, in it, or at its end to say what a service is to make of the picture.
_MADE = (
    re.compile(r"^/cdn-cgi/image/[^/]+(?=/)"),  # Cloudflare
    re.compile(r"^/_ipx/[^/]+(?=/)"),  # Nuxt
    re.compile(r"(?<=/)tr:[^/]+/"),  # ImageKit
    re.compile(r"/v1/(?:fill|fit|crop)/[^/]+/[^/]+$"),  # Wix
    # Cloudinary
    re.compile(r"^(?:/[^/]+)?/image/(?:upload|fetch)(?:/s--[\w-]+--)?(?:/[a-z]{1,3}_[^/]+)*(?:/v\d+)?(?=/)"),
    re.compile(r"/styles/[^/]+/(?:public|private)(?=/)"),  # Drupal
    # Adobe Experience Manager
    re.compile(r"/(?:_jcr_content|jcr:content)/renditions/[^/]+$|\.(?:coreimg|transform)[./].*$"),
    re.compile(r"/@@images/[^/]+(?:/[^/]+)?$|/image_(?:large|preview|mini|thumb|tile|icon)$"),  # Plone
    re.compile(r"(?<=/)\d{1,2}x\d{1,2}/\d{2,4}/\d{2,4}/[^/]+/(?=[^/]+/[^/]+$)"),  # Government Site Builder
    re.compile(r"(?<=/)s\d{3,4}_(?=[^/]+$)"),  # GOV.UK
    re.compile(r"(?<=_[0-9a-f]{10})_[a-z0-9]{1,2}(?=\.\w+$)"),  # Flickr
    re.compile(r"=[whs]\d{1,5}(?:-\w{1,12}){0,5}$"),  # Google
    re.compile(r"/size/w\d{2,4}(?:h\d{2,4})?(?:/format/\w+)?(?=/)"),  # Ghost
    re.compile(r"(?<=/)(?:thumbnail|small|medium|large)_(?=[^/]+_[0-9a-f]{10}\.\w+$)"),  # Strapi
    re.compile(r"/_(?:\d{1,4}|AUTO)x(?:\d{1,4}|AUTO)_[\w-]{1,60}(?=/[^/]+$)"),  # Craft
    re.compile(r"(?<=/images/)_aliases/[^/]+/"),  # eZ Publish, Ibexa
    re.compile(r"(?<=/application/files/)thumbnails/[^/]+/"),  # Concrete
    re.compile(  # SilverStripe
        r"(?<=/)_resampled/(?:[A-Z][a-z]{2,12}){1,3}\d{1,8}-(?=[^/]+$)"
        r"|__(?:Crop|Fi(?:ll|t)|Pad|Resized|Scale)(?:[A-Z][a-z]{2,6}){0,2}W[\w-]{4,60}(?=\.\w{3,4}$)"
    ),
    re.compile(r"@(?:avif|jpe?g|png|webp)$"),  # imgproxy
    # MediaWiki: the picture's own name stands before that of the size
    re.compile(r"/thumb(?=(?:/[^/]+){1,6}/\d{2,4}px-[^/]+$)"),
    re.compile(r"(?<=\.\w{3})/\d{2,4}px-[^/]+$|(?<=\.\w{4})/\d{2,4}px-[^/]+$"),
    # Wagtail, easy-thumbnails, Hugo
    re.compile(
        r"\.(?:[0-9a-f]{8}\.)?(?:original|scale-\d+|(?:width|height)-\d+|(?:fill|max|min)-\d+x\d+(?:-c\d+)?)"
        rf"(?:\.(?:format-\w+|\w+quality-\d+))*(?={_ENDING}$)"
    ),
    re.compile(rf"\.\d+x\d+_q\d[\w-]*+(?={_ENDING}$)"),
    re.compile(rf"_hu_?[0-9a-f]{{8,}}(?:_\d+)?_\d+x\d+_[\w.]{{1,100}}(?={_ENDING}$)"),
    # WordPress and others
    re.compile(
        r"(?<=[^/])(?:[-_]\d{2,4}x\d{2,4}|[-_](?:scaled|rotated|thumb(?:nail)?|small|medium|large)|@[1-4]x){1,3}"
        rf"(?=(?:{_ENDING}){{0,3}}$)",
        re.IGNORECASE,
    ),
)
_PROCESSED = re.compile(rf"/_processed_(?:/\w){{0,3}}/csm_([^/]+)_[0-9a-f]{{10}}(?={_ENDING}$)")  # TYPO3
_RESIZED = re.compile(  # Bitrix
    r"(?<=/upload/)resize_cache/((?:[^/]+/){0,5}[^/]+)/\d{1,4}_\d{1,4}_[012]\w{0,40}(?=/[^/]+$)"
)
# Parameters that say the same to WordPress, Sitecore, imgix, Fastly, Akamai, SharePoint, Liferay, Next.js and others.
_SIZES = _names(
    "anchor auto bg bgcolor blur border compress crop dpr ext fit flip fm fmt format gravity h hei height imagepreview"
    " imagethumbnail imbypass imdensity impolicy imwidth ixid ixlib la lossy max-h max-w maxheight maxwidth mh mode mw"
    " optimize orient pad preset q qlt quality rect renditionid resize resmode rmode scale sharp sharpen size ssl strip"
    " trim w wid width zoom"
)


def picture(url: str) -> str:
    """What tells the picture at `url` from others: the same for all addresses at which a site serves one.

    It has no host, no size and no format, and is no address. Where nothing else is left, it is `url` as it stands.
    """
    try:
        parts = urlsplit(_behind(url))
    except ValueError:  # a bracket in the host
        return url
    path = normal_form("NFC", unquote(without_session(parts.path)))
    path = _RESIZED.sub(r"\1", _PROCESSED.sub(r"/\1", path))
    for made in _MADE:
        path = made.sub("", path)
    path = _ENDINGS.sub("", path)
    named = (part for part in without_noise(parts.query, of_file=True).split("&") if part)
    telling = "&".join(part for part in named if unquote(part.partition("=")[0]).lower() not in _SIZES)
    return f"{path}?{telling}" if telling else path if path.strip("/") else url


def _behind(url: str) -> str:
    """The address that a service or a cache is given by `url`; `url` itself where it is none of these."""
    url = _SERVICE.sub("//", url)
    path, _, query = url.partition("?")
    if given := list(_BEHIND.finditer(shown := unquote(path))):
        return f"{shown[given[-1].start() :]}?{query}"
    if _ENDINGS.search(path) and not path.lower().endswith(".ashx"):  # a picture, and no program that makes one
        return url
    values = (value for name, value in parse_qsl(query) if name.lower() in _GIVEN)
    found = next((match for value in values if (match := _ADDRESS.match(value))), None)
    return f"{'//' if found['bare'] else ''}{found.string}" if found else url
