"""The text of PDF files, page by page."""

import re
from io import BytesIO

from pypdf import PdfReader

from storage.errors import LayoutError, one_line

MOST_PAGES = 1_000  # that are read: no release's annex is longer
MOST_CHARACTERS = 2_000_000  # of all pages
_SPACE = re.compile(r"[^\S\n]+")
_EMPTY = re.compile(r"\n(?:[^\S\n]*+\n)++")


def pages_of(body: bytes) -> tuple[str, ...]:
    """Give the text of each page, a line of it a line, as far as the bounds of this module go; of a scan, empty texts.

    Raises LayoutError where the file cannot be read: damaged, or locked by a password. A hostile file may take any
    time and any memory: read it in a process that may be ended.
    """
    found: list[str] = []
    left = MOST_CHARACTERS
    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted:
            reader.decrypt("")  # most that are locked against printing open without a password
        for page in reader.pages:
            text = _EMPTY.sub("\n", _SPACE.sub(" ", page.extract_text())).strip()
            found.append(text[:left])
            left -= len(text)
            if left <= 0 or len(found) == MOST_PAGES:
                break
    except MemoryError:
        raise
    except Exception as error:  # pypdf raises errors of many kinds over what is no PDF
        raise LayoutError(one_line(f"the PDF cannot be read: {type(error).__name__}: {error}")) from None
    return tuple(found)
