"""Ways of dress, each a small function over markup: of all of them a reader of the page notices nothing in the text.

Left out, since they change what a reader reads: numbers or letters of points that become bullets, or other signs
("1)" for "1."); a table of data that becomes paragraphs; words in capitals; a paragraph joined to the next one without
a line break; struck-out text; links that lead to another page; a picture that comes or goes, or that has a digest of
what it shows in its name.
"""

from redress.ways import (
    addresses,
    characters,
    lines,
    pictures,
    services,
    source_text,
    structure,
    systems,
    unread,
    widgets,
    word_processors,
)
from redress.ways.way import Way

_MODULES = (structure, systems, word_processors, lines, unread, widgets, characters, source_text)
_OF_ADDRESSES = (addresses, pictures, services)
WAYS: dict[str, Way] = {way.name: way for module in (*_MODULES, *_OF_ADDRESSES) for way in module.WAYS}
