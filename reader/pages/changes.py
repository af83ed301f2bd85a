"""What ministries changed, newest first."""

from contextlib import closing
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from reader import edits
from reader.rendering import page
from reader.requests import reading
from storage.edits.classify import CLASSES, EditClass
from storage.read.changes import Change, Event, changes
from storage.read.sources import source_states

router = APIRouter(include_in_schema=False)
A_PAGE = 25
Kind = Literal["edited", "gone", "returned", "unlisted", "listed_again", "moved"]


def kind_of(change: Change) -> Kind:
    """What kind of change it is."""
    first = change.edits[0] if change.edits else None
    return first.kind if isinstance(first, Event) else "edited"
