"""What the pages of documents say is found alike on both databases, however long a page is."""

from storage.records import Link, Reading
from storage.search.in_documents import find_in_documents
from storage.search.query import parse
from storage.write.assets import links, readings
from tests.storage.builders import announce, at, capture, commit, crawl_of, release, show

ANNEX = "https://files.example/annex.pdf"
# More words than a tsvector places, more places of one word, and a longer word; and what finds each.
LONG = {
    f"{' '.join(f'{n:x}' for n in range(16_500))} the last ship": ("ship", '"the last ship"'),
    f"{'fish ' * 300}from Westport": ("fish", '"fish fish from"'),
    f"{'x' * 600} tons of {'y' * 3000}": ("x" * 600, f'"{"x" * 600} tons"', "y" * 3000),
}


def test_a_long_page_is_kept_found_and_taken_out_again_as_short_ones_are(archive):
    crawl = crawl_of(archive)
    number = announce(archive, crawl, "one")["one"]
    show(archive, crawl, number, 1, Reading("read", release("text", links=(Link("attachment", ANNEX, "Annex"),))))
    archive.write(links.link, archive.payloads, crawl, number, [ANNEX], at(1))
    (kept,) = commit(archive, crawl, [(capture(ANNEX, 2, b"%PDF-1", kind="asset"), None)])

    def pages_with(query: str) -> list[int]:
        return [hit.position for hit in archive.read(find_in_documents, parse(query))]

    archive.write(readings.keep, [(kept, Reading("asset", pages=("5 tons of rice", *LONG), reader="first"))])
    assert pages_with("rice") == [1]
    for page, queries in enumerate(LONG.values(), 2):
        for query in queries:
            assert pages_with(query) == [page], query[:50]
    assert pages_with('"ship last"') == []
    archive.write(readings.keep, [(kept, Reading("asset", pages=("6 tons", "of rice"), reader="second"))])
    assert pages_with("rice") == [2]
    assert [pages_with(query) for queries in LONG.values() for query in queries] == [[]] * 7
