"""Pages that stand without the archive and load nothing, to be handed on."""

from importlib.resources import files

from markupsafe import Markup

from reader import edits
from reader.rendering import templates
from storage.read.views.difference import DifferenceView


def differences_page(found: DifferenceView) -> str:
    """What differs between two versions, as one HTML page with its style in it."""
    style = Markup((files("reader") / "static" / "reader.css").read_text("utf-8"))  # noqa: S704 - our own
    return templates().get_template("differences_alone.html").render(found=found, style=style, edits=edits)
