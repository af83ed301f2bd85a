"""What stands beside an exported file: a Frictionless Data Package with what its columns mean and where it is from.

https://specs.frictionlessdata.io/data-package/ and /table-schema/; version 1, which every reader knows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from storage.errors import DamageError
from storage.export.csv_file import ESCAPED
from storage.export.noted import Noted
from storage.export.tables import Column, Table
from storage.models import SourceRow
from storage.proof.log import last_head
from storage.read.lists.releases import Listed

MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
TYPES = {"list": "array"}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its name, its format, its SHA-256 and bytes, its lines or rows."""

    name: str
    format: str
    sha256: str
    size: int
    rows: int


def beside(path: Path) -> Path:
    """Where the package of a file stands; a folder may hold several."""
    return path.with_name(f"{path.name}.datapackage.json")


def package_of(
    written: Written,
    table: Table | None,
    sources: Sequence[Mapping[str, str]],
    asked: Mapping[str, object],
    tree_head: Mapping[str, object] | None,
    now: datetime,
) -> str:
    """The text of the package. `asked` are the filters of the export; a file without a `table` has a release a line."""
    resource: dict[str, object] = {
        "name": table.name if table else "releases",
        "path": written.name,
        "format": written.format,
        "mediatype": MEDIA_TYPES[written.format],
        "hash": f"sha256:{written.sha256}",
        "bytes": written.size,
        "rows": written.rows,
    }
    if written.format != "parquet":
        resource["encoding"] = "utf-8"
    if table:
        resource |= {"title": table.says, "schema": _schema(table)}
        if written.format == "csv":
            resource |= {"profile": "tabular-data-resource", "description": ESCAPED}
    package = {
        "name": "communique-export",
        "title": "Releases of foreign ministries, as archived by Communique",
        "profile": "data-package",
        "created": now.isoformat(),
        "sources": list(sources),
        "filters": dict(asked),
        "treeHead": tree_head,
        "resources": [resource],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def tree_head_of(db: Connection, noted: Noted) -> dict[str, object] | None:
    """The archive's newest tree head as JSON's values (docs/proof.md), if it has one; one that is damaged is noted."""
    try:
        head = last_head(db)
    except DamageError as error:
        noted.note("damaged_log", str(error))
        return None
    return {"size": head.size, "root": head.root.hex()} if head.size else None


def sources_of(db: Connection, wanted: Listed) -> list[dict[str, str]]:
    """The sources that an export may hold releases of, as a package names them."""
    rows = sorted(db.execute(select(SourceRow).where(*wanted.of_source())), key=lambda row: row.name)
    return [{"title": f"{row.ministry} ({row.country}, {row.language})", "path": row.name} for row in rows]


def _schema(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    return schema | ({"primaryKey": list(table.key)} if table.key else {})


def _field(column: Column) -> dict[str, str]:
    kind = TYPES.get(column.kind, column.kind)
    form = {"format": "any"} if kind == "datetime" else {}
    return {"name": column.name, "type": kind, **form, "description": column.says}
