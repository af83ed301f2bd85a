"""The spellings under which one page may stand in an archive: people copy addresses from anywhere."""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from storage.records.address_noise import without_noise, without_session

# An address behind another: a web archive's (https://web.archive.org/web/2020id_/https://...), which may have lost a
# slash on the way. One in its query is a parameter.
_BEHIND = re.compile(
    r"\A[^?#]*/(?:(https?):/{1,2}(?=[^/])|(?:[0-9]{14}|[0-9]{4,14}[a-z]{2}_)/(?=[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?/))",
    re.IGNORECASE,
)
_QUOTED = " \t\r\n<>\"'“”«»"  # what stands around an address in mails and texts
_BEYOND_ASCII = re.compile("(?:%[89A-F][0-9A-F])+", re.IGNORECASE)
_SCHEMES = ("https", "http")


def behind_prefix(url: str) -> str:
    """The address in another's path, as a web archive has it; empty where there is none."""
    behind = _BEHIND.match(url)
    return f"{(behind[1] or 'https').lower()}://{url[behind.end() :]}" if behind else ""


def spellings(address: str) -> Iterator[set[str]]:
    """The addresses that a person may mean by one, the likeliest first.

    As it was typed; then with http or https, with www or without, with a slash at its end or without, its host in lower
    case and ASCII, its other signs escaped or plain; then its path in lower case too; then without what identifies
    nothing, with a parameter less, with none.
    """
    address = address.strip(_QUOTED).partition("#")[0]
    yield {address}
    if behind := behind_prefix(address):
        address = behind
    elif "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = _host(parts.netloc)
    except ValueError:
        return
    path, query = parts.path, parts.query
    yield _like(host, path, query)
    yield _like(host, path.lower(), query)
    yield _like(host, without_session(path), without_noise(query))
    named = parse_qsl(query, keep_blank_values=True)
    for name, _ in named:  # one that nobody knows to be noise
        yield _like(host, path, urlencode([pair for pair in named if pair[0] != name]))
    yield _like(host, path.partition(";")[0], "")


def _host(stated: str) -> str:
    """A host as archives have it: in lower case and ASCII (RFC 3490), without a usual port or a last dot."""
    host = re.sub(r"\.?(?::(?:80|443)?)?$", "", stated.lower())
    with suppress(UnicodeError):
        return host if host.isascii() else host.encode("idna").decode("ascii")
    return host


def _like(host: str, path: str, query: str) -> set[str]:
    bare = host.removeprefix("www.")
    paths = (path.rstrip("/"), path.rstrip("/") + "/")
    spelt = {(form(one), form(query)) for one in paths for form in (str, _as_uri, _as_iri)}
    return {
        urlunsplit((scheme, place, *one, "")) for scheme in _SCHEMES for place in (bare, f"www.{bare}") for one in spelt
    }


def _as_uri(part: str) -> str:
    """A path or a query with its characters beyond ASCII escaped, as programs ask for it (RFC 3987, 3.1)."""
    return quote(part, safe="/?%:@!$&'()*+,;=~")


def _as_iri(part: str) -> str:
    """A path or a query with those characters plain, as people write it, and as some sites' links have it (3.2)."""
    return _BEYOND_ASCII.sub(_plain, part)


def _plain(escapes: re.Match[str]) -> str:
    try:
        return unquote(escapes[0], errors="strict")
    except UnicodeDecodeError:
        return escapes[0]
