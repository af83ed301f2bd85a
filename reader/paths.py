"""Where in the reader things are: paths from its root, without a slash before them.

Pages link to one another by relative addresses, so that the reader works under any base path and as files in a folder;
hence every page's path ends with a slash.
"""

from urllib.parse import urlencode

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


def history(number: int) -> str:
    """A release's versions, captures and absences."""
    return f"releases/{number}/history/"


def differences(number: int, old: int, new: int) -> str:
    """What differs between two versions of a release."""
    return f"releases/{number}/differences/{old}-{new}/"


def source(name: str) -> str:
    """One source."""
    return f"sources/{name}/"


def query(path: str, **parameters: str | int | None) -> str:
    """A path with those parameters that have a value, in this order."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path
