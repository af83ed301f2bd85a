"""Whatever stands in place of a document, it has a verdict or a finding, and the documents beside it are held."""

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

import hostile_pages
import server_faults
from asset_pages import JPEG, PDF, PHOTO, crawl, document, found, page, water
from crawl_runner import Crawls, listing_page, release_page
from hostile_pages import gzipped
from hostile_server import Act, Exchange, HostileServer
from pdf_files import file, pdf
from pypdf import PdfReader, PdfWriter
from server_faults import answer, busy, chunked, in_turn, redirect

MOST = 300_000  # bytes of an answer
LARGE = b"%PDF-1.4 " + bytes(MOST)
GOOD = answer(PHOTO, headers=JPEG)


def locked() -> bytes:
    writer, packed = PdfWriter(clone_from=PdfReader(BytesIO(pdf("The two sides met.")))), BytesIO()
    writer.encrypt("a password", algorithm="RC4-128")
    writer.write(packed)
    return packed.getvalue()


def deep(levels: int) -> bytes:
    """A tree of pages in which each node holds the next one alone; with a single level it holds itself."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % min(n + 1, levels + 1) for n in range(2, levels + 2)]
    return file([b"<</Type/Catalog/Pages 2 0 R>>", *nodes])


def endless(body: bytes) -> Act:
    """An answer without a length, whose end is that of its connection."""

    async def act(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + body)
        exchange.hang_up()

    return act


class Deed(NamedTuple):
    """What a server does, the verdict on it, how often it is asked, and whether the next crawl asks again."""

    act: Act
    verdict: str
    asked: int = 1
    again: bool = False


PASSES: Mapping[str, Deed] = {
    "stall": Deed(server_faults.stall, "failed", 3),
    "stall-midway": Deed(server_faults.stall_midway(PHOTO), "failed", 3),
    "reset-midway": Deed(server_faults.reset_midway(PHOTO * 100), "failed", 3),
    "babble": Deed(server_faults.babble(), "failed", 3),
    "cut-head": Deed(server_faults.babble(b"HTTP/1.1 200 OK\r\nContent-T"), "failed", 3),
    "too-long": Deed(server_faults.wrong_length(PHOTO, by=100), "failed", 3),
    "cut-chunks": Deed(chunked([PHOTO], cut=True), "failed", 3),
    "cut-gzip": Deed(server_faults.truncated_gzip(PHOTO * 50), "failed", 3),
    "corrupt-gzip": Deed(server_faults.corrupt_gzip(PHOTO * 50), "failed", 3),
    "status": Deed(server_faults.babble(b"HTTP/1.1 99999 X\r\nContent-Length: 0\r\n\r\n"), "failed"),
    "500": Deed(answer(status=500), "failed", 3),
    "408": Deed(answer(status=408), "refused", 3),
    "429": Deed(busy(429), "refused", 3),
    "304": Deed(server_faults.not_modified, "failed"),
    "challenge": Deed(answer(hostile_pages.CHALLENGES["cloudflare"]), "blocked"),
}
STAYS: Mapping[str, Deed] = {
    "gzip": Deed(answer(gzipped(PHOTO), headers=JPEG | server_faults.PACKED), "asset"),
    "not-gzip": Deed(server_faults.not_gzip(PHOTO), "asset"),
    "reset-once": Deed(in_turn(server_faults.reset, GOOD), "asset", 2),
    "503-once": Deed(in_turn(busy(503, seconds=1), GOOD), "asset", 2),
    "large": Deed(answer(LARGE, headers=PDF), "failed"),
    "large-chunks": Deed(chunked([LARGE]), "failed"),
    "large-without-length": Deed(endless(LARGE), "failed"),
    "bomb": Deed(server_faults.gzip_bomb(50), "failed"),
    "page": Deed(answer(release_page("Files", "Choose a file from this list. " * 90)), "unreadable"),
    "not-found-page": Deed(answer(b"<html><title>404 Not found</title><h1>Page not found</h1></html>"), "soft_404"),
    "byte": Deed(answer(b"\xff", headers=JPEG), "unreadable"),
    "program": Deed(answer(b"MZ\x90\0 a program", headers=PDF), "unreadable"),
    "empty": Deed(answer(b"", headers=PDF), "empty"),
    "204": Deed(answer(b"", 204), "refused"),
    "401": Deed(answer(b"", 401), "refused"),
    "404": Deed(answer(b"", 404), "not_found"),
    "410": Deed(answer(b"", 410), "gone"),
    "locked": Deed(answer(locked(), headers=PDF), "asset"),
    "deep": Deed(answer(deep(2_000), headers=PDF), "asset"),
    "circular": Deed(answer(deep(1), headers=PDF), "asset"),
    "moved": Deed(redirect("/there"), "redirected"),
    "circle": Deed(redirect("/circle.pdf"), "redirected"),
    "pair": Deed(redirect("/pair2"), "redirected"),
    "chain": Deed(redirect("/chain1"), "redirected"),
    "to-a-release": Deed(redirect("/x0"), "redirected"),
    "to-a-listing": Deed(redirect("/list"), "redirected"),
    "to-a-private-name": Deed(redirect("http://localhost/a.pdf"), "redirected"),
    **{
        f"to-{n}": Deed(redirect(address), "refused")
        for n, address in enumerate(
            (
                *("http://10.0.0.1/a.pdf", "http://[::ffff:10.0.0.1]/a.pdf", "http://127.0.0.1:9/a.pdf", "ftp://x/a.pdf"),
                *("file:///etc/passwd", "http://[", "http://127.0.0.1:99999/a.pdf", ""),
            )
        )
    },
}  # fmt: skip
EACH = 5  # deeds in one release
HELD = sum(deed.verdict == "asset" for deed in STAYS.values()) + 1  # and what was moved
LED_ASTRAY = 6  # redirects in circles, too often, to what is no document, to a private host: said, for want of a visit


def test_no_answer_hides_the_documents_beside_it_or_ends_in_silence(site: HostileServer, crawls: Crawls) -> None:
    deeds = {f"/{name}.pdf": deed for name, deed in (PASSES | STAYS).items()}
    pages, beside = {}, []
    for n in range(0, len(deeds), EACH):
        before, after = f"/good{n}.pdf", f"/good{n + 1}.pdf"
        beside += [before, after]
        pages[f"x{n}"] = page(f"Release {n}", before, *[*deeds][n : n + EACH], after)
    site.routes |= {path: answer(document(path), headers=PDF) for path in beside}
    site.routes |= {path: deed.act for path, deed in deeds.items()}
    site.routes |= {"/there": GOOD, "/pair2": redirect("/pair.pdf"), "/chain9": GOOD}
    site.routes |= {f"/chain{n}": redirect(f"/chain{n + 1}") for n in range(1, 9)}
    water(site, crawls, **pages)

    first = crawl(crawls, patience=60, DOWNLOAD_MAXSIZE=MOST, DOWNLOAD_TIMEOUT=0.7)
    assert first.code == 1
    assert "Traceback" not in first.err
    assert "internal error" not in first.err
    assert first.megabytes < 300
    verdicts = crawls.verdicts()
    assert {path: verdicts[path][0] for path in deeds} == {path: deed.verdict for path, deed in deeds.items()}
    assert {path for path in beside if verdicts[path] != ["asset"]} == set()
    assert {path: site.counts[path] for path in beside} == dict.fromkeys(beside, 1)
    assert {path: min(site.counts[path], 3) for path in deeds} == {path: deed.asked for path, deed in deeds.items()}
    not_held = [deed for deed in deeds.values() if deed.verdict not in ("asset", "redirected")]
    assert first.line["assets"] == found(new=len(beside) + HELD, not_held=len(not_held) + LED_ASTRAY)
    site.log.clear()

    site.routes |= {f"/{name}.pdf": GOOD for name in PASSES | STAYS}
    second = crawl(crawls, DOWNLOAD_MAXSIZE=MOST)
    assert site.counts == dict.fromkeys(["/robots.txt", "/list", *(f"/{name}.pdf" for name in PASSES)], 1)
    assert (second.code, second.line["assets"]) == (0, found(new=len(PASSES)))
    assert crawls.ask("SELECT count(*) FROM release WHERE assets_due_at IS NULL") == [(0,)], "nothing is due any more"


def test_what_is_put_off_is_asked_for_by_the_next_crawl_and_nothing_beside_it(crawls: Crawls) -> None:
    """A host that wants to be left alone, one whose rules cannot be read, and a document that is forbidden for good."""
    with HostileServer() as site, HostileServer(host="127.0.0.2") as busy_host, HostileServer(host="127.0.0.3") as lost:
        good = [f"{site.url}/5.pdf", f"{busy_host.url}/1.pdf", f"{busy_host.url}/2.pdf", f"{lost.url}/3.pdf"]
        water(site, crawls, a=page("A", *good[1:], "/4.pdf", good[0]))
        for server in (site, busy_host, lost):
            server.routes |= {f"/{n}.pdf": GOOD for n in range(1, 6)}
        site.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /4", headers={"Content-Type": "text/plain"})
        busy_host.routes |= {"/list": answer(listing_page([])), "/1.pdf": busy(503, seconds=600)}
        lost.routes |= {"/list": answer(listing_page([])), "/robots.txt": answer(status=503)}
        crawls.source("xx_water", *(f"{one.url}/list" for one in (site, busy_host, lost)), reads="layout_with_files")
        first = crawl(crawls)
        assert first.line["assets"] == found(new=1, not_held=4)
        assert (busy_host.counts["/1.pdf"], busy_host.counts["/2.pdf"], lost.counts["/3.pdf"]) == (1, 0, 0)

        lost.routes["/robots.txt"] = answer(status=404)
        busy_host.routes["/1.pdf"] = GOOD
        second = crawl(crawls)
        assert second.line["assets"] == found(new=3, not_held=1)
        assert "/4.pdf: robots.txt asks not to visit it" in second.err
        assert (site.counts["/4.pdf"], site.counts["/5.pdf"]) == (0, 1)
        assert crawls.ask("SELECT count(*) FROM release WHERE assets_due_at IS NULL") == [(0,)]
