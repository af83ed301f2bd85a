"""How to search, and how to read what is found."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reader.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/help/")
def explained(request: Request) -> Response:
    """The one page of help."""
    return page(request, "help.html")
