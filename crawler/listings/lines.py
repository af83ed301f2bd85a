"""The lines of a listing, each in a fence of its own: one that cannot be read costs itself, is said, and no more."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from storage.errors import LayoutError, one_line
from storage.records import Entry, ListingPage

T = TypeVar("T")
U = TypeVar("U")
MOST = 100_000  # lines; a sitemap may have half as many (sitemaps.org)


def read_each(lines: Iterable[T], read: Callable[[T], U]) -> tuple[list[U], list[str]]:
    """What `read` gives for each line, and what is wrong with those for which it raises.

    Raises what it raised for the first line where it raises for all: then it is the listing that is not as expected.
    """
    found: list[U] = []
    faults: list[str] = []
    first: Exception | None = None
    for line in lines:
        try:
            found.append(read(line))
        except MemoryError:  # no fault of the line's
            raise
        except Exception as error:
            first = first or error
            faults.append(one_line(str(error)) or type(error).__name__)
    if first is not None and not any(one is not None for one in found):
        raise first
    return found, faults


def listed(lines: Iterable[T], read: Callable[[T], Entry | None], older: Iterable[str] = ()) -> ListingPage:
    """The page of a listing that has these lines: its entries, each release once, without lines that are none.

    Where one stands twice, the line with words counts: a picture and a headline often link to one release.
    Raises as `read_each` does.
    """
    found, faults = read_each(lines, read)
    entries: dict[str, Entry] = {}
    if len(found) > MOST:
        raise LayoutError(f"the listing has {len(found)} lines, more than any that a site makes")
    for entry in found:
        name = entry and (entry.key or entry.url)
        if entry and name and (name not in entries or not entries[name].title):
            entries[name] = entry
    return ListingPage(tuple(entries.values()), tuple(older), tuple(faults))
