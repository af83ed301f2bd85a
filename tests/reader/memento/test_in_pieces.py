"""Answers that clients take slowly, or not at all, are not in memory meanwhile."""

import asyncio
import tracemalloc
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import HTTPException

from reader.memento import in_pieces
from reader.memento.in_pieces import LARGE, InPieces

SIZES = [0, 1, 65_536, 65_537, LARGE, LARGE + 1, 3 * LARGE]


def taken(answer: InPieces) -> list[Any]:
    """The messages of an answer to a client that takes all of it."""
    found: list[Any] = []

    async def send(message: Any) -> None:
        found.append(message)

    asyncio.run(sent(answer, send))
    return found


def sent(answer: InPieces, send: Callable[[Any], Awaitable[None]]) -> Any:
    async def receive() -> Any:
        return {"type": "http.disconnect"}

    return answer({"type": "http", "method": "GET"}, receive, send)


@pytest.mark.parametrize("file", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_all_bytes_come_in_order(monkeypatch: pytest.MonkeyPatch, size: int, file: bool) -> None:
    if not file:
        monkeypatch.setattr(in_pieces, "TemporaryFile", refused)
    content = bytes(number % 251 for number in range(size))
    start, *pieces = taken(InPieces(content, headers={"Content-Type": "text/plain"}))
    assert dict(start["headers"])[b"content-length"] == str(size).encode()
    assert b"".join(piece["body"] for piece in pieces) == content
    assert all(len(piece["body"]) <= in_pieces.PIECE for piece in pieces)
    assert [piece.get("more_body", False) for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def refused() -> None:
    raise OSError("read-only file system")


def test_clients_that_take_nothing_cost_no_memory() -> None:
    size, clients = 8 * LARGE, 12

    async def never(message: Any) -> None:
        if message["type"] == "http.response.body":
            await asyncio.sleep(60)

    async def wait() -> int:
        waiting = [asyncio.ensure_future(sent(InPieces(bytes(size)), never)) for _ in range(clients)]
        await asyncio.sleep(0.1)
        held = tracemalloc.get_traced_memory()[0]
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return held

    tracemalloc.start()
    try:
        assert asyncio.run(wait()) < size
    finally:
        tracemalloc.stop()


def test_where_no_file_can_be_made_few_wait_in_memory_and_others_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_pieces, "TemporaryFile", refused)
    waiting = [InPieces(bytes(2 * LARGE)) for _ in range(in_pieces.HELD)]
    with pytest.raises(HTTPException, match="ask again") as told:
        InPieces(bytes(LARGE + 1))
    assert (told.value.status_code, told.value.headers) == (503, {"Retry-After": "10"})
    assert taken(InPieces(b"small"))[1]["body"] == b"small"
    assert len(taken(waiting.pop())) > LARGE // in_pieces.PIECE
    assert len(taken(InPieces(bytes(LARGE + 1)))) > LARGE // in_pieces.PIECE


@pytest.mark.parametrize("at", ["http.response.start", "http.response.body"])
def test_a_file_is_closed_when_its_client_leaves(at: str) -> None:
    answer = InPieces(bytes(2 * LARGE))
    file = answer._waiting
    assert file is not None

    async def left(message: Any) -> None:
        if message["type"] == at:
            raise OSError("the client has left")

    with pytest.raises(OSError, match="left"):
        asyncio.run(sent(answer, left))
    assert file.closed
