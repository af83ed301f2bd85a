"""Does what a crawl that died left undone: pages kept and not read, feeds not split, releases not settled."""

from crawler.ingest.capture_writer import BATCH, CaptureWriter
from storage.read import unread
from storage.write import crawls


async def catch_up(writer: CaptureWriter) -> None:
    """Read what is left of earlier crawls of the source, and of this one where it was interrupted.

    The feeds go in order of time, those too that showed the same again: noting that twice changes nothing. Of a feed
    whose items were being kept one by one, those are kept that were not.
    """
    runtime, crawl = writer.runtime, writer.crawl
    for crawl_id in await runtime.read(unread.interrupted, crawl):
        left = await runtime.read(unread.pages, runtime.payloads, crawl_id, 0, BATCH)
        while left.last is not None:
            _note(writer, left)
            await writer.keep_read(await runtime.read_pages(writer.source, left.captures))
            left = await runtime.read(unread.pages, runtime.payloads, crawl_id, left.last, BATCH)
        if writer.source.split is not None:
            left = await runtime.read(unread.feeds, runtime.payloads, crawl_id)
            _note(writer, left)
            read = await runtime.read(unread.items_of, [capture.id for capture in left.captures])
            feeds = await runtime.read_feeds(writer.source, left.captures)
            await writer.keep_feeds(
                [
                    (capture, [item for item in items if (capture.id, item.fragment) not in read])
                    for capture, items in feeds
                ]
            )
        if await runtime.read(unread.late, crawl_id):
            await writer.settle_listings()
        if crawl_id != crawl.id:
            await runtime.write(crawls.mark_read, crawl_id, None)
    for release_id in await runtime.read(unread.unsettled, crawl.source_id):
        await writer.settle(release_id)


def _note(writer: CaptureWriter, left: unread.Left) -> None:
    for message in left.damaged:
        writer.note("damaged", message)
