"""Whatever value stands wherever one enters, the good releases beside it are held, and the next crawl works."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

import nasty_sources
from crawl_runner import Crawls, Run
from hostile_server import Act, Exchange, HostileServer
from nasty_sources import DAY, FAR, KINDS_OF_LISTING, Line
from nasty_values import (
    ADDRESSES,
    CHARSETS,
    CODINGS,
    DATES,
    JSON_VALUES,
    LENGTHS,
    NUMBERS,
    PORTS,
    SURROGATES,
    TEMPLATES,
    VALUES,
)
from server_faults import answer

FIELDS = (
    *("ETag", "Last-Modified", "Set-Cookie", "Retry-After", "Link", "Date", "Expires", "Age", "Content-Language"),
    *("Content-Range", "Content-Location", "Content-Disposition", "Cache-Control", "Vary", "Refresh"),
)
TRIED = frozenset(ADDRESSES + LENGTHS + SURROGATES)  # as paths of the site itself
AT_ONCE = 20  # values in one page
GOOD = nasty_sources.release_page("The two sides met.")
NOTHING = gzip.compress(b"")


def sent(value: str) -> str:
    """A value as it stands in a header field, which the server writes as latin-1."""
    return value.encode("utf-8", "surrogatepass").decode("latin-1")


def together(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE)]


def head_of(values: Sequence[str]) -> str:
    """The head of an answer with each field once for each value; what is longer than a line may be is cut."""
    fields = (f"{name}: {sent(value)[:1_000]}" for value in values for name in FIELDS)
    return "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html", *fields))


def raw(head: str, body: bytes = GOOD) -> Act:
    """An answer with exactly this head, on a connection that is closed after it."""

    async def act(exchange: Exchange) -> None:
        await exchange.send(f"{head}\r\n\r\n".encode("latin-1") + body)
        exchange.hang_up()

    return act


def lines(site: HostileServer, kind: str) -> Iterator[Line]:
    """Lines with each value as their address, as their title and as their date."""
    values = VALUES + JSON_VALUES if kind in ("json", "answer") else VALUES
    for number, value in enumerate(values):
        if not leads_to(site, value) or (kind == "html" and value in TRIED):
            yield value, f"An address that nobody foresaw, {number}", DAY
        yield f"{FAR}/t/{number}", value, DAY
        yield f"{FAR}/d/{number}", f"A date that nobody foresaw, {number}", value


def leads_to(site: HostileServer, value: object) -> bool:
    """Whether an address would be asked of the site, in vain: once is enough."""
    if not isinstance(value, str):
        return False
    try:
        place = urlsplit(urljoin(site.url, value.strip()))
        port = place.port
    except ValueError:
        return False
    return (place.hostname, port) == (site.host, site.port)


def publish(site: HostileServer, kind: str, nasty: list[Line], good: int) -> None:
    """Put a listing on the site in which so many good releases stand above, among and below nasty lines."""
    paths = [f"/{kind}/good{n}" for n in range(1, good + 1)]
    good_lines: list[Line] = [(site.url + path, f"A good release with a good title {path}", DAY) for path in paths]
    middle = len(nasty) // 2
    shown = [good_lines[0], *nasty[:middle], *good_lines[1:-1], *nasty[middle:], good_lines[-1]]
    site.routes[f"/list/{kind}"] = answer(nasty_sources.listing(kind, shown))
    site.routes |= {path: answer(GOOD) for path in paths}


def acts(site: HostileServer) -> Mapping[str, list[Act]]:
    """What the pages of releases answer, by the kind of source that lists them."""
    return {
        "pages": [answer(nasty_sources.release_page(*some)) for some in together(VALUES)],
        "headers": [raw(head_of(some)) for some in together(VALUES)],
        "codings": [
            *(answer(GOOD, headers={"Content-Type": f"text/html; charset={sent(value)}"}) for value in CHARSETS),
            *(answer(GOOD, headers={"Content-Encoding": sent(value)}) for value in CODINGS),
            *(answer(NOTHING, headers={"Content-Encoding": f"{sent(value)}, gzip"}) for value in CODINGS),
            *(raw(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: {sent(v)}") for v in CODINGS),
        ],
        "lengths": [raw(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {sent(v)}") for v in NUMBERS],
        "statuses": [
            *(raw(f"HTTP/1.1 {sent(value)} OK\r\nContent-Type: text/html") for value in NUMBERS + TEMPLATES),
            answer(b"later", 503, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 -1200"}),
        ],
        "redirects": [answer(b"", 302, {"Location": sent(value)}) for value in ADDRESSES + PORTS + SURROGATES],
    }


def test_no_value_stops_a_source(crawls: Crawls) -> None:
    with HostileServer() as site:
        kinds: dict[str, list[Line]] = {kind: list(lines(site, kind)) for kind in KINDS_OF_LISTING}
        for kind, answers in acts(site).items():
            site.routes |= {f"/{kind}/{n}": act for n, act in enumerate(answers)}
            kinds[kind] = [(f"{site.url}/{kind}/{n}", f"Page {n}", DAY) for n in range(len(answers))]
        for kind in kinds:
            text = f"import nasty_sources\n\nSOURCE = nasty_sources.source({kind!r}, {site.url!r})\n"
            (crawls.ministries / f"xx_{kind}.py").write_text(text)
        for good in (3, 4):
            for kind, nasty in kinds.items():
                publish(site, kind, nasty, good)
            done = crawls.crawl(*(f"xx_{kind}" for kind in kinds), patience=120, DOWNLOAD_TIMEOUT=0.5)
            unharmed(done)
            assert held(crawls) == dict.fromkeys(kinds, good)
        crawls.change("UPDATE release SET due_at = '2020-01-01 00:00:00.000000'")
        unharmed(crawls.crawl("xx_headers", "--recheck", patience=60))


def test_no_value_of_a_web_archives_answer_stops_a_source(crawls: Crawls) -> None:
    values = DATES + NUMBERS[::3]
    with HostileServer() as site:
        there = "http://water.example"
        nasty = [(f"{there}/memento/{n}", f"Page {n}", DAY) for n in range(len(values))]
        good = [(f"{there}/memento/good{n}", f"A good release {n}", DAY) for n in (1, 2, 3)]
        dated = {"Memento-Datetime": "Sat, 04 Jul 2020 12:30:45 GMT"}
        body = nasty_sources.listing("html", [good[0], *nasty, *good[1:]])
        site.routes = {f"/web/{there}/list/memento": answer(body, headers=dated)}
        site.routes |= {f"/web/{url}": answer(GOOD, headers=dated) for url, _, _ in good}
        for (url, _, _), value in zip(nasty, values, strict=True):
            site.routes[f"/web/{url}"] = answer(GOOD, headers={"Memento-Datetime": sent(value)[:8_000]})
        text = f"import nasty_sources\n\nSOURCE = nasty_sources.source('memento', {there!r})\n"
        (crawls.ministries / "xx_memento.py").write_text(text)
        for _ in range(2):
            unharmed(crawls.crawl("xx_memento", "--via", f"{site.url}/web/", patience=60))
            assert held(crawls) == {"memento": 3}
    assert crawls.ask("SELECT min(at) > '1990', max(at) < '2100' FROM capture") == [(1, 1)]
    assert crawls.ask("SELECT count(*) FROM capture WHERE reason LIKE 'its Memento-Datetime cannot be%'") != [(0,)]


def unharmed(done: Run) -> None:
    """Every source came to its end, and no traceback was shown."""
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    assert {line["outcome"] for line in done.lines} <= {"complete", "incomplete"}


def held(crawls: Crawls) -> dict[str, int]:
    """How many good releases of each kind of source are held."""
    found = crawls.ask(
        "SELECT substr(name, 4), count(*) FROM release JOIN source ON source.id = source_id"
        " WHERE state = 'held' AND (release.key LIKE '%good%' OR release.url LIKE '%/good%') GROUP BY name"
    )
    return {str(name): int(number) for name, number in found}
