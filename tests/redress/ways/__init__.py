"""Ways of dress, each a small function over markup: of all of them a reader of the page notices nothing in the text.

Left out, since they change what a reader reads: numbers or letters of points that become bullets, or other signs
("1)" for "1."); a table of data that becomes paragraphs; words in capitals; a paragraph joined to the next one without
a line break; struck-out text; links that lead to another page; a picture that comes or goes.
"""

from redress.ways import addresses, characters, lines, pictures, source_text, structure, unread
from redress.ways.way import Way

WAYS: dict[str, Way] = {
    way.name: way
    for module in (structure, lines, unread, characters, source_text, addresses, pictures)
    for way in module.WAYS
}
