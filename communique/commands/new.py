"""`communique new`."""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from typing import Annotated, Any

import typer
from lxml import etree

from communique.arguments import web_address
from communique.output import json_line, messages
from communique.scaffold import cases, ministry_file
from communique.scaffold.cases import SavedPage
from crawler import ministries
from crawler.sources.source import NAME
from storage.errors import SourceError, UsageError


def command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The source's name: country, ministry, language, as in xx_water_en.")
    ],
    *,
    listing: Annotated[Path, typer.Option(metavar="FILE", help="A saved listing.")],
    listing_url: Annotated[
        str, typer.Option(parser=web_address, metavar="ADDRESS", help="The address it was saved from.")
    ],
    release: Annotated[Path, typer.Option(metavar="FILE", help="A saved release.")],
    release_url: Annotated[
        str, typer.Option(parser=web_address, metavar="ADDRESS", help="The address it was saved from.")
    ],
    family: Annotated[
        str | None, typer.Option(metavar="NAME", help="A module of crawler/families/ that reads its releases.")
    ] = None,
    ministry: Annotated[str, typer.Option(metavar="NAME", help="The ministry's name.")] = "",
    language: Annotated[
        str, typer.Option(metavar="CODE", help="BCP 47; by default from the end of the name, else from the page.")
    ] = "",
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="The ministry's time zone, by its IANA name.")] = "UTC",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written and not found as JSON.")] = False,
) -> None:
    """Start a new ministry: its file and its cases, from one saved listing and one saved release.

    Writes into the folder that --ministries names, else into a checkout, and never overwrites a file. Selectors are
    guesses, and marked as such. The cases expect what is read now; their tests fail until a person has reviewed them.
    """
    path, folder = _free_places(name)
    for given in (listing_url, release_url, ministry, language, timezone):
        if set(given) & set('"\\\n'):
            raise UsageError(f"{given!r} holds a character that cannot stand in a file of Python")
    pages = SavedPage.of(listing, listing_url), SavedPage.of(release, release_url)
    language = language or _language(name, pages[1])
    new = ministry_file.NewSource(name, ministry or f"Ministry of {name}", language, timezone, family)
    try:
        path.write_text(ministry_file.text_of(new, *pages), encoding="utf-8")
        source = ministry_file.load(path)
        readings = cases.read_listing(source, pages[0]), cases.read_release(source, pages[1])
        for case, saved, reading in zip(("listing", "release"), pages, readings, strict=True):
            cases.write_case(folder / case, saved, reading)
    except BaseException:  # a signal too: all of it, or nothing that stands in the way of the next attempt
        path.unlink(missing_ok=True)
        rmtree(folder, ignore_errors=True)
        raise
    lacking = [*_of_listing(readings[0]), *_of_release(readings[1])]
    for line in lacking:
        messages.warn(line)
    if as_json:
        json_line({"file": str(path), "cases": str(folder), "not_found": lacking})
    own = ["--ministries", str(path.parent)] if ministries.own_folders() else []
    reads = shlex.join(["communique", *own, "parse", str(release), "--source", name, "--url", release_url])
    messages.say(f"{path} and {folder} are written; CONTRIBUTING.md says what to do next. What it reads now: {reads}")


def _of_listing(reading: Mapping[str, Any]) -> Iterator[str]:
    """What was not found in the listing."""
    if "error" in reading:
        yield f"the listing is not read yet: {reading['says']}"
    elif not reading["entries"]:
        yield "no entries were found in the listing: say what they are by `entry` and `link`"
    elif not any(entry["published"] for entry in reading["entries"]):
        yield "no dates were found in the listing: if it has some, say where by `date` and `read_date`"
    if not reading.get("older"):
        yield "no way to older pages was found: a backfill needs one, `older`"


def _of_release(reading: Mapping[str, Any]) -> Iterator[str]:
    """What was not found in the release."""
    if "error" in reading:
        yield f"the release is not read yet: {reading['says']}"
        return
    if reading["published"] is None:
        yield "no date was found in the release: if it states one, say where by `published`"
    if not reading["blocks"]:
        yield "no text was found in the release: say where it stands by `blocks`"


def _free_places(name: str) -> tuple[Path, Path]:
    """Where the file and the cases of a source go. Raises SourceError where they cannot, or something stands there."""
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no source's name; it should look like 'xx_ministry_en'")
    own = [Path(folder) for folder in ministries.own_folders()]
    files, folders = (own[0], own[0] / cases.OWN_FOLDER) if own else (ministry_file.FOLDER, cases.FOLDER)
    if own and not files.is_dir():
        raise SourceError(f"{files} is no folder; make it first")
    if not own and not (files.is_dir() and folders.is_dir()):
        raise SourceError(
            f"there is no {files} or no {folders} here; run it in a checkout's folder, or name a folder of your own: "
            "communique --ministries DIR new ..."
        )
    searched = (files, *map(Path, ministries.__path__ if own else ()))
    places = dict.fromkeys([*(folder / f"{name}.py" for folder in searched), folders / name])
    if taken := [str(place) for place in places if place.exists()]:
        raise SourceError(f"{' and '.join(taken)} {'exist' if taken[1:] else 'exists'}; nothing was written")
    return files / f"{name}.py", folders / name


def _language(name: str, saved: SavedPage) -> str:
    """The language that a name ends in ("xx_water_en"), else the one that the page states, else English."""
    last = name.rpartition("_")[2]
    if len(last) == 2:
        return last
    stated = etree.ElementTree(saved.page.tree).getroot().get("lang") or ""
    return stated or "en"
