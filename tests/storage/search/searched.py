"""What the tests of searching begin with: releases that say something, and what a query finds, or should find."""

from datetime import date

from sqlalchemy import text

from storage.archive import Archive
from storage.records import Block, Image, Reading, Release, SourceInfo
from storage.search.find import Among, find
from storage.search.query import Phrase, parse
from storage.search.tokens import tokens
from tests.storage.builders import FACTS, OTHER, announce, crawl_of, reading, show


def held(archive: Archive, *texts: str, facts: SourceInfo = FACTS, **fields) -> list[int]:
    """One release for each text, with that paragraph, and a title without a word."""
    crawl = crawl_of(archive, facts)
    with archive.engine.connect() as db:
        before = db.execute(text("SELECT count(*) FROM release")).scalar_one()
    ids = list(announce(archive, crawl, *(str(before + n) for n in range(len(texts)))).values())
    for release_id, words in zip(ids, texts, strict=True):
        show(archive, crawl, release_id, 1, reading(words, **{"title": "—", **fields}))
    return ids


DAYS = [date(2025, 1, 9), date(2025, 1, 8), None, date(2025, 1, 8), None, date(2024, 12, 31)]


def of_water(archive: Archive) -> None:
    """Six releases, two without a day, the last of another source; the third was edited, every second has a picture."""
    crawl, other = crawl_of(archive), crawl_of(archive, OTHER)
    for place, day in enumerate(DAYS):
        of = other if place == 5 else crawl
        number = announce(archive, of, f"key {place}")[f"key {place}"]
        points = tuple(Block("point", f"water {place} {n}", str(n)) for n in range(1, place + 2))
        pictures = (Image("https://water.example/a.jpg", "A caption"),) if place % 2 else ()
        kind = "Speech" if place < 3 else None
        release = Release(f"Of water {place}", day, points, images=pictures, type=kind)
        show(archive, of, number, 1, Reading("read", release, layout="first"))
        if place == 2:
            later = Release("Of fire", None, (*points, Block("paragraph", "water again")), type=kind)
            show(archive, of, number, 2, Reading("read", later, layout="first"))


def found(archive: Archive, query: str, *, limit: int = 20, **filters) -> list[str]:
    """The texts of the blocks found."""
    with archive.engine.connect() as db:
        return [hit.text for hit in find(db, parse(query), Among(**filters), limit)]


def matches(query: str, words: str) -> bool:
    """Whether a text matches, worked out from the definition."""
    there, asked = tokens(words), parse(query)
    return (
        bool(asked.wanted)
        and all(any(stands(phrase, there) for phrase in group) for group in asked.wanted)
        and not any(stands(phrase, there) for phrase in asked.without)
    )


def stands(phrase: Phrase, there: list[str]) -> bool:
    *first, last = phrase.words
    places = (there[start : start + len(phrase.words)] for start in range(len(there) - len(first)))
    return any(
        place[:-1] == first and (place[-1].startswith(last) if phrase.prefix else place[-1] == last) for place in places
    )
