"""Whether what was read of a source looks right: judgements that need no knowledge of its site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.extract.charset import mojibake
from crawler.ingest.outcome import Summary
from crawler.sources.source import Source
from storage.read.checkup import Sampled
from storage.records import Entry, Finding, Release


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check of one source found: its listing's entries, the releases visited, and the crawl's summary."""

    source: Source
    summary: Summary
    entries: Sequence[Entry]
    releases: Sequence[Sampled]

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the source as a whole: with the crawl, with its listing, or with both."""
        unvisited = [] if self.releases else [Finding("nothing_visited", 1)]
        return [*self.summary.findings, *listing_findings(self.source, self.entries), *unvisited]

    @property
    def well(self) -> bool:
        """Whether nothing at all looks wrong."""
        return not self.findings and not any(release_findings(sampled) for sampled in self.releases)

    def as_json(self) -> dict[str, Any]:
        """The line that `check --json` prints for a source."""
        return {
            "source": self.source.name,
            "well": self.well,
            "wrong": [finding.message for finding in self.findings],
            "listing": {
                "entries": len(self.entries),
                "titled": sum(bool(entry.title) for entry in self.entries),
                "dated": sum(entry.published is not None for entry in self.entries),
            },
            "releases": [_release_json(sampled) for sampled in self.releases],
            "seconds": round(self.summary.seconds, 2),
        }


def listing_findings(source: Source, entries: Sequence[Entry]) -> list[Finding]:
    """What a listing lacks: entries, their titles, or dates where it states some or its source expects them."""
    if not entries:
        return [Finding("nothing_listed", 1)]
    found = []
    if untitled := sum(not entry.title for entry in entries):
        found.append(Finding("entries_without_title", untitled, f"{len(entries)} entries"))
    dated = sum(entry.published is not None for entry in entries)
    expected = dated or any(getattr(listing, "read_date", None) for listing in source.listings)
    if expected and dated * 2 < len(entries):
        undated = len(entries) - dated
        found.append(Finding("entries_without_date", undated, f"{dated} of {len(entries)} entries"))
    return found


def release_findings(sampled: Sampled) -> list[Finding]:
    """What is wrong with a visited release: it was not read, or lacks what every release has."""
    release = sampled.release
    if release is None:
        return [Finding("not_read", 1, f"{sampled.verdict.replace('_', ' ')}: {sampled.message}")]
    attached = any(link.rel == "attachment" for link in release.links)
    wrong = {
        "no_title": not release.title,
        "no_date": release.published is None and sampled.listed is None,
        "no_text": not release.blocks and not attached,
        "short_text": len(release.blocks) == 1 and not attached,
    }
    return [Finding(kind, 1) for kind, is_so in wrong.items() if is_so] + _letters(release)


def _letters(release: Release) -> list[Finding]:
    text = "\n".join([release.title, *(block.text for block in release.blocks)])
    wrong = mojibake(text) or ("signs that could not be decoded" if "\ufffd" in text else None)
    return [Finding("wrong_letters", 1, wrong)] if wrong else []


def _release_json(sampled: Sampled) -> dict[str, Any]:
    release = sampled.release
    read = {
        "title": release.title,
        "published": release.published.isoformat() if release.published else None,
        "blocks": len(release.blocks),
        "images": len(release.images),
        "links": len(release.links),
    } if release else {}  # fmt: skip
    head = {"url": sampled.url, "verdict": sampled.verdict, "listed": sampled.listed}
    return {**head, **read, "wrong": [finding.message for finding in release_findings(sampled)]}
