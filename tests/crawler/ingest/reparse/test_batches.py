"""What of a source is read again at once is no more than may be in memory together."""

import pytest
from crawl_runner import release_page, water

from crawler.ingest import weight
from crawler.ingest.reparse.batches import batches
from crawler.ingest.reparse.report import Reread
from crawler.ingest.reparse.run import reparse
from storage.archive import Archive
from storage.read import stored_captures
from tests.storage.builders import LISTING, address, announce, capture, commit, crawl_of, visited

SOURCE = water("xx_water", [LISTING])


@pytest.mark.parametrize(("heaviest", "sizes"), [(2**30, [5, 0, 0]), (1, [1, 1, 1, 1, 1, 0, 0])])
def test_releases_are_read_together_by_their_weight(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, heaviest: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(weight, "HEAVY", heaviest)
    crawl = crawl_of(archive)
    ids = announce(archive, crawl, *"abcde")
    seen = [visited(capture(address(key), 1, release_page(key)), number) for key, number in ids.items()]
    commit(archive, crawl, seen)
    loaded = 0

    def counted(*words: object) -> object:
        nonlocal loaded
        loaded += 1
        return of_release(*words)

    of_release = stored_captures.of_release
    monkeypatch.setattr(stored_captures, "of_release", counted)
    found, ahead = [], []
    for batch in batches(archive, SOURCE, Reread("xx_water"), dry_run=False, all_pages=False):
        found.append(len(batch.held))
        ahead.append(loaded - sum(found))
    assert found == sizes
    assert max(ahead) <= 1  # the one that showed that the batch is full
    assert reparse(archive, SOURCE, workers=0, dry_run=False).pages == 5
