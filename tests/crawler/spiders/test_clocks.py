import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer


@pytest.mark.parametrize("day", ["9999-12-31", "2199-01-01"])
def test_a_date_that_has_not_come_yet_is_said_and_switches_off_no_alarm(
    site: HostileServer, crawls: Crawls, day: str
) -> None:
    site.routes["/r1"] = answer(release_page("Release 1"))
    site.routes["/old"] = answer(listing_page([("/r1", "Release 1")], day="2020-01-08"))
    site.routes["/list"] = answer(listing_page([("/r2", "Release 2")], day=day))
    site.routes["/r2"] = answer(release_page("Release 2"))
    crawls.source("xx_water", site.url + "/old", site.url + "/list")
    file = crawls.ministries / "xx_water.py"
    file.write_text(
        file.read_text() + "object.__setattr__(SOURCE.expect, 'longest_gap', SOURCE.expect.longest_gap / 9999)\n"
    )
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"], done.line["new"]) == (1, "incomplete", 2)
    assert {found["kind"] for found in done.line["findings"]} == {"dated_ahead", "silence"}
    assert f"1 listed with a date that has not come yet, which counts as unknown, first {site.url}/r2" in done.err
    assert "nothing new since 2020-01-08" in done.err


def test_a_clock_that_was_ahead_silences_no_later_run(site: HostileServer, crawls: Crawls) -> None:
    site.routes |= {"/list": answer(listing_page([("/r1", "Release 1")])), "/r1": answer(release_page("Release 1"))}
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("--all").code == 0
    assert "read in the last 15 minutes" in crawls.crawl("--all").err
    crawls.change("UPDATE crawl SET started_at = '2037-01-01 00:00:00.000000'")
    crawls.change("UPDATE release SET visited_at = '2037-01-01 00:00:00.000000', due_at = '2037-01-01 06:00:00.000000'")
    done = crawls.crawl("--all")
    assert (done.code, done.line["revisited"]) == (1, 0)
    assert (
        "the crawl before this one began at 2037-01-01 00:00 UTC, after this one: a clock is wrong, or was" in done.err
    )
    assert crawls.crawl("xx_water").code == 0
    assert crawls.crawl("--all").lines == []
    crawls.change("UPDATE release SET visited_crawl_id = 1")
    assert crawls.crawl("--all", "--recheck").line["revisited"] == 1
