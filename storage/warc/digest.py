"""Digests as records state them: "sha1:" and a value in base32, hex or base64 (WARC 1.1, 5.8; RFC 4648)."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
_SIZES = {name: hashlib.new(name, usedforsecurity=False).digest_size for name in ALGORITHMS}
# The digits that Python's numbers have for those of base32 (RFC 4648, 6): far quicker than its module for it.
_BASE32 = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567+-_ 0189",
    "0123456789abcdefghijklmnop0123456789abcdefghijklmnopqrstuv" + "!" * 8,
)

Bytes = bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest that a record states. `value` is None where it is none of its algorithm's."""

    algorithm: str
    value: bytes | None

    def holds(self, *payloads: Bytes) -> bool:
        """Whether it is the digest of any of these bytes."""
        return any(computed(self.algorithm, payload) == self.value for payload in payloads)

    @property
    def text(self) -> str | None:
        """One spelling for all encodings."""
        return f"{self.algorithm}:{self.value.hex()}" if self.value else None


def digest_of(text: str) -> Digest | None:
    """The digest that a field states, or None where it states none or one of an algorithm that is not known."""
    label, colon, value = text.partition(":")
    algorithm = label.strip().lower().replace("-", "")
    return Digest(algorithm, _value(value.strip(), _SIZES[algorithm])) if colon and algorithm in _SIZES else None


def computed(algorithm: str, payload: Bytes) -> bytes:
    """The digest of bytes."""
    return hashlib.new(algorithm, payload, usedforsecurity=False).digest()


def contradicted(fields: Mapping[str, str], blocks: Iterable[Bytes], payloads: Iterable[Bytes]) -> str | None:
    """The digest field that a record's bytes contradict, or None.

    One digest that holds suffices: writers differ in what they take for the payload (with its chunks or without), and
    some state the block's digest of other bytes. `blocks` and `payloads` are what each may be the digest of.
    """
    block, payload = (digest_of(fields.get(f"warc-{name}-digest", "")) for name in ("block", "payload"))
    if (payload and payload.holds(*payloads)) or (block and block.holds(*blocks)):
        return None
    if payload or block:
        return "WARC-Payload-Digest" if payload else "WARC-Block-Digest"
    return None


def _value(text: str, size: int) -> bytes | None:
    """A digest of so many bytes from its text, whose length tells the encoding; padding may be left out."""
    bare = text.rstrip("=")
    try:
        if len(bare) == 2 * size:
            return bytes.fromhex(bare)
        if len(bare) == -(-size * 8 // 5):
            return (int(bare.translate(_BASE32), 32) >> 5 * len(bare) - 8 * size).to_bytes(size)
        if len(bare) == -(-size * 8 // 6):
            standard = bare.replace("-", "+").replace("_", "/")
            return base64.b64decode(standard + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error):
        pass
    return None
