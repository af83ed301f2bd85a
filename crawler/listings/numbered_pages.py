"""Static listings whose pages are numbered in their names: `index.html`, `index_1.html`, `index_2.html` ...

Content systems of Chinese government sites write them. The links between pages are made by a script, which states
how many pages there are, which one this is, and how their names begin and end.
"""

import re

from crawler.extract.errors import LayoutError
from crawler.sources.page import Page

# `var countPage = 67` with `"default"+"_" + nextPage + "."+"shtml"`, seen in 2020.
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,4})\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,4})\b")
_NAME = re.compile(r'\b(\w{1,40})\\?"\s*\+\s*"_"\s*\+\s*nextPage\s*\+\s*"\."\s*\+\s*"(\w{1,40})')
# `createPageHTML(67, 0, "index", "shtml")`, which the same system's newer templates call.
_CALL = re.compile(
    r"createPageHTML\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*[\"'](\w{1,40})[\"']\s*,\s*[\"'](\w{1,40})[\"']"
)


def older_pages(page: Page) -> tuple[str, ...]:
    """The addresses of the pages after this one, nearest first. Raises LayoutError where no script states them."""
    if call := _CALL.search(page.text):
        count, current, stem, ending = call.groups()
    else:
        found = [pattern.search(page.text) for pattern in (_COUNT, _CURRENT, _NAME)]
        if None in found:
            raise LayoutError(f"{page.url}: no script states how many pages the listing has")
        count, current, stem, ending = (group for match in found if match for group in match.groups())
    return tuple(page.absolute(f"{stem}_{number}.{ending}") for number in range(int(current) + 1, int(count)))
