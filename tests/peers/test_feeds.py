"""feedparser reads the feeds as well-formed, with the entries that they have."""

import json
import urllib.request
from pathlib import Path

from tests.communique import sample_archives
from tests.peers.programs import ran
from tests.reader.served import served

FEEDS = ("search/feed", "changes/feed", "releases/1/feed", "releases/9/feed")
CODE = """
import feedparser, json, sys
told = [feedparser.parse(url) for url in sys.argv[1:]]
print(json.dumps([[feed.bozo, feed.version, [[one.id, one.title, one.link] for one in feed.entries]] for feed in told]))
"""


def test_feeds_are_read_as_they_are(peers: Path, tmp_path: Path) -> None:
    with served(sample_archives.make(tmp_path / "archive.db")) as url:
        line = [f"{url}{feed}.atom" for feed in FEEDS]
        found = json.loads(ran(peers / "bin" / "python", "-c", CODE, *line, cwd=tmp_path))
        for feed, told in zip(FEEDS, found, strict=True):
            with urllib.request.urlopen(f"{url}{feed}.json") as answer:  # noqa: S310 - our own
                items = json.load(answer)["items"]
            assert told == [False, "atom10", [[one["id"], one["title"], one["url"]] for one in items]]
