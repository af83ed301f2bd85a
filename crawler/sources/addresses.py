"""Addresses: the one form that identifies a page, without what sites and visitors add to it."""

import re
from collections.abc import Collection, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from storage.records import without_noise, without_session

PORTS = {"http": 80, "https": 443}  # the schemes of the web, and the ports that they stand for

_ESCAPED_TWICE = re.compile("&(?:amp;)+")
LONGEST = 2_000  # characters of an address, or of a key that is stated: no release has a longer one
# Home pages, of a language too, also those of SharePoint and Liferay; and where sites send for what they have not.
_HOME = re.compile(
    r"(?:(?:/(?:[a-z]{2}(?:[-_][a-z]{2,4})?|ara|chi|chs|cht|deu|eng|esp|fra|fre|ger|jpn|kor|por|rus|spa|ukr))?"
    r"(?:/(?:(?:index|home|default|main|startseite|inicio|accueil)(?:\.[a-z]{2,5})?/?)?)?"
    r"|(?:/[\w-]{1,20})?/pages/(?:default|home)\.aspx|/web/guest(?:/home)?/?)",
    re.IGNORECASE,
)
_FOR_THE_MISSING = re.compile(
    r"(?:/[\w-]{1,40}){0,4}/(?:(?:page|file|item|error)?[-_]?not[-_]?found(?:error)?|(?:error|page|http)?[-_]?404(?:error)?)"
    r"(?:\.[a-z]{2,5})?/?",
    re.IGNORECASE,
)


def search(pattern: str | re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a ministry's pattern is found in an address or a key; nowhere in one that is longer than any release's.

    The time that such a pattern takes may grow with the square of the length, and a site may send a megabyte.
    """
    return re.search(pattern, text) if len(text) <= LONGEST else None


def canonical(url: str, noise: Collection[str] = (), hosts: Mapping[str, str] | None = None) -> str:
    """Give the canonical form of `url`: https, lower-case host by its present name, no fragment, no noise.

    Percent-escapes are normal (RFC 3986, 6.2.2) and query parameters sorted, so that two spellings of an address
    are one; so is one that somebody escaped twice ("&amp;"). `noise` names query parameters to drop, `hosts` maps
    former hosts to the present one. An address without a host is given back unchanged, for a listing may hold anything.
    """
    try:
        parts = urlsplit(canonicalize_url(_ESCAPED_TWICE.sub("&", url.strip()), keep_blank_values=True))
        place, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if not place:
        return url
    place = (hosts or {}).get(place, place)
    place = f"[{place}]" if ":" in place else place
    # Split where w3lib joined it: to read the escapes as UTF-8 would lose the bytes of those that are none.
    pairs = [pair for pair in parts.query.split("&") if unquote(pair.partition("=")[0]) not in noise]
    path, query = without_session(parts.path) or "/", without_noise("&".join(pairs))
    scheme = "https" if parts.scheme in PORTS else parts.scheme
    return urlunsplit((scheme, place if port in (None, *PORTS.values()) else f"{place}:{port}", path, query, ""))


def place(url: str) -> tuple[str, str]:
    """The host, with its port, and the path that an address names; both empty where it is no address."""
    try:
        return urlsplit(url)[1:3]
    except ValueError:
        return "", ""


def host(url: str) -> str:
    """The host that an address names, in lower case; empty where it names none or is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def origin(url: str) -> tuple[str, str, int] | None:
    """The scheme, host and port of a web address (RFC 6454, 4); None where it is none: only http and https are."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, PORTS[parts.scheme] if port is None else port


def is_home(path: str) -> bool:
    """Whether a path is, by its form, that of a site's home page in one language or all."""
    return _HOME.fullmatch(path) is not None


def is_for_the_missing(path: str) -> bool:
    """Whether a path is, by its form, that of a page which says that something is not there."""
    return _FOR_THE_MISSING.fullmatch(path) is not None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet. Raises ValueError for what is none, such as a name.

    By the IANA special-purpose registries, and by the IPv4 address that an IPv6 address holds: mapped or compatible
    (RFC 4291, 2.5.5), 6to4 (RFC 3056), Teredo (RFC 4380) or NAT64 (RFC 6052).
    """
    found = ip_address(address)
    inner: IPv4Address | None = None
    if isinstance(found, IPv6Address):
        teredo = found.teredo[1] if found.teredo else None
        inner = found.ipv4_mapped or found.sixtofour or teredo
        if any(found in network for network in _EMBEDDING):
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast and (inner is None or is_public(str(inner)))


_EMBEDDING = IPv6Network("::/96"), IPv6Network("64:ff9b::/96")  # an IPv4 address at their end
