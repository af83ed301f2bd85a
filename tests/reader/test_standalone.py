"""A page of differences that stands alone shows as many edits as the reader's page does, and says how many more."""

from starlette.testclient import TestClient

from reader import edits
from reader.app import reader
from reader.standalone import differences_page
from storage.archive import Archive
from storage.read.views.difference import difference_view
from storage.records import Reading
from tests.storage import builders

MORE = 3


def test_either_page_shows_as_many_edits_and_says_how_many_more(archive: Archive, archive_url: str) -> None:
    crawl = builders.crawl_of(archive)
    number = builders.announce(archive, crawl, "many")["many"]
    for hour, word in enumerate(("spring", "autumn"), 1):
        told = builders.release(*(f"In {word} of the year {place} it rained." for place in range(edits.MOST + MORE)))
        builders.show(archive, crawl, number, hour, Reading("read", told, layout="first"))
    alone = differences_page(archive.read(difference_view, str(number)))
    with TestClient(reader(archive_url)) as client:
        page = client.get(f"/releases/{number}/differences/1-2/side-by-side/").text
    for html in (alone, page):
        assert html.count('<div class="edit">') == edits.MOST
        assert f"and {MORE} more edits; <code>communique diff {number} 1 2</code> shows all." in html
