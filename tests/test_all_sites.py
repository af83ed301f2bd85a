"""All sources at once, against a stand-in for every site: nothing missed, no site hurried, memory flat."""

import itertools
from pathlib import Path

from all_sites import AllSites
from crawl_runner import Crawls
from test_ministries import SOURCES

PAUSE = 0.06  # seconds between two requests to one site; a second on the real web
LATE = 0.15  # seconds by which a busy machine may deliver the first of them late


def test_a_crawl_of_all_sources_finds_what_each_announces(tmp_path: Path):
    crawls = Crawls(tmp_path)
    with AllSites() as sites:
        done = crawls.crawl(
            "--all", "--via", sites.url, real=True, patience=240, DOWNLOAD_DELAY=PAUSE, DOWNLOAD_DELAY_JITTER=0
        )
    told = {line["source"]: line for line in done.lines}
    assert told.keys() == {name for name, source in SOURCES.items() if source.retired is None}
    wrong = {
        name: (line["listed"], line["new"], line["unreadable"], len(sites.keys[name]), line["message"])
        for name, line in told.items()
        if (line["new"], line["unreadable"]) != (len(sites.keys[name]), 0) or line["listed"] < line["new"]
    }
    assert not wrong
    for site, asked in itertools.groupby(sorted(sites.log), key=lambda one: one.site):
        pairs = list(itertools.pairwise(sorted(asked, key=lambda one: one.began)))
        assert all(after.began >= before.ended for before, after in pairs), f"{site} was asked twice at once"
        # robots.txt is the first request of a connection, and may be delivered late: that shortens the gap behind it.
        gaps = [after.began - before.began for before, after in pairs if before.path != "/robots.txt"]
        assert not gaps or min(gaps) >= PAUSE / 2, f"{site} was hurried: {gaps}"
        spent, owed = pairs[-1][1].began - pairs[0][0].began if pairs else 0.0, PAUSE * len(pairs)
        assert spent >= owed - LATE, f"{site} was hurried: {len(pairs) + 1} requests in {spent:.2f} s"
    assert done.megabytes < 300
