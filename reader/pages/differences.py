"""What differs between two versions of a release."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reader import edits, paths
from reader.pages.releases import Number, VersionNumber
from reader.rendering import page
from reader.requests import reading
from storage.read.views.difference import difference_view

router = APIRouter(include_in_schema=False)
View = Literal["inline", "columns"]


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
        found = difference_view(db, str(number), old, new)
    return page(request, "differences.html", found=found, view=view, edits=edits)


Chosen = Annotated[int, Query(ge=1, lt=2**31)]


@router.get("/releases/{number}/differences/")
def chosen(request: Request, number: Number, old: Chosen, new: Chosen) -> Response:
    """Lead from a form with two versions to their differences."""
    root = paths.root(request.scope["path"].lstrip("/"))
    return RedirectResponse(root + paths.differences(number, old, new), 303)
