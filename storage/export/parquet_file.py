"""Parquet, with typed columns; by pyarrow, which is an extra of the program (`communique[parquet]`)."""

from collections.abc import Iterable
from importlib import import_module
from itertools import islice
from types import ModuleType
from typing import BinaryIO

from storage.errors import ArchiveError
from storage.export.tables import Kind, Row, Table

AT_ONCE = 1_000  # rows of a group: what is in memory at once


def demand_pyarrow() -> ModuleType:
    """The library. Raises ArchiveError, saying how to get it, where it is not installed."""
    try:
        return import_module("pyarrow")
    except ModuleNotFoundError:
        raise ArchiveError(
            "Parquet needs its library: `pipx install '.[parquet]'` in a checkout; .csv and .jsonl need none"
        ) from None


def write_parquet(stream: BinaryIO, table: Table, rows: Iterable[Row]) -> None:
    """Write the rows of a table. Days, times (UTC, in microseconds) and lists of texts have types of their own."""
    arrow, parquet = demand_pyarrow(), import_module("pyarrow.parquet")
    fields = [
        arrow.field(column.name, _type(arrow, column.kind), metadata={"description": column.says})
        for column in table.columns
    ]
    schema, rest = arrow.schema(fields), iter(rows)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while some := list(islice(rest, AT_ONCE)):
            columns = [
                arrow.array(values, field.type) for values, field in zip(zip(*some, strict=True), fields, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))


def _type(arrow: ModuleType, kind: Kind) -> object:
    types = {
        "integer": arrow.int64(),
        "string": arrow.string(),
        "date": arrow.date32(),
        "datetime": arrow.timestamp("us", tz="UTC"),
        "boolean": arrow.bool_(),
        "list": arrow.list_(arrow.string()),
    }
    return types[kind]
