"""GOV.UK: its search interface as a listing, and releases from its content interface.

Fields after the publisher's own schemas (https://github.com/alphagov/publishing-api, content_schemas, 2026-08).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from crawler.extract import blocks, captioned_images, clean, fragment, iso, links, local_day
from crawler.extract.errors import LayoutError
from crawler.extract.soup import absolute
from crawler.listings.json_api import JsonList, Offset, find, text
from crawler.sources.page import Page
from storage.records import Block, DatedAs, DateKind, Image, Link, Release

SITE = "https://www.gov.uk"
SCHEMAS = ("news_article", "speech")

on = partial(local_day, timezone="Europe/London")

# `public_timestamp` is the time of the last update that the publisher calls major, and what the search sorts by.
search = partial(
    JsonList,
    items="results",
    link="link",
    date="public_timestamp",
    prefix="/api/content",
    paging=Offset("start"),
)


def release(page: Page) -> Release:
    """Read a content item: the words of its page in the order in which the page has them.

    Raises LayoutError where the item is neither news nor a speech, as one that was taken back is.
    """
    item = page.json
    if find(item, "schema_name") not in SCHEMAS:
        raise LayoutError(f"{page.url}: expected news or a speech, found schema {find(item, 'schema_name')!r}")
    body = fragment(text(item, "details.body"), page.url)
    dates = tuple(sorted(_dates(item), key=lambda dated: (on(dated.value), dated.kind)))
    return Release(
        title=text(item, "title"),
        published=next((on(dated.value) for dated in dates if dated.kind == "published"), None),
        blocks=(*_withdrawal(item), *_head(item), *blocks(body), *_updates(item)),
        images=(*_pictures(item, page.url), *captioned_images(body)),
        links=tuple({link.url: link for link in (*links(body), *_links(item, page.url))}.values()),
        language=text(item, "locale"),
        author=_author(item),
        type=text(item, "document_type").replace("_", " ").capitalize(),
        tags=_titles(item, "world_locations") + _titles(item, "topical_events"),
        dates=dates,
    )


def _dates(item: Any) -> list[DatedAs]:
    """Delivery, publication, updates and withdrawal; the last update once, though it stands in the log as well."""
    stated: list[tuple[DateKind, Any]] = [
        ("delivered", find(item, "details.delivered_on")),
        ("published", find(item, "first_published_at")),
        ("withdrawn", find(item, "withdrawn_notice.withdrawn_at")),
        *(("updated", text(change, "public_timestamp")) for change in _changes(item)),
    ]
    dates = [DatedAs(kind, iso(when)) for kind, when in stated if when]
    if last := find(item, "public_updated_at"):
        updated = DatedAs("updated", iso(last))
        known = {on(dated.value) for dated in dates if dated.kind in ("published", "updated")}
        dates += [updated] if on(updated.value) not in known else []
    return dates


def _changes(item: Any) -> list[Any]:
    """The entries of the publisher's own log of edits, but for the one that every release begins with."""
    found = find(item, "details.change_history") or []
    return [change for change in found if text(change, "note") != "First published."]


def _updates(item: Any) -> Iterator[Block]:
    """What the page says under "Updates to this page"."""
    for change in _changes(item):
        yield Block("note", f"{_day(text(change, 'public_timestamp'))}: {text(change, 'note')}")


def _withdrawal(item: Any) -> Iterator[Block]:
    """The banner of a page that was withdrawn: its words stay, so that a reader is told at its head."""
    if at := find(item, "withdrawn_notice.withdrawn_at"):
        why = fragment(find(item, "withdrawn_notice.explanation") or "<p></p>", SITE)
        yield Block("note", f"Withdrawn on {_day(at)}. {why.text}".strip())


def _head(item: Any) -> Iterator[Block]:
    """The lead, and where and in which form a speech was given."""
    if lead := clean(find(item, "description") or ""):
        yield Block("paragraph", lead)
    for name in ("location", "speech_type_explanation"):
        if note := clean(find(item, f"details.{name}") or ""):
            yield Block("note", note)


def _pictures(item: Any, url: str) -> Iterator[Image]:
    """The pictures beside the text; an organisation's picture, put where a release has none, is decoration."""
    stated = [*(find(item, "details.images") or []), *filter(None, [find(item, "details.image")])]
    for picture in stated:
        sources = picture.get("sources") or {}
        address = sources.get("s960") or next(iter(sources.values()), None) or picture.get("url")
        if address and "default_news_organisation_image" not in address:
            caption, alt = (clean(picture.get(name) or "") or None for name in ("caption", "alt_text"))
            yield Image(absolute(url, address), caption, alt)


def _links(item: Any, url: str) -> Iterator[Link]:
    for document in find(item, "details.attachments") or []:
        name = document.get("title") or document.get("filename") or ""
        yield Link("attachment", absolute(url, document["url"]), clean(name))
    for edition in find(item, "links.available_translations") or []:
        if edition["locale"] != item["locale"]:
            yield Link("translation", SITE + edition["base_path"], clean(edition["title"]))


def _author(item: Any) -> str | None:
    """Who speaks, or else the offices that publish."""
    speaker = _titles(item, "speaker") or (clean(find(item, "details.speaker_without_profile") or ""),)
    offices = _titles(item, "organisations") or _titles(item, "worldwide_organisations")
    return "; ".join(filter(None, speaker)) or "; ".join(offices) or None


def _titles(item: Any, name: str) -> tuple[str, ...]:
    return tuple(clean(linked["title"]) for linked in find(item, f"links.{name}") or [])


def _day(stamp: str) -> str:
    stated = on(iso(stamp))
    return f"{stated.day} {stated:%B %Y}"
