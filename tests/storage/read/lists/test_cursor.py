"""A cursor is read as it was written, and any other text is said to be none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import CursorError
from storage.read.lists.cursor import Cursor


@given(st.builds(Cursor, st.none() | st.dates(), st.integers(0, 10**18 - 1)))
def test_a_cursor_is_read_as_it_was_written(cursor):
    assert Cursor.parse(str(cursor)) == cursor


@given(st.text(max_size=30) | st.from_regex(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|undated)\.[0-9]{0,30}", fullmatch=True))
def test_any_other_text_is_none(text):
    with suppress(CursorError):
        assert str(Cursor.parse(text)) == text or int(text.partition(".")[2]) == Cursor.parse(text).number


@pytest.mark.parametrize("text", ["", "2025-02-30.1", "2025-01-01", "2025-01-01.", "undated.-1", "2025-01-01.1\n"])
def test_what_no_page_gave_is_refused(text):
    with pytest.raises(CursorError, match="leads to no page"):
        Cursor.parse(text)


def test_none_begins_at_the_newest():
    assert Cursor.parse(None) is None
