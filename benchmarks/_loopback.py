"""The processes of a crawl on loopback: the demo ministry, Communique, and a spider that only fetches.

`python -m benchmarks._loopback` with `serve RELEASES` prints its address and, for each line it reads, what was asked
since; `ours ADDRESS FILE` crawls all of it into a new archive, `bare ADDRESS FILE` fetches the paths that a file lists,
and both print when they were done.
"""

import json
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from benchmarks._server import QuickServer
from communique import crawling
from communique.commands.crawl import crawl
from communique.commands.demo import demo_source
from communique.demo.ministry import DemoMinistry
from crawler.ingest.plan import Plan
from storage.archive import Archive

CONCURRENT = 8  # Scrapy's default for one host


def serve(releases: str) -> None:
    """Serve until standard input ends."""
    with DemoMinistry(int(releases), today=datetime.now(UTC).date(), server=QuickServer) as site:
        print(site.url, flush=True)
        for _ in sys.stdin:
            print(json.dumps({"first": site.log[0].at, "paths": [entry.path for entry in site.log]}), flush=True)
            site.log.clear()


def ours(address: str, file: str) -> None:
    """Communique, without the politeness that a machine of one's own does not need."""
    archive = Archive.open(f"sqlite:///{file}")
    configured = crawling.settings(
        DOWNLOAD_DELAY=0,
        AUTOTHROTTLE_ENABLED=False,
        CONCURRENT_REQUESTS_PER_DOMAIN=CONCURRENT,
        COMMUNIQUE_ASKED_HOSTS=["127.0.0.1"],
    )
    summary = crawl(archive, [demo_source(address)], Plan("backfill"), configured)[0]
    archive.close()
    print(json.dumps({"done": monotonic(), "read": summary.counts["new"]}))


def bare(address: str, file: str) -> None:
    """Scrapy as it comes, fetching known addresses and looking at none."""

    class Bare(Spider):
        name = "bare"
        fetched = 0

        async def start(self) -> AsyncIterator[Any]:
            for path in json.loads(Path(file).read_text()):
                yield Request(address + path, dont_filter=True)

        def parse(self, response: Response, **_: Any) -> None:
            Bare.fetched += response.status == 200

    configured = {"CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENT, "DOWNLOAD_DELAY": 0, "LOG_ENABLED": False}
    process = AsyncCrawlerProcess(configured)
    process.crawl(Bare)
    process.start()
    print(json.dumps({"done": monotonic(), "read": Bare.fetched}))


if __name__ == "__main__":
    roles: dict[str, Callable[..., None]] = {"serve": serve, "ours": ours, "bare": bare}
    roles[sys.argv[1]](*sys.argv[2:])
