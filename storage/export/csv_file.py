"""CSV (RFC 4180), in UTF-8 with a byte order mark, by which spreadsheets know it; no cell of it is a formula."""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from storage.export.tables import Row, Table

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), with the full-width forms of East
# Asian ones. A text that begins with apostrophes before it gets one more: taking one away gives every text back.
FORMULA = re.compile(r"\A'*+[=+\-@\t\r\n＝＋－＠]")
ESCAPED = "a text that a spreadsheet would take for a formula (= + - @) stands behind an apostrophe"


def write_csv(stream: BinaryIO, table: Table, rows: Iterable[Row]) -> None:
    """Write the rows of a table. Times are in UTC, lists in JSON, and what is not known is empty."""
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(column.name for column in table.columns)
        for row in rows:
            writer.writerow(map(_cell, row))
    finally:
        text.detach()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if FORMULA.match(value) else value
        case bool():
            return str(value).lower()
        case datetime() | date():
            return value.isoformat()
        case list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
