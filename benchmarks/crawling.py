"""How quickly a site is crawled, read and stored, against a bare Scrapy spider that fetches the same pages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from benchmarks._measure import MEGABYTE, REPOSITORY, Figure, at_least, at_most, plain, run, show

RELEASES = 1_500
PAIRS = 3
LOOPBACK = "benchmarks._loopback"


def figures() -> list[Figure]:
    ours, bare, memory = [], [], []
    with TemporaryDirectory() as folder, _ministry() as site:
        paths = Path(folder) / "paths.json"
        for number in range(PAIRS):
            printed, _ = run("-m", LOOPBACK, "ours", site.url, str(Path(folder) / f"{number}.db"), watched=False)
            asked = site.asked()
            ours.append(RELEASES / (_done(printed, RELEASES) - asked["first"]))
            pages = [path for path in asked["paths"] if path != "/robots.txt"]
            paths.write_text(json.dumps(pages))
            printed, _ = run("-m", LOOPBACK, "bare", site.url, str(paths), watched=False)
            bare.append(RELEASES / (_done(printed, len(pages)) - site.asked()["first"]))
        _, peak = run("-m", LOOPBACK, "ours", site.url, str(Path(folder) / "watched.db"))
        memory.append(peak / MEGABYTE)
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    sizes = (
        f"{RELEASES:,} releases on {len(pages) - RELEASES} listing pages; from the first request to the end of the "
        "crawl, all read and in a new SQLite archive; pairs in turn"
    )
    return [
        at_least("crawling / a bare spider's rate", ratios, 0.5, sizes),
        plain("releases a second, Communique", ours, "the same", "{:.0f}"),
        plain("releases a second, bare Scrapy", bare, "the same pages, without robots.txt", "{:.0f}"),
        at_most("memory of the crawl (MB)", memory, 300, "the same; with its reading processes", "{:.0f}"),
    ]


class _Ministry:
    """The stand-in ministry in a process of its own."""

    def __init__(self, asking: IO[str], told: IO[str]) -> None:
        self._asking, self._told = asking, told
        self.url = self._told.readline().strip()

    def asked(self) -> dict[str, Any]:
        """When the first request came since the last call, and every path asked since."""
        self._asking.write("\n")
        self._asking.flush()
        answer: dict[str, Any] = json.loads(self._told.readline())
        return answer


@contextmanager
def _ministry() -> Iterator[_Ministry]:
    command = [sys.executable, "-m", LOOPBACK, "serve", str(RELEASES)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        try:
            if process.stdin and process.stdout:  # always, since both were asked for
                yield _Ministry(process.stdin, process.stdout)
        finally:
            process.kill()


def _done(printed: str, expected: int) -> float:
    told = json.loads(printed.splitlines()[-1])
    if told["read"] != expected:
        raise RuntimeError(f"{told['read']} of {expected} pages were had: the rates cannot be compared")
    return float(told["done"])


if __name__ == "__main__":
    show(figures())
