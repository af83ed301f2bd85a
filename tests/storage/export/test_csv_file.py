"""CSV holds every text, and no text of it is a formula."""

import csv
import io
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from storage.export.csv_file import FORMULA, write_csv
from storage.export.tables import Column, Table

TABLE = Table("texts", "", (Column("one", "string", ""), Column("other", "string", "")), ())
texts = st.text(st.sampled_from("'=+-@\t\r\n＝＠,;\" a外\x1b\u2028"), max_size=6)


def written(*rows: tuple[object, ...]) -> bytes:
    stream = io.BytesIO()
    write_csv(stream, TABLE, rows)
    return stream.getvalue()


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(st.tuples(texts, texts)))
def test_every_text_comes_back_and_none_is_a_formula(rows):
    header, *found = read(written(*rows))
    assert header == ["one", "other"]
    assert not [cell for row in found for cell in row if cell and cell[0] in "=+-@\t\r\n＝＋－＠"]
    undone = [tuple(cell[1:] if FORMULA.match(cell) else cell for cell in row) for row in found]
    assert undone == rows


def test_values_are_written_as_other_programs_read_them():
    at = datetime(2025, 1, 7, 9, 30, 0, 1, tzinfo=UTC)
    rows = [(None, -5), (True, False), (date(2025, 1, 7), at), (["a, b", "外"], "=1+1")]
    assert read(written(*rows))[1:] == [
        ["", "-5"],
        ["true", "false"],
        ["2025-01-07", "2025-01-07T09:30:00.000001+00:00"],
        ['["a, b", "外"]', "'=1+1"],
    ]


def test_a_spreadsheet_knows_the_encoding_and_a_file_stays_open():
    stream = io.BytesIO()
    write_csv(stream, TABLE, [])
    assert stream.getvalue() == b"\xef\xbb\xbfone,other\r\n"
