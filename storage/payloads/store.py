"""Bytes: stored once, compressed, and checked against their SHA-256 whenever they are read.

A payload is a zstd frame made in one of three ways, whichever is smallest: on its own; with the source's dictionary,
trained once the source holds `SAMPLES` pages; or with the payload captured before it at the same address as its
prefix, in chains of at most `LONGEST_CHAIN`, so that an address captured again and again costs what changed.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha1, sha256
from typing import Any

import zstandard
from sqlalchemy import Connection, bindparam, insert, select, update

from storage.errors import DamageError
from storage.models import AddressRow, CaptureRow, EncodedPayloadRow, PayloadRow
from storage.models.rows import HeldPayload
from storage.payloads.chains import LONGEST_CHAIN, chain_of, rows_of
from storage.payloads.dictionaries import LARGEST, LEVEL, Dictionaries, bound
from storage.records import Transferred

SAMPLES = 100
DICTIONARY_BYTES = 256 * 1024
RECENT = 8  # bodies of at most `LARGEST` bytes
LONGEST_HEAD = 64 * 1024 * 1024
# Made once: to make a statement takes longer than SQLite takes to execute it.
INSERT = insert(PayloadRow).returning(PayloadRow.id)
BY_SHA256 = select(PayloadRow.id).where(PayloadRow.sha256 == bindparam("digest"))


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a body stands, and whether it was new to the archive."""

    id: int
    new: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    data: bytes
    dictionary_id: int | None = None
    base_id: int | None = None
    depth: int = 0


