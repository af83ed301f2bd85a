"""GOV.UK: its search interface as a listing, and releases from its content interface.

Fields after the publisher's own schemas (https://github.com/alphagov/publishing-api, content_schemas, 2026-08).
"""

from collections.abc import Iterator
from functools import partial

from crawler.extract import blocks, captioned_images, fragment, iso, links, local_day
from crawler.extract.html import absolute, path
from crawler.extract.json_value import JsonValue
from crawler.listings.json_api import JsonList, Offset
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Block, DatedAs, DateKind, Image, Link, Release

SITE = "https://www.gov.uk"
SCHEMAS = ("news_article", "speech")

london_day = partial(local_day, timezone="Europe/London")

# `public_timestamp` is the time of the last update that the publisher calls major, and what the search sorts by.
search = partial(
    JsonList,
    items="results",
    link="link",
    date="public_timestamp",
    prefix="/api/content",
    paging=Offset("start"),
    total="total",  # https://github.com/alphagov/search-api, ResultSetPresenter
)


def release(page: Page) -> Release:
    """Read a content item: the words of its page in the order in which the page has them.

    Raises LayoutError where the item is neither news nor a speech, as one that was taken back is.
    """
    item = JsonValue.parse(page.text)
    schema = item.text_or_none("schema_name")
    if schema not in SCHEMAS:
        raise LayoutError(f"{page.url}: expected news or a speech, found schema {schema!r}")
    body = fragment(item.markup("details.body"), page.url)
    dates = tuple(sorted(_dates(item), key=lambda dated: (london_day(dated.value), dated.kind)))
    return Release(
        title=item.text("title"),
        published=next((london_day(dated.value) for dated in dates if dated.kind == "published"), None),
        blocks=(*_withdrawal(item), *_head(item), *blocks(body), *_updates(item)),
        images=(*_pictures(item, page.url), *captioned_images(body)),
        links=tuple({_file(link): link for link in (*links(body), *_links(item, page.url))}.values()),
        language=item.text("locale"),
        author=_author(item),
        type=item.text("document_type").replace("_", " ").capitalize(),
        tags=_titles(item, "world_locations") + _titles(item, "topical_events"),
        dates=dates,
    )


def _dates(item: JsonValue) -> list[DatedAs]:
    """Delivery, publication, updates and withdrawal; the last update once, though it stands in the log as well."""
    stated: list[tuple[DateKind, str | None]] = [
        ("delivered", item.text_or_none("details.delivered_on")),
        ("published", item.text_or_none("first_published_at")),
        ("withdrawn", item.text_or_none("withdrawn_notice.withdrawn_at")),
        *(("updated", change.text("public_timestamp")) for change in _changes(item)),
    ]
    dates = [DatedAs(kind, iso(when)) for kind, when in stated if when]
    if last := item.text_or_none("public_updated_at"):
        updated = DatedAs("updated", iso(last))
        known = {london_day(dated.value) for dated in dates if dated.kind in ("published", "updated")}
        dates += [updated] if london_day(updated.value) not in known else []
    return dates


def _changes(item: JsonValue) -> list[JsonValue]:
    """The entries of the publisher's own log of edits, but for the one that every release begins with."""
    found = item.values_or_empty("details.change_history")
    return [change for change in found if change.text("note") != "First published."]


def _updates(item: JsonValue) -> Iterator[Block]:
    """What the page says under "Updates to this page"."""
    for change in _changes(item):
        yield Block("note", f"{_day_in_words(change.text('public_timestamp'))}: {change.text('note')}")


def _withdrawal(item: JsonValue) -> Iterator[Block]:
    """The banner of a page that was withdrawn: its words stay, so that a reader is told at its head."""
    if at := item.text_or_none("withdrawn_notice.withdrawn_at"):
        why = fragment(item.markup("withdrawn_notice.explanation || '<p></p>'"), SITE)
        yield Block("note", f"Withdrawn on {_day_in_words(at)}. {why.text}".strip())


def _head(item: JsonValue) -> Iterator[Block]:
    """The lead, and where and in which form a speech was given."""
    if lead := item.text_or_none("description"):
        yield Block("paragraph", lead)
    for name in ("location", "speech_type_explanation"):
        if note := item.text_or_none(f"details.{name}"):
            yield Block("note", note)


def _pictures(item: JsonValue, url: str) -> Iterator[Image]:
    """The pictures beside the text; an organisation's picture, put where a release has none, is decoration."""
    for picture in (*item.values_or_empty("details.images"), *item.values_or_empty("details.image || `null`")):
        address = picture.text_or_none("sources.s960 || (sources.*)[0] || url")
        if address and "default_news_organisation_image" not in address:
            yield Image(absolute(url, address), picture.text_or_none("caption"), picture.text_or_none("alt_text"))


def _file(link: Link) -> str:
    """What tells a link from others: of a document the path, since texts link to it in several spellings."""
    return path(link.url) if link.rel == "attachment" else link.url


def _links(item: JsonValue, url: str) -> Iterator[Link]:
    for document in item.values_or_empty("details.attachments"):
        name = document.text_or_none("title || filename") or ""
        yield Link("attachment", absolute(url, document.text("url")), name)
    for edition in item.values_or_empty("links.available_translations"):
        if edition.text("locale") != item.text("locale"):
            yield Link("translation", SITE + edition.text("base_path"), edition.text("title"))


def _author(item: JsonValue) -> str | None:
    """Who speaks, or else the offices that publish."""
    speaker = _titles(item, "speaker") or (item.text_or_none("details.speaker_without_profile") or "",)
    offices = _titles(item, "organisations") or _titles(item, "worldwide_organisations")
    return "; ".join(filter(None, speaker)) or "; ".join(offices) or None


def _titles(item: JsonValue, name: str) -> tuple[str, ...]:
    return tuple(linked.text("title") for linked in item.values_or_empty(f"links.{name}"))


def _day_in_words(stamp: str) -> str:
    stated = london_day(iso(stamp))
    return f"{stated.day} {stated:%B %Y}"
