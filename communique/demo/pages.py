"""The stand-in's pages: publications and listings laid into one of two dresses of the same site.

Both dresses keep what identifies the parts of a page (`h2.title2`, `div.rightalign`, `div.main-section`,
`dl.title-list` ...) and differ in everything else, as two releases of one content management system do.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template

from communique.demo.releases import Publication

DRESSES = ("first", "second")

Months = Collection[tuple[int, int]]


def release_page(publication: Publication, dress: int) -> str:
    """The page of one release. `dress` counts the redesigns so far; it picks the templates and feeds their counters."""
    number = publication.number
    photos = (
        _fill(dress, "photo", address=f"/files/1{number:06d}{nth:02d}.png", caption=escape(caption))
        for nth, caption in enumerate(publication.captions)
    )
    attachment = publication.attachment
    paper = (
        _fill(dress, "attachment", address=f"/files/2{number:08d}.pdf", name=escape(attachment)) if attachment else ""
    )
    contents = _fill(
        dress,
        "release",
        date=f"{publication.published:%B} {publication.published.day}, {publication.published.year}",
        photos="".join(photos),
        lead=escape(publication.lead, quote=False),
        points=_typed(publication.points) if publication.typed else _numbered(publication.points),
        attachment=paper,
    )
    return _page(dress, publication.title, contents, "page-single")


def listing_page(heading: str, publications: Iterable[Publication], months: Months, dress: int) -> str:
    """A listing of `publications`, newest first, under days without a year, with a table of the archive's `months`."""
    days = "".join(
        _shared("day", day=f"{day:%B} {day.day}", links="".join(_link(publication) for publication in group))
        for day, group in groupby(publications, key=lambda publication: publication.published)
    )
    years = "".join(
        _shared("year", year=str(year), months="・".join(_month(year, month, months) for month in range(1, 13)))
        for year in sorted({year for year, _ in months}, reverse=True)
    )
    contents = _fill(dress, "listing", heading=escape(heading), days=days, years=years)
    return _page(dress, "Press Releases", contents, "page-list")


def missing_page(dress: int) -> str:
    """What the site says with status 404."""
    return _page(dress, "Page Not Found", "<p>The page you requested was not found.</p>", "page-error")


def archive_path(year: int, month: int) -> str:
    """The address of a month's listing."""
    return f"/press/release/{year}{month:02d}_index.html"


def _typed(points: Sequence[tuple[str, str]]) -> str:
    return "\n".join(
        f"<p>{marker if marker.startswith('(') else marker + '.'} {escape(text, quote=False)}</p>"
        for marker, text in points
    )


def _numbered(points: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"\t<li>{escape(text, quote=False)}</li>\n" for _, text in points)
    return f"<ol>\n{items}</ol>"


def _link(publication: Publication) -> str:
    return _shared("link", address=publication.path, title=escape(publication.title))


def _month(year: int, month: int, months: Months) -> str:
    name = f"{date(year, month, 1):%B}"
    return f'<a href="{archive_path(year, month)}">{name}</a>' if (year, month) in months else name


def _page(dress: int, title: str, contents: str, kind: str) -> str:
    return _fill(dress, "shell", title=escape(title), contents=contents, kind=kind, counter=str(10_400 + 17 * dress))


def _fill(dress: int, template: str, **values: str) -> str:
    return _template(f"{DRESSES[dress % len(DRESSES)]}/{template}.html").substitute(values)


def _shared(template: str, **values: str) -> str:
    return _template(f"{template}.html").substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "templates" / name).read_text("utf-8"))
