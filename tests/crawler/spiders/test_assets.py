from pathlib import Path

import pytest
from asset_pages import JPEG, PDF, PHOTO, crawl, document, found, page, water
from crawl_runner import Crawls, listing_page
from hostile_pages import gzipped
from hostile_server import HostileServer
from pdf_files import pdf
from server_faults import answer, redirect, stall, tagged

from tests.communique.command_line import Line


def asked(site: HostileServer) -> list[str]:
    found = [visit.path for visit in site.log if visit.path != "/robots.txt"]
    site.log.clear()
    return found


def due_now(crawls: Crawls) -> None:
    """Let all that is held be due again."""
    crawls.change("UPDATE release SET due_at = strftime('%Y-%m-%d %H:%M:%f000', 'now')")
    crawls.change("UPDATE release SET assets_due_at = due_at")


def test_documents_and_captioned_pictures_are_captures_like_any_other(
    site: HostileServer, crawls: Crawls, capsys: pytest.CaptureFixture[str]
) -> None:
    files = "/annex.pdf#page=3", "/annex.pdf", "/own.pdf"
    water(site, crawls, a=page("A", *files, photo="/p.jpg"), b=page("B", "/annex.pdf#page=2"))
    for name in ("annex", "own"):
        site.routes[f"/{name}.pdf"] = tagged(document(f"The {name} says 5 tons."), f'"{name} 1"')
    site.routes["/p.jpg"] = tagged(PHOTO, '"p 1"')
    assert "assets" not in crawls.crawl("xx_water").line
    assert crawls.verdicts().keys() == {"/list", "/a", "/b"}
    asked(site)

    first = crawl(crawls)
    assert (first.code, first.err, first.line["assets"]) == (0, "", found(new=3))
    assert asked(site) == ["/list", "/annex.pdf", "/own.pdf", "/p.jpg"], "each once"
    assert crawls.ask("SELECT count(*) FROM asset") == [(4,)]
    (shown,) = Line(f"sqlite:///{crawls.path}", capsys)("show", site.url + "/a", "--json").lines
    assert [file["url"].removeprefix(site.url) for file in shown["files"]] == [*files, "/p.jpg"]

    due_now(crawls)
    site.routes["/own.pdf"] = tagged(document("The own says 6 tons."), '"own 2"')
    site.routes["/late.pdf"] = tagged(document("Late"), '"late 1"')
    site.routes["/b"] = answer(page("B", "/annex.pdf", "/late.pdf", words="The two sides met twice."))
    assert crawl(crawls, "--recheck").line["assets"] == found(new=1, replaced=1, unchanged=2)
    assert {visit.path: visit.status for visit in site.log}["/p.jpg"] == 304
    assert asked(site)[2:] == ["/annex.pdf", "/own.pdf", "/p.jpg", "/late.pdf"], "after the releases"
    assert crawls.verdicts()["/own.pdf"] == ["asset", "replaced"]
    assert Line(f"sqlite:///{crawls.path}", capsys)("verify", "--full").code == 0


def test_other_hosts_are_asked_for_their_rules(site: HostileServer, crawls: Crawls) -> None:
    crawls.source("xx_water", "http://water.example/list", reads="layout_with_files")
    files = ["http://files.example/a.pdf", "http://files.example/no/b.pdf", "ftp://files.example/c.pdf"]
    site.routes |= {
        "/http://water.example/list": answer(listing_page([("/a", "A")])),
        "/http://water.example/a": answer(page("A", *files)),
        "/http://files.example/robots.txt": answer(
            b"User-agent: *\nDisallow: /no/", headers={"Content-Type": "text/plain"}
        ),
        "/http://files.example/a.pdf": answer(document("A"), headers=PDF),
    }
    done = crawl(crawls, "--via", site.url)
    assert done.line["assets"] == found(new=1, not_held=1)
    assert "robots.txt asks not to visit it" in done.err
    assert [path for path in asked(site) if "files.example" in path] == [
        "/http://files.example/robots.txt",
        "/http://files.example/a.pdf",
    ]


def test_a_crawl_that_was_killed_goes_on(site: HostileServer, crawls: Crawls) -> None:
    files = [f"/{n}.pdf" for n in range(6)]
    water(site, crawls, a=page("A", *files))
    site.routes |= {file: answer(document(f"Annex {file}"), headers=PDF) for file in files} | {"/4.pdf": stall}
    running = crawls.start("crawl", "xx_water", "--assets", DOWNLOAD_TIMEOUT=600)
    site.wait_for("/4.pdf")
    running.process.kill()
    running.process.join()
    assert [file for file in files if file in crawls.verdicts()] == files[:4]
    site.routes["/4.pdf"] = answer(document("Annex 4"), headers=PDF)
    assert crawl(crawls).line["assets"] == found(new=6), "of both runs"
    assert [site.counts[file] for file in files] == [1, 1, 1, 1, 2, 1]


def test_what_is_exported_is_imported_again(
    site: HostileServer, crawls: Crawls, sqlite_template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    water(site, crawls, a=page("A", "/annex.pdf", "/moved.pdf", photo="/p.jpg"), b=page("B", "/annex.pdf"))
    site.routes |= {
        "/annex.pdf": tagged(pdf("The donors gave 5 tons of rice."), '"1"'),
        "/moved.pdf": redirect("/there.pdf"),
        "/there.pdf": answer(gzipped(pdf("There")), headers=PDF | {"Content-Encoding": "gzip"}),
        "/p.jpg": answer(PHOTO, headers=JPEG),
    }
    crawls.source("xx_water", site.url + "/list", reads="layout_with_files", identity=r"/([ab])$")
    crawl(crawls)
    site.routes["/annex.pdf"] = tagged(pdf("The donors gave 6 tons of rice."), '"2"')
    due_now(crawls)
    crawl(crawls, "--recheck")
    file = str(crawls.folder / "all.wacz")
    assert Line(f"sqlite:///{crawls.path}", capsys)("export", file, "--since", "2026-01-01").code == 0
    other = Crawls(crawls.folder / "other", sqlite_template)
    other.source("xx_water", site.url + "/list", reads="layout_with_files", identity=r"/([ab])$")
    assert other.run("import", file).code in (0, 1)
    verdicts = {path: told for path, told in crawls.verdicts().items() if path != "/list"}
    assert other.verdicts() == verdicts
    assert verdicts["/annex.pdf"] == ["asset", "replaced"]
    asked = (
        "SELECT r.url, a.url FROM asset JOIN release r ON r.id = asset.release_id JOIN address a ON a.id = address_id"
    )
    assert sorted(other.ask(asked)) == sorted(crawls.ask(asked))
    told = []
    for archive in (crawls, other):
        ask = Line(f"sqlite:///{archive.path}", capsys)
        (hit, *_) = ask("search", "--json", "tons").lines
        assert (hit["block"]["marker"], hit["block"]["position"]) == ("Annex 1", 1)
        assert "6 tons" in hit["block"]["text"]
        assert ask("search", "--json", "5 tons").lines == [], "what was replaced is said no more"
        edits = ask("diff", site.url + "/a", "1", "1", "--json").lines
        assert [(edit["field"], edit["kind"], edit["class"], edit["flags"]) for edit in edits] == [
            ("attachment", "changed", "substance", ["document"]),
            ("document", "reworded", "substance", ["number"]),
        ]
        assert len(ask("show", site.url + "/a", "--json").lines[0]["files"]) == 3
        told.append(sorted(str(line["edits"]) for line in ask("changes", "--json").lines))
    assert told[0] == told[1]
    assert len(told[0]) == 2, "in each release that links to it"
