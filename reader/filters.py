"""The filters of a request, the same for search, lists, feeds and the JSON of either."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field, WithJsonSchema

from storage.errors import UsageError
from storage.read.lists.releases import Listed
from storage.search.find import Among

LONGEST = 1000  # characters of a query
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def none_of_empty(value: Any) -> Any:
    """An empty field of a form as one that was not filled in."""
    return None if value == "" else value


def as_iso_8601(value: Any) -> Any:
    """A day or a time that is written as one; a number would count seconds. Raises ValueError."""
    if isinstance(value, str) and not _DAY.match(value):
        raise ValueError("a day is written as 2025-01-31")
    return value


Text = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(none_of_empty), Query()]
Day = Annotated[
    date | None,
    BeforeValidator(as_iso_8601),
    BeforeValidator(none_of_empty),  # before the other
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}),
    Query(),
]
Flag = Annotated[bool | None, BeforeValidator(none_of_empty), Query()]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which releases are wanted: `q` is a query as `communique search` reads it, the rest narrows what it finds."""

    q: Annotated[str, Query(max_length=LONGEST, description="Words, as `communique search` takes them.")] = ""
    source: Annotated[Text, Query(description="The name of a source.")] = None
    country: Annotated[Text, Query(description="A country (ISO 3166-1 alpha-2).")] = None
    language: Annotated[Text, Query(description="The language of a source (BCP 47).")] = None
    since: Annotated[Day, Query(description="The first day on which it may be published.")] = None
    until: Annotated[Day, Query(description="The last day on which it may be published.")] = None
    type: Annotated[Text, Query(description="The kind of document, in the ministry's own word.")] = None
    pictures: Annotated[Flag, Query(description="Whether it has pictures.")] = None
    edited: Annotated[Flag, Query(description="Whether it has more than one version.")] = None

    def __post_init__(self) -> None:
        """Raise UsageError for a span of days that ends before it begins."""
        if self.since and self.until and self.until < self.since:
            raise UsageError(f"{self.until} lies before {self.since}")

    def among(self) -> Among:
        """What is searched."""
        return Among(**self._narrowed())

    def listed(self) -> Listed:
        """What is listed where nothing is searched for."""
        return Listed(**self._narrowed())

    def parameters(self, **changed: Any) -> dict[str, str]:
        """The parameters of an address that asks for the same, but for those that are changed."""
        given = {name: getattr(self, name) for name in ("q", *_NARROWING)} | changed
        return {name: written(value) for name, value in given.items() if value not in (None, "")}

    def narrowing(self) -> Mapping[str, str]:
        """The filters that are set, by their names."""
        return {name: written(getattr(self, name)) for name in _NARROWING if getattr(self, name) is not None}

    def _narrowed(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _NARROWING}


_NARROWING = ("source", "country", "language", "since", "until", "type", "pictures", "edited")
Wanted = Annotated[Filters, Depends()]


def written(value: Any) -> str:
    """A value as a parameter of an address has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Span(NamedTuple):
    """A span of days, both ends among them."""

    since: date
    until: date


def span_of(period: str) -> Span:
    """The days of a year, a month or a day: "2025", "2025-01", "2025-01-07". Raises ValueError for none of these."""
    if period.count("-") == 2:
        return Span(date.fromisoformat(period), date.fromisoformat(period))
    year, _, month = period.partition("-")
    first, last = (int(month), int(month)) if month else (1, 12)
    return Span(date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1]))
