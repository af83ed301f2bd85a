"""What a payload is unpacked from: its own row, the row that it was packed against, and so on."""

from collections.abc import Collection, Container, Mapping

from sqlalchemy import Connection, bindparam, select

from storage.database import chunks
from storage.errors import DamageError
from storage.models import PayloadRow
from storage.models.rows import HeldPayload

LONGEST_CHAIN = 64
BY_IDS = select(PayloadRow).where(PayloadRow.id.in_(bindparam("payload_ids", expanding=True)))


def rows_of(db: Connection, payload_ids: Collection[int]) -> dict[int, HeldPayload]:
    """The rows of payloads and of all that they rest on, by number."""
    rows: dict[int, HeldPayload] = {}
    wanted = set(payload_ids)
    while wanted:
        found = [row for ids in chunks(wanted) for row in db.execute(BY_IDS, {"payload_ids": ids})]
        rows |= {row.id: row for row in found}
        wanted = {row.base_id for row in found if row.base_id is not None} - rows.keys()
    return rows


def chain_of(
    rows: Mapping[int, HeldPayload], payload_id: int, unpacked: Container[int]
) -> tuple[list[HeldPayload], int | None]:
    """The rows that a payload is made of, itself first, down to one that is unpacked already, and that one's number.

    Raises DamageError where one is missing.
    """
    chain: list[HeldPayload] = []
    next_id: int | None = payload_id
    while next_id is not None and next_id not in unpacked:
        row = rows.get(next_id)
        if row is None or len(chain) > LONGEST_CHAIN:
            raise DamageError(f"payload {payload_id} rests on payload {next_id}, which is not there")
        chain.append(row)
        next_id = row.base_id
    return chain, next_id
