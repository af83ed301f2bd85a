"""What feeds tell of releases and changes."""

from collections.abc import Sequence
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


def first_version(request: Request, view: ReleaseView, release: Release) -> FeedEntry:
    """A release as it was published, before anything of it was changed."""
    first = view.versions[0]
    return FeedEntry(
        id=identifier("version", view.row.source, view.row.id, 1, first.content),
        title=first.title,
        url=absolute(request, paths.release(view.row.id, 1)),
        updated=first.first_seen,
        content=body(release),
        language=language(view),
        author=view.row.ministry,
        original=view.row.url,
    )


def of_changes(request: Request, found: Sequence[Change]) -> list[FeedEntry]:
    """Changes, in their order."""
    return [
        FeedEntry(
            id=identifier("change", one.source, one.release, one.version, one.kind, *_when_and_where(one)),
            title=f"{one.title}: {_first(one)}",
            url=absolute(request, paths.change(one)),
            updated=one.first_with,
            content=_edits(one.edits),
            language="en",
            author=one.source,
            original=one.url,
        )
        for one in found
    ]


def _when_and_where(change: Change) -> tuple[str, ...]:
    when = change.first_with.isoformat()
    return (when, change.file) if change.file else (when,)


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
    edit = change.edits[0]
    return edit.summary if isinstance(edit, Event) else summary(edit)
