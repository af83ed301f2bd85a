import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer

RELEASES = 8


@pytest.mark.parametrize("megabytes", [24, 96])
def test_too_little_memory_is_no_verdict_on_a_page(site: HostileServer, crawls: Crawls, megabytes: int) -> None:
    """Where memory ends is the allocator's affair: anywhere it is the run that fails, in one line, and never a page."""
    site.routes["/list"] = answer(listing_page([(f"/r{n}", f"Release {n}") for n in range(RELEASES)]))
    words = "They met <b class=x>again</b>. " * 12_000
    site.routes |= {f"/r{n}": answer(release_page(f"Release {n}", words)) for n in range(RELEASES)}
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", memory=megabytes)
    assert "Traceback" not in done.err
    assert {verdict for found in crawls.verdicts().values() for verdict in found} <= {None, "listing", "read"}
    if done.code:
        assert any(short in done.err for short in ("out of memory", "no thread can be started", "ended by the system"))
        assert {found["kind"] for line in done.lines for found in line["findings"]} <= {"error", "missing"}
    else:
        assert done.line["new"] == RELEASES
    assert megabytes > 50 or done.code == 1
    again = crawls.crawl("xx_water")
    assert (again.code, crawls.ask("SELECT count(*) FROM snapshot")) == (0, [(RELEASES,)])
