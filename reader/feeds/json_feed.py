"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from reader.feeds.feed import Feed, FeedEntry
from reader.texts import language_tag, web_address
from storage.records import escaped, visible

MEDIA_TYPE = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    """A feed as a JSON Feed document."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": visible(feed.title),
        "language": "en",
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False).encode(errors="replace")


def _item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": visible(entry.title),
        "content_html": str(entry.content),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [{"name": visible(entry.author)}],
        **({"date_published": entry.published.isoformat(timespec="seconds")} if entry.published else {}),
        **({"language": tag} if (tag := language_tag(entry.language)) else {}),
        **({"external_url": escaped(url)} if entry.original and (url := web_address(entry.original)) else {}),
    }
