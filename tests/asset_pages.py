"""Releases with documents and captioned pictures, for tests of crawls of them."""

from crawl_runner import Crawls, Run, listing_page
from hostile_server import HostileServer
from server_faults import answer, tagged

PDF, JPEG = {"Content-Type": "application/pdf"}, {"Content-Type": "image/jpeg"}
PHOTO = b"\xff\xd8\xff\xe0" + b"a photograph" * 9


def document(text: str) -> bytes:
    """A document that nobody reads; what it is called says nothing of what it is."""
    return b"{\\rtf1 %b}" % text.encode()


def page(title: str, *files: str, photo: str = "", words: str = "The two sides met.") -> bytes:
    """A release that attaches files, and shows a photo."""
    linked = "".join(f'<p><a href="{file}">Annex {n}</a></p>' for n, file in enumerate(files, 1))
    shown = f'<figure><img src="{photo}" alt=""><figcaption>The signing.</figcaption></figure>' if photo else ""
    return (
        f"<!DOCTYPE html><title>{title}</title><article><h1>{title}</h1><time>2026-01-08</time>{shown}"
        f"<div class=body><p>{words}</p><p>{title} was discussed at length.</p></div>{linked}</article>"
    ).encode()


def water(site: HostileServer, crawls: Crawls, **releases: bytes) -> None:
    """Publish releases by their names, and write the file of their source, `xx_water`."""
    site.routes["/list"] = answer(listing_page([(f"/{name}", f"Release {name}") for name in releases]))
    site.routes |= {f"/{name}": tagged(body) for name, body in releases.items()}
    crawls.source("xx_water", site.url + "/list", reads="layout_with_files")


def crawl(crawls: Crawls, *words: str, **how: object) -> Run:
    """Crawl the source with its assets."""
    return crawls.crawl("xx_water", "--assets", *words, **how)


def found(new: int = 0, replaced: int = 0, unchanged: int = 0, not_held: int = 0) -> dict[str, int]:
    """What a crawl says of assets."""
    return {"new": new, "replaced": replaced, "unchanged": unchanged, "not_held": not_held}
