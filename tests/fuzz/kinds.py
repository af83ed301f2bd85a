"""Every kind of case: made of a Random alone, with what must hold of it whatever it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, get_args

from crawler.extract import dates
from crawler.extract.html import absolute
from crawler.extract.text import clean
from crawler.sources import addresses, interpret
from crawler.sources.source import Source
from fuzz.inputs import CODED, Recorded, bodies, edited, file, languages, printed_date, recorded, release
from fuzz.mutations import TEXTS, encoded, mutated, text
from storage.content_encoding import codings, decoded
from storage.edits.compare import compare
from storage.edits.digests import content_digest
from storage.errors import DateError, LayoutError, WarcError
from storage.records import Block, Capture, Release
from storage.warc.recording import Recording

LARGEST = 4_000_000  # bytes that a coding may unpack to


@dataclass(frozen=True, slots=True)
class Case:
    """What one case is made of, to be kept where it fails, and what is done with it; `check` raises for a fault."""

    data: bytes
    check: Callable[[], object]


def page(random: Random) -> Case:
    """A page, or a feed that holds whole texts, and the layout of its day."""
    case = random.choice([case for case in recorded() if not case.listing or case.source.split])
    capture = _capture(random, case, "release")
    return Case(capture.body or b"", partial(_read, case.source, capture))


def listing(random: Random) -> Case:
    """A page of a listing, and the keys and addresses that it announces."""
    case = random.choice([case for case in recorded() if case.listing])
    capture = _capture(random, case, "listing")
    return Case(capture.body or b"", partial(_list, case, capture))


def date(random: Random) -> Case:
    """A printed date, in every language and by every function that reads one."""
    printed = printed_date(random)
    language, order = random.choice(languages()), random.choice(get_args(dates.Order))
    zone = random.choice(("Asia/Tokyo", "Europe/London", "America/Caracas", "Pacific/Apia"))
    readers: list[Callable[[], object]] = [
        lambda: dates.long_date(printed, language),
        lambda: dates.find_date(printed, language),
        lambda: dates.long_or_numeric_date(printed, language),
        lambda: dates.month_day(printed, language),
        lambda: dates.year_month(printed, language),
        lambda: dates.long_time(printed, language, zone, order=order),
        lambda: dates.numeric_date(printed, order),
        lambda: dates.numeric_date(printed, order, 50),
        lambda: dates.iso(printed, timezone=zone),
        lambda: dates.iso(printed),
        lambda: dates.rfc822(printed),
        lambda: dates.dateline_date([Block("paragraph", printed)], language),
    ]
    return Case(encoded(f"{language} {order} {zone} {printed}"), partial(_each, readers, DateError))


def address(random: Random) -> Case:
    """An address, as a source and an archive take it."""
    case = random.choice(recorded())
    url = mutated(random, case.url.encode(), [case.url.encode(), *map(encoded, TEXTS)]).decode("utf-8", "replace")
    return Case(encoded(f"{case.source.name} {url}"), partial(_address, case.source, url))


def coding(random: Random) -> Case:
    """A body under one or more content codings, damaged."""
    names = random.choices([*CODED, *CODED, *CODED, "identity", "nosuch", ""], k=random.randint(1, 3))
    body = random.choice(bodies())[: random.choice((10, 5_000, 100_000))]
    for name in names:
        body = CODED.get(name, bytes)(body)
    body = mutated(random, body, bodies()) if random.random() < 0.9 else body
    stated = ", ".join(names).upper() if random.random() < 0.9 else text(random)
    return Case(encoded(stated) + b"\n" + body, partial(_decode, stated, body))


def comparison(random: Random) -> Case:
    """Two versions of a release."""
    before = release(random)
    after = edited(random, before) if random.random() < 0.8 else release(random)
    language = random.choice((None, "en", "ja", "ar", "zh-CN", "ru", "x"))
    return Case(encoded(f"{before!r}\n{after!r}"), partial(_compare, before, after, language))


def recording(random: Random) -> Case:
    """A WARC, ARC or WACZ file, damaged."""
    data = mutated(random, file(random), [file(random), b"WARC/1.0\r\n" * 50, b"\x1f\x8b\x08" * 50, b"\r\n" * 50])
    return Case(data, partial(_record, data))


KINDS: Mapping[str, Callable[[Random], Case]] = {
    kind.__name__: kind for kind in (page, listing, date, address, coding, comparison, recording)
}


def _capture(random: Random, case: Recorded, kind: str) -> Capture:
    fields = list(case.headers.items())
    if random.random() < 0.2:
        fields += [(random.choice(("Content-Type", "Location", "Date", "Last-Modified")), text(random))]
    status = 200 if random.random() < 0.95 else random.choice((0, 99, 204, 206, 301, 302, 404, 410, 500, 999))
    return Capture(
        url=case.url,
        at=case.at + timedelta(days=random.choice((0, 0, 0, -2_000, 2_000))),
        kind=kind,
        status=status,
        fields=tuple(fields),
        body=mutated(random, case.body, bodies()),
    )


def _read(source: Source, capture: Capture) -> None:
    pages = [interpret.page_of(capture)]
    if source.split is not None:
        interpret.items_of(source, capture)
        pages = [*(_tried(lambda: source.split(pages[0]), LayoutError) or {}).values()][:20]
    else:
        reading = interpret.read(source, capture)
        if reading.release is not None:
            content_digest(reading.release)
            reading.release.as_json(source=source.name, url=capture.url, language=source.language)
    day = interpret.day_of(source, capture.at)
    for each in pages:
        _tried(lambda each=each: source.layout_on(day)(each), LayoutError)


def _list(case: Recorded, capture: Capture) -> None:
    found = case.source.listing_of(case.url)
    assert found is not None
    interpret.read_listing(case.source, found, capture)
    announced = _tried(lambda: found.read(interpret.page_of(capture)), LayoutError)
    for entry in announced.entries if announced else ():
        case.source.key(entry)
        entry.as_json()
        addresses.host(entry.url)
        case.source.owns(entry.url)
    for older in announced.older if announced else ():
        found.owns(older)


def _address(source: Source, url: str) -> None:
    source.key_of(url)
    source.owns(url)
    source.listing_of(url)
    addresses.host(absolute("https://a.example/b/", url))
    once = source.canonical(url)
    if addresses.host(once):
        assert source.canonical(once) == once, f"canonical again: {source.canonical(once)!r} of {once!r}"
    assert clean(clean(url)) == clean(url)


def _decode(stated: str, body: bytes) -> None:
    codings(stated)
    shown, flag = decoded(body, stated, LARGEST)
    assert flag is None or shown == body
    assert len(shown) <= max(LARGEST, len(body))


def _compare(before: Release, after: Release, language: str | None) -> None:
    comparison = compare(before, after, language)
    assert bool(comparison.edits) == (content_digest(before) != content_digest(after))
    for edit in comparison.edits:
        if edit.operations:
            assert "".join(step.before for step in edit.operations) == (edit.before or "")
            assert "".join(step.after for step in edit.operations) == (edit.after or "")


def _record(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        try:
            with Recording(path) as opened:
                for record in list(opened.index.unsorted()):
                    opened.read(record)
                opened.find("https://a.example/1")
        except WarcError:
            pass


def _each(readers: Sequence[Callable[[], object]], allowed: type[Exception]) -> None:
    for reader in readers:
        _tried(reader, allowed)


def _tried(reader: Callable[[], Any], allowed: type[Exception]) -> Any:
    try:
        return reader()
    except allowed as error:
        message = str(error)
    assert "\n" not in message, "a message is one line"
    return None
