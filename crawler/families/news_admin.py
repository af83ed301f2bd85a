"""The Swiss federal administration's news service: its search interface, which gives whole texts in one language.

Shapes are those of published clients of the interface (2026). Two kinds of items hold texts: CONTENT_HUB, and ONSB for
those of the older service; the third, LINK, is a stub. Parameters with brackets ("publisherIDs[]") are ignored.
"""

import re
from collections.abc import Iterator
from functools import partial

from crawler.extract import blocks, captioned_images, fragment, iso, links, local_day
from crawler.extract.element import Element
from crawler.extract.json_value import JsonValue
from crawler.listings.json_api import JsonList, Offset
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Block, DatedAs, Link, Release

MINISTRY = "Federal Department of Foreign Affairs of Switzerland"
ZONE = "Europe/Zurich"
PORTAL = "https://www.news.admin.ch"
HOSTS = {"news.admin.ch": "www.news.admin.ch"}

day = partial(local_day, timezone=ZONE)

_SEARCH = "https://d-nsbc-p.admin.ch/v1/search"
_PUBLISHER = 2  # by the order of departments, in which the third and the fifth are known
_DEPARTMENT = re.compile(r"d[eé]part|dipart", re.IGNORECASE)
_NAMES = re.compile(r"Foreign Affairs|auswärtige|affaires étrangères|affari esteri", re.IGNORECASE)


def search(language: str) -> JsonList:
    """The department's items in a language, newest first."""
    return JsonList(
        f"{_SEARCH}?languages={language}&newsKinds=CONTENT_HUB&newsKinds=ONSB&publisherIDs={_PUBLISHER}"
        "&start_date=2000-01-01T00:00:00.000Z&end_date=2100-01-01T00:00:00.000Z&limit=50&sort=DESC",
        items="items",
        link="langGroupId",
        date="publishDate",
        prefix=f"{PORTAL}/{language}/newnsb/",
        key="langGroupId",
        paging=Offset("offset"),  # `pageResults` counts items that are no releases too, so that nothing is compared
        belongs=partial(_belongs, language=language),
        headers={"Origin": PORTAL, "Referer": f"{PORTAL}/"},
    )


def identity(language: str) -> str:
    """The group of an item's editions, which is the same in all languages."""
    return rf"^https://www\.news\.admin\.ch/{language}/newnsb/([^/?]+)$"


def release(item: Page) -> Release:
    """One item. It is published once; a later date of publication says that it was published anew."""
    facts = JsonValue.parse(item.text)
    parts = [fragment(part.markup("@"), item.url) for part in facts.values("text")]
    current = iso(facts.text("publishDate"))
    first = iso(facts.text_or_none("content.systemdata.firstPublicationDate") or facts.text("publishDate"))
    updates = [DatedAs("updated", current)] if day(current) > day(first) else []
    return Release(
        title=facts.text("title"),
        published=day(first),
        blocks=tuple(_blocks(facts, parts)),
        images=tuple(image for part in parts for image in captioned_images(part)),
        links=tuple(dict.fromkeys((*(link for part in parts for link in links(part)), *_documents(facts)))),
        type=facts.text_or_none("newsCategory"),
        dates=(DatedAs("published", first), *updates),
    )


def _belongs(item: JsonValue, language: str) -> bool:
    """Whether an item has a text in the language. Raises LayoutError where it names none but other departments."""
    departments = [each.text("name") for each in item.values_or_empty("content.content.departments")]
    # What the Federal Council publishes for the department may name the Council alone.
    if departments and all(_DEPARTMENT.search(name) and not _NAMES.search(name) for name in departments):
        raise LayoutError(f"publisher {_PUBLISHER} is not the department, but {'; '.join(departments)}")
    return item.text_or_none("kind") in ("CONTENT_HUB", "ONSB") and item.text_or_none("lang") == language


def _blocks(item: JsonValue, parts: list[Element]) -> Iterator[Block]:
    """The lead, and the text below it, which may begin with the lead again."""
    body = [block for part in parts for block in blocks(part)]
    lead = item.text_or_none("description")
    if lead and not (body and body[0].text.partition("\n")[0] == lead):
        yield Block("paragraph", lead)
    yield from body


def _documents(item: JsonValue) -> Iterator[Link]:
    for document in item.values_or_empty("content.content.attachments"):
        yield Link("attachment", document.text("uri"), document.text_or_none("title") or "")
