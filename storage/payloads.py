"""Bytes: stored once, compressed, and checked against their SHA-256 whenever they are read.

A payload is a zstd frame made in one of three ways, whichever is smallest: on its own; with the source's dictionary,
trained once the source holds `SAMPLES` pages; or with the payload captured before it at the same address as its
prefix, in chains of at most `LONGEST_CHAIN`, so that an address captured again and again costs what changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import zstandard
from sqlalchemy import Connection, insert, select, update

from storage.errors import ArchiveError
from storage.models import AddressRow, CaptureRow, DictionaryRow, PayloadRow

LEVEL = 12  # 19 saves another 4 % and costs ten times the time (benchmarks/storage.py)
SAMPLES = 100
DICTIONARY_BYTES = 256 * 1024
LONGEST_CHAIN = 32


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
        self._dictionaries: dict[int, zstandard.ZstdCompressionDict] = {}
        self._current: dict[tuple[int, str], int | None] = {}

    def put(self, db: Connection, source_id: int, bodies: Sequence[tuple[bytes, int | None]]) -> list[Stored]:
        """Store each body once and say where. Each comes with the payload last seen at its address, if any. Writes."""
        digests = [sha256(body).digest() for body, _ in bodies]
        query = select(PayloadRow.sha256, PayloadRow.id).where(PayloadRow.sha256.in_(digests))
        known = {row.sha256: row.id for row in db.execute(query)}
        stored = []
        for (body, before), digest in zip(bodies, digests, strict=True):
            new = digest not in known
            if new:
                known[digest] = self._insert(db, source_id, body, digest, before)
            stored.append(Stored(known[digest], new))
        return stored

    def get(self, db: Connection, payload_id: int) -> bytes:
        """The bytes of a payload. Raises ArchiveError where they are not what was stored."""
        body, digest = self._unpack(db, payload_id)
        if sha256(body).digest() != digest:
            raise ArchiveError(
                f"payload {payload_id} does not match its SHA-256 {digest.hex()}; the archive is damaged"
            )
        return body

    def train(self, db: Connection, source_id: int) -> bool:
        """Train the source's dictionary if it has none and holds enough, and pack its samples anew. Writes.

        Says whether it did.
        """
        if self._dictionary_of(db, source_id, "payload") is not None:
            return False
        samples = self._samples(db, source_id)
        if len(samples) < SAMPLES:
            return False
        bodies = [self.get(db, payload_id) for payload_id in samples]
        try:
            # Long segments (k) keep whole stretches of the site's template; zstd's own choice keeps scraps of it.
            trained = zstandard.train_dictionary(DICTIONARY_BYTES, bodies, k=2000, d=8)
        except zstandard.ZstdError:
            return False  # too little in common; the next crawl tries again
        dictionary_id = self._keep_dictionary(db, source_id, "payload", trained.as_bytes())
        for payload_id, body in zip(samples, bodies, strict=True):
            frame = self._pack(db, source_id, body, None)
            db.execute(
                update(PayloadRow)
                .where(PayloadRow.id == payload_id)
                .values(data=frame.data, dictionary_id=dictionary_id)
            )
        return True

    def pack_headers(
        self, db: Connection, source_id: int, headers: Mapping[str, str]
    ) -> tuple[bytes | None, int | None]:
        """Headers as a zstd frame with the source's first headers as dictionary: a later set costs what differs. Writes."""
        if not headers:
            return None, None
        text = json.dumps(dict(headers), ensure_ascii=False, separators=(",", ":")).encode()
        dictionary_id = self._dictionary_of(db, source_id, "headers")
        if dictionary_id is None:
            dictionary_id = self._keep_dictionary(db, source_id, "headers", text)
        return self._compress(db, text, dictionary_id), dictionary_id

    def unpack_headers(self, db: Connection, data: bytes | None, dictionary_id: int | None) -> dict[str, str]:
        """What `pack_headers` packed."""
        if data is None or dictionary_id is None:
            return {}
        prefix = self._dictionary(db, dictionary_id)
        text = zstandard.ZstdDecompressor(dict_data=prefix).decompress(data)
        headers: dict[str, str] = json.loads(text)
        return headers

    def _insert(self, db: Connection, source_id: int, body: bytes, digest: bytes, before: int | None) -> int:
        frame = self._pack(db, source_id, body, before)
        row = insert(PayloadRow).values(
            sha256=digest,
            size=len(body),
            data=frame.data,
            dictionary_id=frame.dictionary_id,
            base_id=frame.base_id,
            depth=frame.depth,
        )
        payload_id: int = db.execute(row.returning(PayloadRow.id)).scalar_one()
        return payload_id

    def _pack(self, db: Connection, source_id: int, body: bytes, before: int | None) -> _Frame:
        dictionary_id = self._dictionary_of(db, source_id, "payload")
        alone = _Frame(self._compress(db, body, dictionary_id), dictionary_id)
        if before is None:
            return alone
        depth = db.execute(select(PayloadRow.depth).where(PayloadRow.id == before)).scalar_one()
        if depth >= LONGEST_CHAIN:
            return alone
        prefix = zstandard.ZstdCompressionDict(self.get(db, before), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        data = zstandard.ZstdCompressor(level=LEVEL, dict_data=prefix).compress(body)
        return _Frame(data, base_id=before, depth=depth + 1) if len(data) < len(alone.data) else alone

    def _unpack(self, db: Connection, payload_id: int) -> tuple[bytes, bytes]:
        chain = []
        next_id: int | None = payload_id
        while next_id is not None:
            row = db.execute(
                select(
                    PayloadRow.data, PayloadRow.size, PayloadRow.dictionary_id, PayloadRow.base_id, PayloadRow.sha256
                ).where(PayloadRow.id == next_id)
            ).one_or_none()
            if row is None or len(chain) > LONGEST_CHAIN:
                raise ArchiveError(f"payload {payload_id} rests on payload {next_id}, which is not there")
            chain.append(row)
            next_id = row.base_id
        body = b""
        for row in reversed(chain):
            prefix = None
            if row.base_id is not None:
                prefix = zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            elif row.dictionary_id is not None:
                prefix = self._dictionary(db, row.dictionary_id)
            try:
                body = zstandard.ZstdDecompressor(dict_data=prefix).decompress(row.data, max_output_size=row.size)
            except zstandard.ZstdError as error:
                raise ArchiveError(
                    f"payload {payload_id} cannot be unpacked ({error}); the archive is damaged"
                ) from None
        return body, chain[0].sha256

    def _compress(self, db: Connection, body: bytes, dictionary_id: int | None) -> bytes:
        prefix = None if dictionary_id is None else self._dictionary(db, dictionary_id)
        return zstandard.ZstdCompressor(level=LEVEL, dict_data=prefix).compress(body)

    def _dictionary_of(self, db: Connection, source_id: int, purpose: str) -> int | None:
        if self._current.get((source_id, purpose)) is None:
            newest = (
                select(DictionaryRow.id)
                .where(DictionaryRow.source_id == source_id, DictionaryRow.purpose == purpose)
                .order_by(DictionaryRow.id.desc())
            )
            self._current[source_id, purpose] = db.execute(newest.limit(1)).scalar()
        return self._current[source_id, purpose]

    def _keep_dictionary(self, db: Connection, source_id: int, purpose: str, data: bytes) -> int:
        row = insert(DictionaryRow).values(source_id=source_id, purpose=purpose, data=data)
        dictionary_id: int = db.execute(row.returning(DictionaryRow.id)).scalar_one()
        self._current[source_id, purpose] = dictionary_id
        return dictionary_id

    def _dictionary(self, db: Connection, dictionary_id: int) -> zstandard.ZstdCompressionDict:
        if dictionary_id not in self._dictionaries:
            row = db.execute(
                select(DictionaryRow.data, DictionaryRow.purpose).where(DictionaryRow.id == dictionary_id)
            ).one()
            kind = zstandard.DICT_TYPE_RAWCONTENT if row.purpose == "headers" else zstandard.DICT_TYPE_FULLDICT
            found = zstandard.ZstdCompressionDict(row.data, dict_type=kind)
            if row.purpose == "payload":
                found.precompute_compress(level=LEVEL)
            self._dictionaries[dictionary_id] = found
        return self._dictionaries[dictionary_id]

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
