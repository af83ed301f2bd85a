"""Short ways from markup to what is read in it, for the tests of this folder."""

from crawler.extract import html
from crawler.extract.body import blocks
from crawler.extract.element import Element, region

ADDRESS = "https://mfa.example/press/1.html"


def article(markup: str) -> Element:
    return region(html.parse(f"<body><article>{markup}</article></body>"), "article", ADDRESS)


def read(markup: str, without: str | None = None) -> list[tuple[str, str | None, int, str]]:
    found = blocks(article(markup), without)
    return [(block.kind, block.marker, block.depth, block.text) for block in found]


def texts(markup: str) -> list[str]:
    return [text for *_, text in read(markup)]
