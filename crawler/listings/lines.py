"""The lines of a listing, each in a fence of its own: one that cannot be read costs itself, is said, and no more."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from crawler.sources.source import Published
from storage.errors import DateError, LayoutError, one_line
from storage.records import Entry, ListingPage

T = TypeVar("T")
U = TypeVar("U")
MOST = 100_000  # lines; a sitemap may have half as many (sitemaps.org)


class PartlyReadError(LayoutError):
    """Raised by a reader of a line of which the `entry` can be read, but not all that should stand there."""

    def __init__(self, entry: Entry, fault: str) -> None:
        super().__init__(fault)
        self.entry = entry


def entry_of(
    url: str, title: str, published: Callable[[], Published], key: str | None = None, fault: str = ""
) -> Entry:
    """The entry of a line. Raises PartlyReadError where `published` raises a DateError, or there is another `fault`.

    A day that cannot be read, or cannot be, costs the entry no more than its day.
    """
    try:
        entry = Entry(url, title, published(), key)
    except DateError as error:
        raise PartlyReadError(Entry(url, title, key=key), str(error)) from error
    if fault:
        raise PartlyReadError(entry, fault)
    return entry


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


def listed(
    lines: Iterable[T],
    read: Callable[[T], Entry | None],
    older: Iterable[str] = (),
    *,
    faults: Iterable[str] = (),
    undated: bool = False,
) -> ListingPage:
    """The page of a listing that has these lines: its entries, each release once, without lines that are none.

    Where one stands twice, the line with words counts: a picture and a headline often link to one release. `faults`
    are those that are known already. Raises as `read_each` does, also where all lines can be read but for their days:
    unless `undated` says that the listing promises none.
    """
    partly: list[PartlyReadError] = []

    def whole_or_partly(line: T) -> Entry | None:
        try:
            return read(line)
        except PartlyReadError as error:
            partly.append(error)
            return error.entry

    found, wrong = read_each(lines, whole_or_partly)
    if partly and not undated and len(partly) == sum(entry is not None for entry in found):
        raise partly[0].__cause__ or partly[0]
    entries: dict[str, Entry] = {}
    if len(found) > MOST:
        raise LayoutError(f"the listing has {len(found)} lines, more than any that a site makes")
    for entry in found:
        name = entry and (entry.key or entry.url)
        if entry and name and (name not in entries or not entries[name].title):
            entries[name] = entry
    return ListingPage(
        tuple(entries.values()), tuple(older), (*faults, *(one_line(str(error)) for error in partly), *wrong)
    )