class Payloads:
    """Puts payloads into an archive and gets them back. Holds the dictionaries it met; not shared between threads."""

    def __init__(self) -> None:
        self._dictionaries = Dictionaries()
        self._untrainable: set[int] = set()
        self._recent: dict[int, bytes] = {}

    def put(self, db: Connection, source_id: int, body: bytes, before: int | None = None) -> Stored:
        """Store a body once and say where; `before` is the payload last seen at its address, if any. Writes."""
        digest = sha256(body).digest()
        known = db.execute(BY_SHA256, {"digest": digest}).scalar()
        if known is not None:
            self._remember(known, body)
            return Stored(known, new=False)
        row = {"sha256": digest, "sha1": sha1_of(body), "size": len(body)}
        frame = self._pack(db, source_id, body, before)
        payload_id = db.execute(INSERT, {**row, **asdict(frame)}).scalar_one()
        self._remember(payload_id, body)
        return Stored(payload_id, new=True)

    def put_encoded(self, db: Connection, payload_id: int, encoded: Transferred) -> int:
        """Note how a payload was transferred, once for each such form. Writes."""
        known = db.execute(select(EncodedPayloadRow.id).where(EncodedPayloadRow.sha256 == encoded.sha256)).scalar()
        if known is None:
            row = insert(EncodedPayloadRow).values(payload_id=payload_id, **asdict(encoded))
            known = db.execute(row.returning(EncodedPayloadRow.id)).scalar_one()
        return int(known)

    def get(self, db: Connection, payload_id: int) -> bytes:
        """The bytes of a payload. Raises DamageError, naming what is damaged, where they are not what was stored."""
        return self.get_all(db, [payload_id])[payload_id]

    def get_all(self, db: Connection, payload_ids: Collection[int]) -> dict[int, bytes]:
        """The bytes of payloads, by number. Raises DamageError, naming what is damaged."""
        rows = rows_of(db, payload_ids)
        bodies: dict[int, bytes] = {}
        for payload_id in sorted(payload_ids):  # what several rest on is older than they are
            chain, base_id = chain_of(rows, payload_id, bodies)
            body = b"" if base_id is None else bodies[base_id]
            for row in reversed(chain):
                body = self.unpack(db, row, body)
            bodies[payload_id] = body
        return bodies

    def unpack(self, db: Connection, row: HeldPayload, base: bytes) -> bytes:
        """The bytes of a payload's row, unpacked from those of its base. Raises DamageError where they are others."""
        try:
            body = self._unpack(db, row, base)
        except (zstandard.ZstdError, TypeError) as error:  # null, where somebody changed the table itself
            raise DamageError(f"payload {row.id} cannot be unpacked ({error}); the archive is damaged") from None
        if sha256(body).digest() != row.sha256:
            named = row.sha256.hex() if row.sha256 else "null"
            raise DamageError(f"payload {row.id} does not match its SHA-256 {named}; the archive is damaged")
        return body

    def check_dictionary(self, db: Connection, dictionary_id: int) -> None:
        """Raise DamageError where a dictionary is not what was stored."""
        self._dictionaries.load(db, dictionary_id)

    def train(self, db: Connection, source_id: int) -> bool:
        """Train the source's dictionary if it has none and holds enough, and pack its samples anew. Writes.

        Says whether it did.
        """
        if source_id in self._untrainable or self._dictionaries.newest(db, source_id, "payload") is not None:
            return False
        samples = self._samples(db, source_id)
        if len(samples) < SAMPLES:
            return False
        try:
            bodies = [self.get(db, payload_id) for payload_id in samples]
            # Long segments (k) keep whole stretches of the site's template; zstd's own choice keeps scraps of it.
            trained = zstandard.train_dictionary(DICTIONARY_BYTES, [*bodies], k=2000, d=8)
        except (DamageError, zstandard.ZstdError):
            self._untrainable.add(source_id)  # a damaged sample, or too little in common; the next crawl tries again
            return False
        dictionary_id = self._dictionaries.keep(db, source_id, "payload", trained.as_bytes())
        for payload_id, body in zip(samples, bodies, strict=True):
            data = self._dictionaries.compress(db, body, dictionary_id)
            change = update(PayloadRow).where(PayloadRow.id == payload_id)
            db.execute(change.values(data=data, dictionary_id=dictionary_id))
        return True

    def pack_head(self, db: Connection, source_id: int, head: Mapping[str, object]) -> tuple[bytes | None, int | None]:
        """A capture's head as a zstd frame, made with the source's first one, so that later ones cost what differs.

        Writes.
        """
        if not head:
            return None, None
        # The list of fields tells a head from those of earlier archives; see `unpack_head`.
        text = json.dumps({"fields": [], **head}, separators=(",", ":")).encode()
        dictionary_id = self._dictionaries.newest(db, source_id, "headers")
        if dictionary_id is None:
            dictionary_id = self._dictionaries.keep(db, source_id, "headers", text[:LARGEST])
        return self._dictionaries.compress(db, text, dictionary_id), dictionary_id

    def unpack_head(self, db: Connection, data: bytes | None, dictionary_id: int | None) -> dict[str, Any]:
        """What `pack_head` packed. Raises DamageError where it cannot be unpacked.

        Until revision 0002 a head was an object of header fields by lower-case name.
        """
        if data is None or dictionary_id is None:
            return {}
        try:
            head: dict[str, Any] = json.loads(self._dictionaries.decompress(db, data, dictionary_id, LONGEST_HEAD))
        except (zstandard.ZstdError, ValueError, RecursionError) as error:
            raise DamageError(f"the head of a capture cannot be unpacked ({error}); the archive is damaged") from None
        return head if isinstance(head.get("fields"), list) else {"fields": [*map(list, head.items())]}

    def _remember(self, payload_id: int, body: bytes) -> None:
        """Keep a body for the one that is captured next at its address: a feed's is a chain long of unpacking."""
        if len(body) <= LARGEST:
            self._recent.pop(payload_id, None)
            self._recent[payload_id] = body
        if len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]

    def _pack(self, db: Connection, source_id: int, body: bytes, before: int | None) -> _Frame:
        dictionary_id = self._dictionaries.newest(db, source_id, "payload")
        alone = _Frame(self._dictionaries.compress(db, body, dictionary_id), dictionary_id)
        if before is None:
            return alone
        depth = db.execute(select(PayloadRow.depth).where(PayloadRow.id == before)).scalar()
        if depth is None or depth >= LONGEST_CHAIN:
            return alone
        try:
            prefix = _prefix(self._recent[before] if before in self._recent else self.get(db, before))
        except DamageError:
            return alone  # what is damaged must not cost what comes after it
        data = zstandard.ZstdCompressor(level=LEVEL, dict_data=prefix).compress(body)
        return _Frame(data, base_id=before, depth=depth + 1) if len(data) < len(alone.data) else alone

    def _unpack(self, db: Connection, row: HeldPayload, base: bytes) -> bytes:
        if row.base_id is None:
            return self._dictionaries.decompress(db, row.data, row.dictionary_id, row.size)
        most = bound(row.data, row.size)
        return zstandard.ZstdDecompressor(dict_data=_prefix(base)).decompress(row.data, max_output_size=most)

    @staticmethod
    def _samples(db: Connection, source_id: int) -> Sequence[int]:
        newest = (
            select(PayloadRow.id)
            .distinct()
            .join(CaptureRow, CaptureRow.payload_id == PayloadRow.id)
            .join(AddressRow, AddressRow.id == CaptureRow.address_id)
            .where(AddressRow.source_id == source_id, AddressRow.kind == "release", CaptureRow.status == 200)
            .where(PayloadRow.base_id.is_(None))
            .order_by(PayloadRow.id.desc())
        )
        return db.execute(newest.limit(SAMPLES)).scalars().all()


def sha1_of(body: bytes) -> bytes:
    """What recordings name a payload by (WARC 1.1, 5.8 leaves the algorithm open; all writers use SHA-1)."""
    return sha1(body, usedforsecurity=False).digest()


def _prefix(body: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
