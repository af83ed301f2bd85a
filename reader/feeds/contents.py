"""What feeds tell of releases and changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request

from reader import edits, paths, texts
from reader.feeds.feed import FeedEntry, identifier
from reader.pages.releases import language
from reader.requests import absolute
from storage.edits.edit import Edit
from storage.edits.summaries.summary import summary
from storage.read import history
from storage.read.changes import Change, Event
from storage.read.snapshots import load_releases
from storage.read.views.release import ReleaseView
from storage.records import Release, visible


def of_releases(request: Request, db: Connection, numbers: Sequence[int]) -> list[FeedEntry]:
    """Releases, as they are now, in the order of their numbers here."""
    rows = {row.id: row for row in history.found_releases(db, numbers)}
    snapshots = {number: history.snapshot_row(db, number) for number in numbers}
    held = {number: row for number, row in snapshots.items() if row is not None}
    loaded = load_releases(db, list(held.values()))
    return [
        _release(request, rows[number], loaded[row.id], row.first_seen)
        for number, row in held.items()
        if number in rows
    ]


def _release(request: Request, row: history.FoundRelease, release: Release, seen: datetime) -> FeedEntry:
    return FeedEntry(
        id=identifier("release", row.source, row.id),
        title=release.title,
        url=absolute(request, paths.release(row.id)),
        updated=seen,
        content=body(release),
        language=release.language or row.source_language,
        author=row.ministry,
        published=release.published if isinstance(release.published, datetime) else None,
        original=row.url,
    )


def of_versions(request: Request, view: ReleaseView, changed: Mapping[int, Sequence[Edit]]) -> list[FeedEntry]:
    """The versions of a release, newest first, each with what was changed in it."""
    return [
        FeedEntry(
            id=identifier("version", view.row.source, view.row.id, one.number, one.content),
            title=f"{one.title} (version {one.number})",
            url=absolute(request, paths.release(view.row.id, one.number)),
            updated=one.first_seen,
            content=_edits(changed[one.number]) if one.number in changed else body(view.release),
            language=language(view),
            author=view.row.ministry,
            original=view.row.url,
        )
        for one in reversed(view.versions)
    ]


def of_changes(request: Request, found: Sequence[Change]) -> list[FeedEntry]:
    """Changes, in their order."""
    return [
        FeedEntry(
            id=identifier("change", one.source, one.release, one.version, _kind(one), one.first_with.isoformat()),
            title=f"{one.title}: {_first(one)}",
            url=absolute(request, _address(one)),
            updated=one.first_with,
            content=_edits(one.edits),
            language="en",
            author=one.source,
            original=one.url,
        )
        for one in found
    ]


def body(release: Release) -> Markup:
    """The text of a release."""
    tags = {"heading": "h2", "quote": "blockquote"}
    html = Markup()
    for block in release.blocks:
        tag = tags.get(block.kind, "p")
        marker = Markup("{} ").format(visible(block.marker)) if block.marker else ""
        html += Markup(f'<{tag} dir="auto">{{}}{{}}</{tag}>\n').format(marker, texts.block(block))  # noqa: S704 - ours
    return html


def _edits(of: Sequence[Edit | Event]) -> Markup:
    html = Markup()
    for edit in of:
        if isinstance(edit, Event):
            html += Markup("<p>{}</p>\n").format(visible(edit.summary))
        else:
            told = visible(summary(edit))
            html += Markup('<p><b>{}: {}</b></p>\n<p dir="auto">{}</p>\n').format(edit.cls, told, edits.inline(edit))
    return html


def _first(change: Change) -> str:
    edit = change.edits[0] if change.edits else None
    return edit.summary if isinstance(edit, Event) else summary(edit) if edit else "many releases had this at once"


def _kind(change: Change) -> str:
    edit = change.edits[0] if change.edits else None
    return edit.kind if isinstance(edit, Event) else "edited"


def _address(change: Change) -> str:
    if change.version > 1 and _kind(change) == "edited":
        return paths.differences(change.release, change.version - 1, change.version)
    return paths.history(change.release)
