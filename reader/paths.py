"""Where in the reader things are: paths from its root, without a slash before them.

Pages link to one another by relative addresses, so that the reader works under any base path and as files in a folder;
hence every page's path ends with a slash.
"""

from datetime import date
from urllib.parse import urlencode

from storage.read.events.change import Change

SEARCH = "search/"
CHANGES = "changes/"
SOURCES = "sources/"
HELP = "help/"


def root(path: str) -> str:
    """The way from the page at a path to the root of the reader: "../../" from "releases/4/"."""
    return "../" * path.strip("/").count("/") + ("../" if path.endswith("/") and path.strip("/") else "") or "./"


def release(number: int, version: int | None = None) -> str:
    """A release, as it is now or in one version."""
    return f"releases/{number}/" if version is None else f"releases/{number}/versions/{version}/"


def file(capture: int) -> str:
    """The bytes that a capture brought."""
    return f"captures/{capture}/raw"


def history(number: int) -> str:
    """A release's versions, captures and absences."""
    return f"releases/{number}/history/"


def differences(number: int, old: int, new: int, *, side_by_side: bool = False) -> str:
    """What differs between two versions of a release, in one text or side by side."""
    return f"releases/{number}/differences/{old}-{new}/" + ("side-by-side/" if side_by_side else "")


def proof(number: int, version: int) -> str:
    """What proves a version of a release."""
    return f"{release(number, version)}proof.json"


def citation(number: int, version: int, form: str) -> str:
    """A version of a release as a work to be cited: "txt", "bib", "ris" or "json"."""
    return f"{release(number, version)}cite.{form}"


def source(name: str) -> str:
    """One source."""
    return f"sources/{name}/"


def releases_of(name: str, month: str | None) -> str:
    """The releases of a source from a month, "2025-01", or those without a day."""
    return f"sources/{name}/{month or 'undated'}/"


def changes_of(period: str | date) -> str:
    """What was changed in a month, "2025-01", or on a day."""
    return f"changes/{period}/"


def change(one: Change) -> str:
    """Where a change is shown whole: between which versions, of a file within one, or when a release was not there."""
    if one.kind != "edited":
        return history(one.release)
    return differences(one.release, one.version if one.file else one.version - 1, one.version)


def query(path: str, **parameters: str | int | None) -> str:
    """A path with those parameters that have a value, in this order."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path
