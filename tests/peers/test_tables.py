"""pandas, polars and DuckDB open exported tables by the lines of the README, and find the same rows in each."""

import json
import re
from pathlib import Path

from tests.communique import sample_archives
from tests.communique.command_line import Line
from tests.peers.programs import ran

ROOT = Path(__file__).parents[2]
FORMS = ("jsonl", "csv", "parquet")
OPENING = re.compile(r"`((pandas|polars)\.read_\w+\(\"r\.(\w+)\".*?\)|SELECT \* FROM 'r\.(\w+)')`")
CODE = """
import duckdb, json, pandas, polars, sys
found = []
for line in json.loads(sys.argv[1]):
    rows = duckdb.sql(line).df() if line.startswith("SELECT") else eval(line)
    found.append([[str(value) for value in rows["title"]], str(rows["release"].dtype).lower()])
print(json.dumps(found))
"""


def test_libraries_open_every_kind_of_table(peers, tmp_path, capsys):
    communique = Line(sample_archives.make(tmp_path / "archive.db"), capsys)
    for form in FORMS:
        assert communique("export", str(tmp_path / f"r.{form}")).code == 0
    lines = [found[0] for found in OPENING.findall((ROOT / "README.md").read_text())]
    assert len(lines) == 3 * len(FORMS)
    found = json.loads(ran(peers / "bin" / "python", "-c", CODE, json.dumps(lines), cwd=tmp_path))
    titles = [line["title"] for line in communique("list", "--json").lines]
    assert len(titles) == 9
    assert dict(zip(lines, found, strict=True)) == {line: [titles, "int64"] for line in lines}
