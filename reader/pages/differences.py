"""What differs between two versions of a release."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reader import edits, paths
from reader.pages.releases import Number, VersionNumber
from reader.rendering import page
from reader.requests import reading
from storage.edits.edit import Edit
from storage.errors import NothingNamedError
from storage.read import history
from storage.read.history import FoundRelease, Version
from storage.read.snapshots import between
from storage.review.decisions import at_once

router = APIRouter(include_in_schema=False)
View = Literal["inline", "columns"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of a release and the edits between them; `at_once` are those that many releases had together."""

    row: FoundRelease
    versions: list[Version]
    old: Version
    new: Version
    edits: tuple[Edit, ...]
    at_once: frozenset[int]

    @property
    def altered(self) -> list[int]:
        """Those of both versions that are not what was read from the page."""
        return [one.number for one in (self.old, self.new) if one.altered]


def difference(db: Connection, number: int, old: int, new: int) -> Difference:
    """The edits between two versions of a release. Raises NothingNamedError."""
    row = history.find_release(db, str(number))
    held = history.versions(db, row.id)
    if not held:
        raise NothingNamedError(f"release {number} was announced, but no page of it has been read yet")
    first, second = (history.version(held, each, row.id) for each in (old, new))
    before, after = (history.snapshot_row(db, row.id, one.number) for one in (first, second))
    found = between(db, before, after, row.source_language).edits
    shared = at_once(db, row.source_id, found, first.last_seen, second.first_seen)[1]
    return Difference(row, held, first, second, found, frozenset(map(id, shared)))


@router.get("/releases/{number}/differences/{old}-{new}/")
def in_one_text(request: Request, number: Number, old: VersionNumber, new: VersionNumber) -> Response:
    """The edits between two versions, each in one text."""
    return _differences(request, number, old, new, "inline")


@router.get("/releases/{number}/differences/{old}-{new}/side-by-side/")
def side_by_side(request: Request, number: Number, old: VersionNumber, new: VersionNumber) -> Response:
    """The edits between two versions, each in two columns."""
    return _differences(request, number, old, new, "columns")


def _differences(request: Request, number: int, old: int, new: int, view: View) -> Response:
    with reading(request) as db:
        found = difference(db, number, old, new)
    return page(request, "differences.html", found=found, view=view, edits=edits)


Chosen = Annotated[int, Query(ge=1, lt=2**31)]


@router.get("/releases/{number}/differences/")
def chosen(request: Request, number: Number, old: Chosen, new: Chosen) -> Response:
    """Lead from a form with two versions to their differences."""
    root = paths.root(request.scope["path"].lstrip("/"))
    return RedirectResponse(root + paths.differences(number, old, new), 303)
