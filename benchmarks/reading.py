"""How many real pages are read in a second: by Communique, and by what else reads pages into texts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import newspaper  # type: ignore[import-untyped]
import trafilatura
from lxml import html

from benchmarks._measure import Figure, at_least, captures, corpus, plain, show, without_corpus
from crawler.sources.interpret import read
from crawler.sources.registry import source
from storage.records import Capture

PAGES = "cn_fmprc.warc.gz"
EACH = 150  # pages of each language, spread evenly over the file
ROUNDS = 3
SOURCES = {"cn_fmprc_en": "/mfa_eng/", "cn_fmprc_zh": "/web/"}
WHAT = "reading a page / trafilatura's pages a second"


def figures() -> list[Figure]:
    recorded = corpus(PAGES)
    if recorded is None:
        return without_corpus(WHAT)
    pages = [(name, page) for name, part in SOURCES.items() for page in sample(recorded, name, part)]
    readers = {"Communique": _communique, "trafilatura": _trafilatura, "newspaper4k": _newspaper, "lxml": _lxml}
    rates: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(ROUNDS + 1):
        for name, reader in readers.items():
            rate = len(pages) / _seconds(reader, pages)
            if turn:  # the first round warms up
                rates[name].append(rate)
    size = median(len(page.body or b"") for _, page in pages)
    sizes = f"{len(pages)} transcripts, half English, half Chinese, {size / 1000:.0f} kB in the middle; one process"
    ratios = [ours / theirs for ours, theirs in zip(rates["Communique"], rates["trafilatura"], strict=True)]
    return [
        at_least(WHAT, ratios, 2.5, sizes),
        *(plain(f"pages a second, {name}", values, "the same pages", "{:.0f}") for name, values in rates.items()),
    ]


def sample(recorded: Path, name: str, part: str) -> list[Capture]:
    """`EACH` release pages of one language that its source reads, evenly from the whole file."""
    readable = [page for page in captures(recorded) if part in page.url and _communique(name, page)]
    return [readable[n * len(readable) // EACH] for n in range(EACH)]


def _seconds(reader: Callable[[str, Capture], object], pages: Sequence[tuple[str, Capture]]) -> float:
    started = perf_counter()
    for name, page in pages:
        reader(name, page)
    return perf_counter() - started


def _communique(name: str, page: Capture) -> bool:
    """Everything from bytes to a release: charset, block pages, region, title, date, points, captions."""
    return read(source(name), page).verdict == "read"


def _trafilatura(_name: str, page: Capture) -> object:
    return trafilatura.bare_extraction(page.body or b"", url=page.url, with_metadata=True)


def _newspaper(_name: str, page: Capture) -> object:
    article = newspaper.Article(page.url, fetch_images=False)
    article.download(input_html=_text(page))
    article.parse()
    return article


def _text(page: Capture) -> str:
    return (page.body or b"").decode("utf-8", "replace")


def _lxml(_name: str, page: Capture) -> object:
    """The bare tree, which nothing that reads a page can do without."""
    return html.fromstring(_text(page))


if __name__ == "__main__":
    show(figures())
