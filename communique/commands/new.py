"""`communique new`."""

from pathlib import Path
from typing import Annotated

import typer
from lxml import etree

from communique import scaffold
from communique.output import messages
from crawler import ministries
from crawler.sources.source import NAME
from storage.errors import SourceError

EPILOG = "CONTRIBUTING.md says how to go on."


def command(
    name: Annotated[str, typer.Argument(help="The source's name: country, ministry, language, as in xx_water_en.")],
    *,
    listing: Annotated[Path, typer.Option(metavar="FILE", help="A saved listing.")],
    listing_url: Annotated[str, typer.Option(metavar="ADDRESS", help="The address it was saved from.")],
    release: Annotated[Path, typer.Option(metavar="FILE", help="A saved release.")],
    release_url: Annotated[str, typer.Option(metavar="ADDRESS", help="The address it was saved from.")],
    family: Annotated[str | None, typer.Option(help="A module of crawler/families/ that reads its releases.")] = None,
    ministry: Annotated[str, typer.Option(help="The ministry's name.")] = "",
    language: Annotated[str, typer.Option(help="BCP 47; default: the name's end, else the page's.")] = "",
    timezone: Annotated[str, typer.Option(help="The IANA name of the zone the ministry is in.")] = "UTC",
) -> None:
    """Start a new ministry: its file and its cases, from one saved listing and one saved release.

    Writes into the folder that --ministries names, else into a checkout, and never overwrites. Selectors are guessed
    and marked so; the cases' expectations are what is read now, and fail until a person has reviewed them.
    """
    if not NAME.fullmatch(name):
        raise SourceError(f"{name!r} is no source's name; it should look like 'xx_ministry_en'")
    path, cases = _places(name)
    for said in (listing_url, release_url, ministry, language, timezone):
        if set(said) & set('"\\\n'):
            raise SourceError(f"{said!r} holds a sign that cannot stand in a file of Python")
    pages = scaffold.Saved.of(listing, listing_url), scaffold.Saved.of(release, release_url)
    spoken = language or _language(name, pages[1])
    facts = scaffold.SourceInfo(name, ministry or f"Ministry of {name}", spoken, timezone, family)
    text = scaffold.ministry_file(facts, *pages)
    path.write_text(text, encoding="utf-8")
    try:
        source = scaffold.load(path)
    except SourceError:
        path.unlink()
        raise
    readings = scaffold.read_listing(source, pages[0]), scaffold.read_release(source, pages[1])
    for case, saved, reading in zip(("listing", "release"), pages, readings, strict=True):
        scaffold.write_case(cases / case, saved, reading)
        if "error" in reading:
            messages.warn(f"the {case} is not read yet: {reading['says']}")
    messages.print(f"{path} and {cases} are written. {EPILOG}", markup=False, soft_wrap=True)


def _places(name: str) -> tuple[Path, Path]:
    """Where the file and the folder of cases of a new source stand. Raises SourceError where there is no place."""
    own = [Path(folder) for folder in ministries.own_folders()]
    files, cases = (own[0], own[0] / scaffold.OWN_CASES) if own else (scaffold.FILES, scaffold.CASES)
    if own and not files.is_dir():
        raise SourceError(f"{files} is no folder; make it first")
    if not own and not (files.is_dir() and cases.is_dir()):
        raise SourceError(
            f"there is no {files} or no {cases} here; run it in a checkout's folder, or name a folder of your own: "
            "communique --ministries DIR new ..."
        )
    files_of_name = (files, *map(Path, ministries.__path__ if own else ()))
    taken = [place for place in (*(folder / f"{name}.py" for folder in files_of_name), cases / name) if place.exists()]
    if taken:
        raise SourceError(f"{' and '.join(map(str, dict.fromkeys(taken)))} exists; nothing was written")
    return files / f"{name}.py", cases / name


def _language(name: str, saved: scaffold.Saved) -> str:
    """The language that a name ends in ("xx_water_en"), else the one that the page states, else English."""
    last = name.rpartition("_")[2]
    if len(last) == 2:
        return last
    stated = etree.ElementTree(saved.page.tree).getroot().get("lang") or ""
    return stated or "en"
