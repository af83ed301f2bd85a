"""zstd dictionaries: what the pages of a source have in common, and what its answers' headers do.

A dictionary is kept with its SHA-256 and checked when it is loaded: whatever was made with it depends on each byte.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import zstandard
from sqlalchemy import Connection, insert, select

from storage.errors import DamageError
from storage.models import DictionaryRow

LARGEST = 1024 * 1024
MOST = 256 * 1024 * 1024  # bytes that a frame may hold: four times as many as a crawl or an import takes
LEVEL = 9  # 12 saves another 1 to 2 %, and costs ten times the time where a payload before it is the prefix


_PACKER = zstandard.ZstdCompressor(level=19)  # a dictionary is a page or two of the site, packed once


def bound(frame: bytes, size: int) -> int:
    """How many bytes a frame may be unpacked to, of which its row says `size`: so much memory is taken beforehand.

    Raises ZstdError for a frame that says it holds more.
    """
    most = min(size, MOST)
    if zstandard.frame_content_size(frame) > most:
        raise zstandard.ZstdError(f"it says that it holds more than {most} bytes")
    return most


def _unpacked(data: bytes) -> bytes | None:
    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=bound(data, LARGEST))
    except (zstandard.ZstdError, TypeError):  # null, where somebody changed the table itself
        return None


@dataclass(frozen=True)
class _Loaded:
    decompressor: zstandard.ZstdDecompressor
    data: zstandard.ZstdCompressionDict | None = None
    write_checksum: bool = False

    @cached_property
    def compressor(self) -> zstandard.ZstdCompressor:
        if self.data is None:
            return zstandard.ZstdCompressor(level=LEVEL)
        self.data.precompute_compress(level=LEVEL)  # takes longer than to load it, and who only reads needs it not
        return zstandard.ZstdCompressor(level=LEVEL, dict_data=self.data, write_checksum=self.write_checksum)


class Dictionaries:
    """Compresses and unpacks with the dictionaries of one archive, each loaded once. Not shared between threads."""

    def __init__(self) -> None:
        self._loaded: dict[int, _Loaded] = {}
        self._newest: dict[tuple[int, str], int | None] = {}
        self._plain = _Loaded(zstandard.ZstdDecompressor())

    def newest(self, db: Connection, source_id: int, purpose: str) -> int | None:
        """The dictionary for new rows of a source; None where it has none, or one that is damaged."""
        if (source_id, purpose) not in self._newest:
            query = select(DictionaryRow.id).where(
                DictionaryRow.source_id == source_id, DictionaryRow.purpose == purpose
            )
            found = db.execute(query.order_by(DictionaryRow.id.desc()).limit(1)).scalar()
            self._newest[source_id, purpose] = found if found is not None and self._sound(db, found) else None
        return self._newest[source_id, purpose]

    def keep(self, db: Connection, source_id: int, purpose: str, data: bytes) -> int:
        """Keep a dictionary, for the source's new rows from now on, and give its id. Writes."""
        row = insert(DictionaryRow).values(
            source_id=source_id, purpose=purpose, sha256=sha256(data).digest(), data=_PACKER.compress(data)
        )
        dictionary_id: int = db.execute(row.returning(DictionaryRow.id)).scalar_one()
        self._newest[source_id, purpose] = dictionary_id
        return dictionary_id

    def compress(self, db: Connection, body: bytes, dictionary_id: int | None) -> bytes:
        """A zstd frame of `body`, made with a dictionary or on its own."""
        loaded = self._plain if dictionary_id is None else self.load(db, dictionary_id)
        return loaded.compressor.compress(body)

    def decompress(self, db: Connection, frame: bytes, dictionary_id: int | None, size: int) -> bytes:
        """What `compress` was given, of at most `size` bytes. Raises DamageError or ZstdError."""
        loaded = self._plain if dictionary_id is None else self.load(db, dictionary_id)
        return loaded.decompressor.decompress(frame, max_output_size=bound(frame, size))

    def _sound(self, db: Connection, dictionary_id: int) -> bool:
        try:
            self.load(db, dictionary_id)
        except DamageError:
            return False  # what comes now must not depend on it
        return True

    def load(self, db: Connection, dictionary_id: int) -> _Loaded:
        """A dictionary, ready for use. Raises DamageError where it is not what was stored."""
        if dictionary_id not in self._loaded:
            query = select(DictionaryRow.data, DictionaryRow.purpose, DictionaryRow.sha256)
            row = db.execute(query.where(DictionaryRow.id == dictionary_id)).one_or_none()
            stored = None if row is None else _unpacked(row.data)
            if row is None or stored is None or sha256(stored).digest() != row.sha256:
                raise DamageError(f"dictionary {dictionary_id} is not what was stored; the archive is damaged")
            headers = row.purpose == "headers"
            kind = zstandard.DICT_TYPE_RAWCONTENT if headers else zstandard.DICT_TYPE_FULLDICT
            data = zstandard.ZstdCompressionDict(stored, dict_type=kind)
            try:
                decompressor = zstandard.ZstdDecompressor(dict_data=data)
            except zstandard.ZstdError:  # any bytes can be a dictionary for headers, and few for payloads
                raise DamageError(f"dictionary {dictionary_id} is none for payloads; the archive is damaged") from None
            # Headers have no digest of their own to be checked by.
            self._loaded[dictionary_id] = _Loaded(decompressor, data, write_checksum=headers)
        return self._loaded[dictionary_id]
