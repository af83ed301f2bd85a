"""What comes from a web archive: which of it is the site's, and what the archive has made of it (RFC 7089)."""

import re
from urllib.parse import urlsplit

from scrapy.http import Headers

from crawler.sources.addresses import canonical
from storage.records import behind_prefix

_ORIGIN = b"X-Archive-Orig-"  # what Wayback and pywb put before the names of the fields that the site sent
_OWN = b"X-Archive-Own-"
_OF_MEMENTOS = frozenset({b"Content-Type", b"Link", b"Location", b"Memento-Datetime"})
_TIME = re.compile(r"/([0-9]{1,14})(?:[a-z]{2}_)?/|/[a-z]{2}_/")
_LOOKED_AT = 2 * 1024 * 1024  # bytes of a page in which signs of an archive's hand are sought
# What Wayback, pywb, OpenWayback, Archive-It and archive.today write into a page that they show: toolbars, frames,
# scripts, and the links.
_SCRIPTS = (
    rb"(?:BEGIN|END) WAYBACK TOOLBAR INSERT|FILE ARCHIVED ON (?:[0-9]{2}:|[0-9]{14})|BEGIN Archive-It BANNER"
    rb"|\barchive_analytics\b|web-static\.archive\.org/_static/|/_static/js/(?:bundle-playback|wombat)|/static/css/banner-styles\.css"
    rb"|/js/(?:ait-)?client-rewrite\.js|/js/disclaim(?:-element)?\.js|/static/(?:default_banner|vue/vueui)\.js|\bwbinfo\s{0,9}[.=]"
    rb"|\b(?:wombat(?:Workers)?\.js|wb_frame\.js|__wm\.(?:init|wombat)|WBWombat|_WBWombat\w*)"
    rb"|id=[\"'](?:replay_iframe|wm-ipp)"
)
_SEGMENTS = rb"(?:/[\w.-]{1,60}){0,4}/"
_TODAY = rb"https?://archive\.(?:fo|is|li|md|ph|today|vn)/"
_WRITTEN = re.compile(
    rb"%b|[\"'(=,\s]%b(?:[0-9]{4,14}(?:[a-z]{2}_)?|[a-z]{2}_)/https?:/"
    rb"|https?://[\w.:-]{1,200}%b(?:[0-9]{4,14})?(?:cs|fw|im|js|mp|oe)_/https?:/"
    rb"|%bo/\w{4,6}/https?:|rel=[\"']?canonical[\"']?\shref=[\"']?%b"
    % (_SCRIPTS, _SEGMENTS, _SEGMENTS, _TODAY, _TODAY),
    re.IGNORECASE,
)


def is_archive(prefix: str) -> bool:
    """Whether what stands behind a prefix is an archive's collection; a bare host is one that stands in for sites."""
    return urlsplit(prefix).path not in ("", "/")


def rewritten(body: bytes, prefix: str) -> str | None:
    """Why a page is not as its site sent it; None where it is."""
    looked_at = body[:_LOOKED_AT]
    if not _WRITTEN.search(looked_at) and ("id_/" in prefix or not _leading_back(prefix).search(looked_at)):
        return None
    dated = _TIME.search(prefix)
    right = prefix[: dated.start()] + f"/{dated[1] or ''}id_/" + prefix[dated.end() :] if dated else "PREFIX/2020id_/"
    return f"the archive has rewritten or framed the page; for the page as it was, ask with id_: --via {right}"


def _leading_back(prefix: str) -> re.Pattern[bytes]:
    """A link into the archive's own collection, which few sites have, but which a page as it was may have."""
    slash, http = rb"(?:/|\\/|%2f)", rb"https?(?::|%3a)"
    parts = urlsplit(prefix)
    host = re.escape(parts.netloc.encode())
    dated = rb"%b%b(?:%b[\w.-]{1,60}){0,4}%b[0-9]{4,14}(?:[a-z]{2}_)?%b" % (slash * 2, host, *(slash,) * 3)
    collection = _TIME.split(parts.path, maxsplit=1)[0].strip("/").encode()
    if not collection:
        return re.compile(dated + http, re.I)
    named = slash.join(re.escape(segment) for segment in collection.split(b"/"))
    undated = rb"[\"'(=,\s](?:(?:https?:)?%b%b)?%b%b%b(?:[a-z]{2}_%b)?" % (slash * 2, host, slash, named, slash, slash)
    return re.compile(rb"(?:%b|%b)%b" % (dated, undated, http), re.I)


def told_apart(fields: Headers) -> Headers:
    """The fields that the site sent, by their own names; those of the archive itself behind `X-Archive-Own-`.

    As they came where an archive does not tell which is whose.
    """
    sent = {name.removeprefix(_ORIGIN): values for name, values in fields.items() if name.startswith(_ORIGIN)}
    if not sent:
        return fields
    shown = Headers(sent)
    for name, values in fields.items():
        if not name.startswith(_ORIGIN):
            stays = name not in sent and (name in _OF_MEMENTOS or name.startswith(b"X-Archive-"))
            shown[name if stays else _OWN + name] = values
    return shown


def unwrapped(location: str) -> str:
    """The address inside a web archive's address of it, or the address itself; empty for none."""
    return behind_prefix(location) or location


def same(one: str, other: str) -> bool:
    """Whether an archive takes two addresses for one: it looks at neither scheme, port, `www.` nor a last slash."""
    return _key(one) == _key(other)


def _key(url: str) -> str:
    return canonical(url).partition("://")[2].removeprefix("www.").rstrip("/").lower()
