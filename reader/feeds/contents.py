"""What feeds tell of releases and changes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request

from reader import edits, paths, texts
from reader.feeds.feed import FeedEntry, identifier
from reader.requests import absolute
from storage.edits.edit import Edit
from storage.edits.summaries.summary import summary
from storage.models.fences import each
from storage.read import history
from storage.read.changes import Change, Event
from storage.read.snapshots import altered_among, load_releases
from storage.records import Release, counted, visible

ALTERED = Markup("<p><b>This is not what was read from the page: the archive was damaged or altered.</b></p>\n")
BLOCKS, EDITS = 200, 50  # of one entry: whoever wants more follows its link


def of_releases(request: Request, db: Connection, numbers: Sequence[int]) -> list[FeedEntry]:
    """Releases, as they are now, in the order of their numbers here."""
    rows = {row.id: row for row in history.found_releases(db, numbers)}
    snapshots = each(numbers, lambda some: {number: history.snapshot_row(db, number) for number in some})
    held = {number: row for number, row in snapshots.items() if row is not None}
    loaded = each([*held.values()], partial(load_releases, db))
    altered = altered_among(db, [row for row in held.values() if row.id in loaded], loaded)
    return [
        _release(request, rows[number], loaded[row.id], row.first_seen, is_altered=row.id in altered)
        for number, row in held.items()
        if number in rows and row.id in loaded
    ]


def _release(
    request: Request, row: history.FoundRelease, release: Release, seen: datetime, *, is_altered: bool
) -> FeedEntry:
    return FeedEntry(
        id=identifier("release", row.source, row.id),
        title=release.title,
        url=absolute(request, paths.release(row.id)),
        updated=seen,
        content=_marked(body(release, absolute(request, paths.release(row.id))), is_altered),
        language=release.language or row.source_language,
        author=row.ministry,
        published=release.published if isinstance(release.published, datetime) else None,
        original=row.url,
    )


def first_version(request: Request, row: history.FoundRelease, first: history.Version, text: Release) -> FeedEntry:
    """A release as it was published, before anything of it was changed."""
    url = absolute(request, paths.release(row.id, 1))
    return FeedEntry(
        id=identifier("version", row.source, row.id, 1, first.content),
        title=first.title,
        url=url,
        updated=first.first_seen,
        content=_marked(body(text, url), first.altered),
        language=text.language or row.source_language,
        author=row.ministry,
        original=row.url,
    )


def of_changes(request: Request, found: Sequence[Change]) -> list[FeedEntry]:
    """Changes, in their order."""
    return [
        FeedEntry(
            id=identifier("change", one.source, one.release, one.version, one.kind, *_when_and_where(one)),
            title=f"{one.title}: {_first(one)}",
            url=absolute(request, paths.change(one)),
            updated=one.first_with,
            content=_marked(_edits(one.edits, absolute(request, paths.change(one))), bool(one.altered)),
            language="en",
            author=one.source,
            original=one.url,
        )
        for one in found
    ]


def _marked(content: Markup, is_altered: bool) -> Markup:
    return ALTERED + content if is_altered else content


def _when_and_where(change: Change) -> tuple[str, ...]:
    when = change.first_with.isoformat()
    return (when, change.file) if change.file else (when,)


def body(release: Release, url: str) -> Markup:
    """The text of a release, which stands whole at an address."""
    tags = {"heading": "h2", "quote": "blockquote"}
    html = []
    for block in release.blocks[:BLOCKS]:
        tag = tags.get(block.kind, "p")
        marker = Markup("{} ").format(visible(block.marker)) if block.marker else ""
        html.append(Markup(f'<{tag} dir="auto">{{}}{{}}</{tag}>\n').format(marker, texts.block(block)))  # noqa: S704 - ours
    return Markup().join([*html, _rest(len(release.blocks) - BLOCKS, "block", url)])


def _edits(of: Sequence[Edit | Event], url: str) -> Markup:
    """Edits, all of which stand at an address."""
    html = []
    for edit in of[:EDITS]:
        if isinstance(edit, Event):
            html.append(Markup("<p>{}</p>\n").format(visible(edit.summary)))
        else:
            told = Markup('<p><b>{}: {}</b></p>\n<p dir="auto">{}</p>\n')
            html.append(told.format(edit.cls, visible(summary(edit)), edits.inline(edit)))
    return Markup().join([*html, _rest(len(of) - EDITS, "edit", url)])


def _rest(number: int, what: str, url: str) -> Markup:
    """How much more there is, and where."""
    return (
        Markup('<p><a href="{}">{}</a></p>\n').format(url, counted(number, f"more {what}")) if number > 0 else Markup()
    )


def _first(change: Change) -> str:
    if not change.edits:
        return "altered in the archive"
    edit = change.edits[0]
    return edit.summary if isinstance(edit, Event) else summary(edit)
