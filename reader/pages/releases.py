"""Pages of one release: as it is, as it was, and how that is known."""

import json
from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reader import citations, paths
from reader.filters import as_iso_8601
from reader.pages.timeline import timeline
from reader.rendering import answer, page
from reader.requests import absolute, archives, reading
from storage.errors import ArchiveError, DamageError
from storage.export.raw import named_capture
from storage.proof import proofs
from storage.proof.prove import prove
from storage.read import history
from storage.read.absences import absent_at
from storage.read.snapshots import parse_published
from storage.read.views.release import ReleaseView, release_view
from storage.records import day

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, lt=2**63)]
VersionNumber = Annotated[int, Path(ge=1, lt=2**31)]


def language(view: ReleaseView) -> str:
    """The language of a release's texts."""
    return view.release.language or view.row.source_language


def published(view: ReleaseView) -> date | datetime | None:
    """The day of a release by its page, or else by its listing."""
    return view.release.published or parse_published(view.row.listed_published)


@router.get("/releases/{number}/")
def latest(request: Request, number: Number) -> Response:
    """A release as it is now."""
    return _release(request, number, None)


@router.get("/releases/{number}/versions/{version}/")
def version(request: Request, number: Number, version: VersionNumber) -> Response:
    """A release in one of its versions."""
    return _release(request, number, version)


def _release(request: Request, number: int, version: int | None) -> Response:
    with reading(request) as db:
        view = release_view(db, str(number), version)
    newest = view.chosen.number == len(view.versions)
    return page(
        request,
        "release.html",
        view=view,
        language=language(view),
        published_on=published(view),
        is_newest=newest,
        timeline=timeline(view.versions, view.absences),
        absent=absent_at(view.absences, None if newest else view.chosen.last_seen),
        files={file.url: sight.capture for file, sight in view.files},
        citation=citations.in_words(work(request, view)),
    )


@router.get("/releases/{number}/as-of/")
def as_of(
    request: Request, number: Number, on: Annotated[date, BeforeValidator(as_iso_8601), Query(alias="day")]
) -> Response:
    """The version that a reader saw at the end of a day (UTC)."""
    with reading(request) as db:
        chosen = release_view(db, str(number), as_of=datetime.combine(on, time.max, UTC)).chosen
    root = paths.root(request.scope["path"].lstrip("/"))
    return RedirectResponse(root + paths.release(number, chosen.number), 303)


@router.get("/releases/{number}/history/")
def of_release(request: Request, number: Number) -> Response:
    """Its versions, captures and absences."""
    with reading(request) as db:
        view = release_view(db, str(number))
        captures = history.captures(db, number)
    line = timeline(view.versions, view.absences)
    return page(request, "history.html", view=view, language=language(view), captures=captures, timeline=line)


@router.get("/releases/{number}/versions/{version}/proof.json")
def proof(request: Request, number: Number, version: VersionNumber) -> Response:
    """What proves to anybody that the page was so: see docs/proof.md. `communique verify FILE` checks it."""
    with archives(request).archive() as archive, archive.reading() as db:
        capture = named_capture(db, str(number), version)
        try:
            found = prove(db, archive.payloads, capture)
        except DamageError:
            raise
        except ArchiveError as error:  # its crawl is under way
            raise HTTPException(404, str(error)) from None
    body = json.dumps(proofs.written(found), indent=1).encode()
    name = f"release-{number}-version-{version}.proof.json"
    return answer(body, "application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/releases/{number}/versions/{version}/cite.{form}")
def cited(request: Request, number: Number, version: VersionNumber, form: citations.Form) -> Response:
    """The release in that version, as a work to be cited."""
    with reading(request) as db:
        view = release_view(db, str(number), version)
    text = citations.cite(form, work(request, view))
    return answer(text.encode(), citations.MEDIA_TYPES[form])


def work(request: Request, view: ReleaseView) -> citations.Work:
    """What a citation says of a release in a version."""
    return citations.Work(
        number=view.row.id,
        version=view.chosen.number,
        title=view.release.title,
        author=view.release.author,
        ministry=view.row.ministry,
        published=day(published(view)),
        language=language(view),
        url=view.row.url,
        archived=absolute(request, paths.release(view.row.id, view.chosen.number)),
        seen=view.chosen.first_seen.date(),
    )
