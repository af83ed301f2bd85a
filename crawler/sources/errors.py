"""The error of a ministry file; those of a page stand in `crawler.extract.errors`."""

from storage.errors import CommuniqueError


class SourceError(CommuniqueError):
    """Raised by `crawler.sources.source` and `.registry` when a ministry file is wrong or no source has a name."""
