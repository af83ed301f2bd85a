"""Whether what was read of a source looks right: judgements that need no knowledge of its site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.extract.charset import mojibake
from crawler.ingest.plan import Summary
from crawler.sources.source import Source
from storage.read.checkup import Sampled
from storage.records import Entry, Release


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check of one source found: the lines of its listing, the releases visited, and what the crawl said."""

    source: Source
    summary: Summary
    entries: Sequence[Entry]
    releases: Sequence[Sampled]

    @property
    def wrong(self) -> list[str]:
        """What is wrong with the source as a whole: what the crawl said, and what its listing lacks."""
        unvisited = [] if self.releases else ["none of the releases looked for could be visited"]
        return [*self.summary.message, *listing_faults(self.source, self.entries), *unvisited]

    @property
    def well(self) -> bool:
        """Whether nothing at all looks wrong."""
        return not self.wrong and not any(release_faults(sampled) for sampled in self.releases)

    def as_json(self) -> dict[str, object]:
        """The line that `check --json` prints for a source."""
        return {
            "source": self.source.name,
            "well": self.well,
            "wrong": self.wrong,
            "listing": {
                "entries": len(self.entries),
                "titled": sum(bool(entry.title) for entry in self.entries),
                "dated": sum(entry.published is not None for entry in self.entries),
            },
            "releases": [_line(sampled) for sampled in self.releases],
            "seconds": round(self.summary.seconds, 2),
        }


def listing_faults(source: Source, entries: Sequence[Entry]) -> list[str]:
    """What a listing lacks: entries, their titles, or dates where it states some or is read for them."""
    if not entries:
        return ["the listing announced nothing"]
    faults = []
    if untitled := sum(not entry.title for entry in entries):
        faults.append(f"{untitled} of {len(entries)} entries have no title")
    dated = sum(entry.published is not None for entry in entries)
    expected = dated or any(getattr(listing, "read_date", None) for listing in source.listings)
    if expected and dated * 2 < len(entries):
        faults.append(f"only {dated} of {len(entries)} entries have a date")
    return faults


def release_faults(sampled: Sampled) -> list[str]:
    """What is wrong with a visited release: not read, or read without what every release has."""
    release = sampled.release
    if release is None:
        return [f"{sampled.verdict.replace('_', ' ')}: {sampled.message}"]
    faults = []
    if not release.title:
        faults.append("no title")
    if release.published is None and sampled.listed is None:
        faults.append("no date, neither on its page nor in the listing")
    attached = any(link.rel == "attachment" for link in release.links)
    if not release.blocks and not attached:
        faults.append("no text")
    if len(release.blocks) == 1 and not attached:
        faults.append("a text of one line")
    return faults + _letters(release)


def _letters(release: Release) -> list[str]:
    text = "\n".join([release.title, *(block.text for block in release.blocks)])
    wrong = mojibake(text) or ("signs that could not be decoded" if "\ufffd" in text else None)
    return [f"wrong letters: {wrong}"] if wrong else []


def _line(sampled: Sampled) -> Mapping[str, Any]:
    release = sampled.release
    read = {
        "title": release.title,
        "published": release.published.isoformat() if release.published else None,
        "blocks": len(release.blocks),
        "images": len(release.images),
        "links": len(release.links),
    } if release else {}  # fmt: skip
    head = {"url": sampled.url, "verdict": sampled.verdict, "listed": sampled.listed}
    return {**head, **read, "wrong": release_faults(sampled)}
