"""A crawl: of which source, what it visits, and what it found that needs a person."""

from dataclasses import dataclass
from datetime import datetime

from storage.errors import one_line

# What a person reads of a finding, by its kind. Verdicts need no line: they read "3 unreadable, first https://...".
_LINES = {
    # of a crawl or an import
    "error": "{example}",
    "busy": "{example}",
    "stuck": "another process has it, and the crawl that began at {example} has not ended: no crawl takes so long",
    "listing": "{example}",
    "unread_lines": "{listings} with lines that cannot be read, first {example}",
    "repeats": "further pages of a listing show what its first does, and nothing older: {count}, first {example}",
    "fewer_announced": "fewer releases announced than the site states: {example}",
    "missing": "{releases} announced but not held; `communique list --missing` names them",
    "missing_in_file": "{releases} announced but not held, nor in the file; `communique list --missing` names them",
    "not_held": "not held: {example}",
    "not_read_yet": "{releases} announced whose pages cannot be read yet; `communique coverage --missing` names them",
    "assets_not_held": "documents or pictures of releases that cannot be had: {count}, first {example}",
    "not_in_archive": "addresses that the web archive does not give: {count}, first {example}",
    "nothing_announced": "no listing announced anything, so nothing is known of new releases",
    "earlier": "{count} unreadable or failed before this crawl was interrupted",
    "silence": "nothing new since {example}",
    "fewer_releases": "fewer releases than there used to be: {example}",
    "more_releases": "more releases than there used to be: {example}",
    "pages_without_date": "pages without a date: {example}",
    "pages_without_text": "pages without text: {example}",
    "pages_without_images": "pages without images: {example}",
    "other_titles": "pages with another title than their listing gives: {example}",
    "other_dates": "pages with another date than their listing gives: {example}",
    "doubles": "releases with the same content as others: {example}",
    "dated_ahead": "{count} listed with a date that has not come yet, which counts as unknown, first {example}",
    "clock": "the crawl before this one began at {example}, after this one: a clock is wrong, or was",
    "at_once": "{example}: so in {releases} at once, and left out of changes; `communique review` asks what it was",
    "stopped": "stopped before its end; the next {example} continues from here",
    "bound": "stopped after {example}, the most that one crawl may take; the next one continues from here",
    "not_started": "not crawled: stopped before its turn",
    # of a status
    "too_old": "listings last read {example}",
    # of a reparse, or of a crawl that meets one
    "altered": "{releases} altered in the archive, first {example}",
    "unlike": "{releases} not what the same code reads from their pages, first {example}",
    "log": "what was kept could not be added to the log of the archive: {example}",
    "damaged": "{releases} damaged in the archive, first {example}",
    "altered_files": "{count} documents or pictures altered in the archive, first {example}",
    "damaged_files": "{count} documents or pictures damaged in the archive, first {example}",
    "unlike_files": "{count} documents or pictures not what the same code reads from their bytes, first {example}",
    # of an export
    "altered_versions": "{count} versions altered in the archive, first {example}",
    "damaged_versions": "{count} versions damaged in the archive, first {example}",
    "damaged_captures": "{count} captures damaged in the archive, first {example}",
    "damaged_log": "no tree head is told: {example}",
    # of a check: a listing, then a release
    "nothing_listed": "the listing announced nothing",
    "nothing_visited": "none of the releases looked for could be visited",
    "entries_without_title": "{count} of {example} have no title",
    "entries_without_date": "only {example} have a date",
    "not_read": "{example}",
    "no_title": "no title",
    "no_date": "no date, neither on its page nor in the listing",
    "no_text": "no text",
    "short_text": "a text of one line",
    "wrong_letters": "wrong letters: {example}",
}


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What an archive keeps of a source, so that questions to the archive need no ministry file."""

    name: str
    ministry: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class Target:
    """An address that a crawl should visit, with what makes the request conditional.

    `release_id` is None for a listing. `etag` and `last_modified` are those of the last whole answer.
    """

    url: str
    release_id: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Crawl:
    """An open crawl. `resumed` says that it continues one that was interrupted."""

    id: int
    source_id: int
    started_at: datetime
    resumed: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs a person: outcomes, exit codes and alerts are made of findings.

    `kind` is a verdict or another name, `count` how often it was found. `example` is the first case (its address and
    what was found there) or whatever else `message` wants to name; `source` is whose it is.
    """

    kind: str
    count: int = 1
    example: str | None = None
    source: str | None = None

    @property
    def message(self) -> str:
        """The line that tells it to a person, without the source's name: no longer than anyone reads."""
        words = f"{self.kind}: {self.count}" if " " in self.kind else f"{self.count} {self.kind.replace('_', ' ')}"
        line = _LINES.get(self.kind, f"{words}, first {{example}}" if self.example else words)
        nouns = {f"{noun}s": counted(self.count, noun) for noun in ("listing", "release")}
        return one_line(line.format(count=self.count, example=self.example, **nouns))


def counted(number: int, noun: str) -> str:
    """So many of something: "1 page", "2,000 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
