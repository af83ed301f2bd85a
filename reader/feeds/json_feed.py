"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from reader.feeds.feed import Feed, FeedEntry
from storage.records import visible

MEDIA_TYPE = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    """A feed as a JSON Feed document."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": visible(feed.title),
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
        "language": entry.language,
        "authors": [{"name": visible(entry.author)}],
        **({"date_published": entry.published.isoformat(timespec="seconds")} if entry.published else {}),
        **({"external_url": visible(entry.original)} if entry.original else {}),
    }
