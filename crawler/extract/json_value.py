"""Answers in JSON, read by JMESPath (https://jmespath.org/specification.html), each value of the type that is expected.

An answer is as hostile as a page: whatever type stands where another is expected is a LayoutError that names the
expression, never an exception of the layout's own code.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from crawler.extract.text import clean
from storage.errors import LayoutError, SourceError


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value of JSON; `raw` is what the standard library makes of it."""

    raw: Any = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "JsonValue":
        """The value that `text` is. Raises LayoutError where it is not JSON, or nests deeper than Python reads."""
        try:
            return cls(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise LayoutError(f"the answer is not JSON ({error})") from None

    def text(self, expression: str) -> str:
        """The words or the whole number that `expression` finds, clean. Raises LayoutError where there are none."""
        found = self.text_or_none(expression)
        if found is None:
            raise LayoutError(f"expected words at {expression!r}, found nothing")
        return found

    def text_or_none(self, expression: str) -> str | None:
        """As `text`, but None where nothing stands there, null or words without a letter."""
        found = self._find(expression)
        if found is not None and (not isinstance(found, str | int) or isinstance(found, bool)):
            raise LayoutError(f"expected words at {expression!r}, found {_shown(found)}")
        return clean(str(found)) or None if found is not None else None

    def markup(self, expression: str) -> str:
        """The string that `expression` finds, as it stands, for `fragment`. Raises LayoutError where there is none."""
        found = self._find(expression)
        if not isinstance(found, str):
            raise LayoutError(f"expected markup at {expression!r}, found {_shown(found)}")
        return found

    def values(self, expression: str) -> "list[JsonValue]":
        """The list that `expression` finds; an object is a list of one. Raises LayoutError where there is neither."""
        found = self._find(expression)
        if not isinstance(found, list | dict):
            raise LayoutError(f"expected a list at {expression!r}, found {_shown(found)}")
        return [JsonValue(value) for value in (found if isinstance(found, list) else [found])]

    def values_or_empty(self, expression: str) -> "list[JsonValue]":
        """As `values`, but an empty list where nothing stands there, or null."""
        return [] if self._find(expression) is None else self.values(expression)

    def dumped(self) -> bytes:
        """The value as a JSON document of its own. Raises LayoutError where it nests deeper than Python writes."""
        try:
            return json.dumps(self.raw).encode()
        except RecursionError as error:
            raise LayoutError(f"a value nests too deep ({error})") from None

    def _find(self, expression: str) -> Any:
        try:
            return compiled(expression).search(self.raw)
        except JMESPathError as error:
            raise LayoutError(f"{expression!r} cannot be asked of this answer: {_line(error)}") from None


@cache
def compiled(expression: str) -> ParsedResult:
    """A JMESPath expression, ready to search. Raises SourceError, naming it, where it is none."""
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        raise SourceError(f"{expression!r} is no expression of JMESPath: {_line(error)}") from None


def _line(error: JMESPathError) -> str:
    return " ".join(str(error).split())


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:60]
