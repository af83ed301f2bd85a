"""Errors of reading; the root stands in `storage.errors`, which everything may import."""

from storage.errors import CommuniqueError


class LayoutError(CommuniqueError):
    """Raised by a layout, or a selection in it, when a page is not as the layout says: the selector is named.

    The page's capture is then marked *unreadable* and read again once the layout has been repaired.
    """


class DateError(LayoutError):
    """Raised by `crawler.extract.dates` when a printed date is ambiguous, relative or in no declared format."""
