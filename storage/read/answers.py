"""The JSON of every answer that an archive gives: what `--json` prints, an object a line.

The keys are a contract: a later version may add some, and changes none. Times are in ISO 8601 with their offset,
digests in hexadecimal. `altered` stands only beside texts that are not what was read from their pages, and says of
which versions.
"""

from collections.abc import Sequence
from datetime import datetime

from storage.edits.edit import Edit
from storage.edits.summaries.summary import summary
from storage.read.absences import AbsenceLine, Absent
from storage.read.changes import Change, Event
from storage.read.history import CaptureLine, FoundRelease, Version
from storage.read.lists.missing import MissingLine
from storage.read.lists.releases import ListedRelease
from storage.read.sources import SourceState
from storage.records import Finding, Release
from storage.search.find import Hit


def source(
    state: SourceState,
    *,
    family: str | None = None,
    listings: Sequence[tuple[str, str]] = (),
    checked_against: str | None = None,
    detail: str | None = None,
) -> dict[str, object]:
    """A source and what an archive holds of it.

    The rest is what a ministry's file adds, for whoever knows it: `listings` are pairs of kind and address, `detail` is
    what else there is to say of the verdict, before what the crawls found.
    """
    says = [detail] if detail else []
    says += [finding.message for finding in state.findings]
    return {
        "name": state.facts.name,
        "ministry": state.facts.ministry,
        "country": state.facts.country,
        "language": state.facts.language,
        "family": family,
        "listings": [{"kind": kind, "url": url} for kind, url in listings],
        "checked_against": checked_against,
        "releases": state.releases,
        "snapshots": state.snapshots,
        "last_crawl": state.last_crawl.isoformat() if state.last_crawl else None,
        "verdict": state.verdict,
        "detail": "; ".join(says) or None,
        "missing": state.missing,
        "findings": [finding(one) for one in state.findings],
    }


def missing(line: MissingLine) -> dict[str, object]:
    """A release that was announced and is not held, and what the last visit to it came to."""
    return {
        "release": line.release,
        "source": line.source,
        "url": line.url,
        "title": line.title,
        "published": line.published,
        "found": line.found_at.isoformat(),
        "tried": line.tried_at.isoformat() if line.tried_at else None,
        "status": line.status,
        "verdict": line.verdict,
        "message": line.message,
    }


def listed(line: ListedRelease) -> dict[str, object]:
    """A release as it is listed: its newest title, its day by its page or else by a listing."""
    return {
        "release": line.release,
        "source": line.source,
        "url": line.url,
        "title": line.title,
        "published": line.published,
        "language": line.language,
        "state": line.state,
        "versions": line.versions,
    } | altered([line.versions] if line.altered else [])


def hit(found: Hit) -> dict[str, object]:
    """A block that a search found, and the release it stands in."""
    return (
        {
            "release": found.release,
            "version": found.version,
            "source": found.source,
            "url": found.url,
            "title": found.title,
            "published": found.published,
            "block": {"position": found.position, "kind": found.kind, "marker": found.marker, "text": found.text},
        }
        | ({"attachment": found.attachment} if found.attachment else {})
        | altered([found.version] if found.altered else [])
    )


def release(
    row: FoundRelease, chosen: Version, text: Release, absent: Absent, versions: int, later: datetime | None
) -> dict[str, object]:
    """A release as one of its versions has it: which of how many that is, when it was seen, what a listing says.

    `absent` says from where it was missed at the time that was asked for, `later` when the next version was first seen.
    """
    return (
        text.as_json(source=row.source, url=row.url, language=row.source_language)
        | {
            "release": row.id,
            "state": row.state,
            "version": chosen.number,
            "versions": versions,
            "first_seen": chosen.first_seen.isoformat(),
            "last_seen": chosen.last_seen.isoformat(),
            "next_seen": later.isoformat() if later else None,
            "listed": row.listed_published,
            "absence": absence(absent.page) if absent.page else None,
            "unlisted": absence(absent.listing) if absent.listing else None,
        }
        | altered([chosen.number] if chosen.altered else [])
    )


def version(held: Version) -> dict[str, object]:
    """A version of a release, without its text."""
    return {
        "version": held.number,
        "title": held.title,
        "first_seen": held.first_seen.isoformat(),
        "last_seen": held.last_seen.isoformat(),
        "captures": held.captures,
        "payload": held.payload,
        "content": held.content,
    } | altered([held.number] if held.altered else [])


def capture(line: CaptureLine) -> dict[str, object]:
    """A capture of a release, and what was made of it."""
    return {
        "capture": line.id,
        "at": line.at.isoformat(),
        "url": line.url,
        "status": line.status,
        "verdict": line.verdict,
        "message": line.message,
        "version": line.version,
        "payload": line.payload,
    }


def absence(line: AbsenceLine) -> dict[str, object]:
    """A stretch of visits that missed a release, at its address ("page") or on a listing."""
    return {
        "absence": line.kind,
        "last_seen": line.last_seen.isoformat() if line.last_seen else None,
        "began": line.began_at.isoformat(),
        "last_missed": line.last_missed.isoformat(),
        "ended": line.ended_at.isoformat() if line.ended_at else None,
        "confirmed": line.confirmed,
    }


def change(seen: Change) -> dict[str, object]:
    """What was changed of a release between two visits; where it went or came back, the whole absence."""
    told = {"absence": absence(seen.absence)} if seen.absence else {}
    shared = {"at_once": [edit(each) for each in seen.at_once]} if seen.at_once else {}
    return {
        "release": seen.release,
        "source": seen.source,
        "url": seen.url,
        "title": seen.title,
        "version": seen.version,
        "seen": [seen.last_without.isoformat(), seen.first_with.isoformat()],
        "class": seen.cls,
        "flags": list(seen.flags),
        "edits": [edit(each) for each in seen.edits],
    } | (told | shared | altered(seen.altered))


def edit(made: Edit | Event, *, operations: bool = False) -> dict[str, object]:
    """One edit, with the steps from the old wording to the new where `operations` are asked for.

    `positions` are those of the blocks that it is of, in either version. An event has no class of its own beside that
    of the change.
    """
    line: dict[str, object] = {"field": made.field, "kind": made.kind, "before": made.before, "after": made.after}
    if isinstance(made, Event):
        return line | {"summary": made.summary}
    line |= {"class": made.cls, "flags": list(made.flags), "summary": summary(made)}
    if made.was or made.now:
        line["positions"] = [sorted({place.position for place in places}) for places in (made.was, made.now)]
    if operations:
        line["operations"] = [{"op": op, "before": before, "after": after} for op, before, after in made.operations]
    return line


def altered(versions: Sequence[int]) -> dict[str, object]:
    """Which of the versions in a line are not what was read from the page."""
    return {"altered": list(versions)} if versions else {}


def finding(found: Finding) -> dict[str, object]:
    """Something that needs a person."""
    return {
        "kind": found.kind,
        "count": found.count,
        "example": found.example,
        "source": found.source,
        "message": found.message,
    }
