"""The HTML pages of the demo ministry: releases and listings in one of two themes.

Both themes keep what identifies the parts of a page (`h2.title2`, `div.rightalign`, `div.main-section`,
`dl.title-list` ...) and differ in everything else, as two versions of one content management system do.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template

from communique.demo.releases import Publication

THEMES = ("first", "second")

Months = Collection[tuple[int, int]]


def release_page(publication: Publication, theme: int) -> str:
    """The page of one release. `theme` counts the redesigns so far; it picks the templates and feeds their counters."""
    number = publication.number
    photos = (
        _fill(theme, "photo", address=f"/files/1{number:06d}{nth:02d}.png", caption=escape(caption))
        for nth, caption in enumerate(publication.captions)
    )
    attachment = publication.attachment
    attached = (
        _fill(theme, "attachment", address=f"/files/2{number:08d}.pdf", name=escape(attachment)) if attachment else ""
    )
    contents = _fill(
        theme,
        "release",
        date=f"{publication.published:%B} {publication.published.day}, {publication.published.year}",
        photos="".join(photos),
        lead=escape(publication.lead, quote=False),
        points=_paragraphs(publication.points) if publication.typed else _ordered_list(publication.points),
        attachment=attached,
    )
    return _page(theme, publication.title, contents, "page-single")


def listing_page(heading: str, publications: Iterable[Publication], months: Months, theme: int) -> str:
    """A listing of `publications`, newest first, under days without a year, with a table of the archive's `months`."""
    days = "".join(
        _shared("day", day=f"{day:%B} {day.day}", links="".join(_link(publication) for publication in group))
        for day, group in groupby(publications, key=lambda publication: publication.published)
    )
    years = "".join(
        _shared("year", year=str(year), months="・".join(_month(year, month, months) for month in range(1, 13)))
        for year in sorted({year for year, _ in months}, reverse=True)
    )
    contents = _shared("listing", heading=escape(heading), days=days, years=years)
    return _page(theme, "Press Releases", contents, "page-list")


def missing_page(theme: int) -> str:
    """The page that comes with status 404."""
    return _page(theme, "Page Not Found", "<p>The page you requested was not found.</p>", "page-error")


def archive_path(year: int, month: int) -> str:
    """The address of a month's listing."""
    return f"/press/release/{year}{month:02d}_index.html"


def _paragraphs(points: Sequence[tuple[str, str]]) -> str:
    return "\n".join(
        f"<p>{marker if marker.startswith('(') else marker + '.'} {escape(text, quote=False)}</p>"
        for marker, text in points
    )


def _ordered_list(points: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"\t<li>{escape(text, quote=False)}</li>\n" for _, text in points)
    return f"<ol>\n{items}</ol>"


def _link(publication: Publication) -> str:
    return _shared("link", address=publication.path, title=escape(publication.title))


def _month(year: int, month: int, months: Months) -> str:
    name = f"{date(year, month, 1):%B}"
    return f'<a href="{archive_path(year, month)}">{name}</a>' if (year, month) in months else name


def _page(theme: int, title: str, contents: str, kind: str) -> str:
    return _fill(theme, "shell", title=escape(title), contents=contents, kind=kind, counter=str(10_400 + 17 * theme))


def _fill(theme: int, template: str, **values: str) -> str:
    return _template(f"{THEMES[theme % len(THEMES)]}/{template}.html").substitute(values)


def _shared(template: str, **values: str) -> str:
    return _template(f"{template}.html").substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "templates" / name).read_text("utf-8"))
