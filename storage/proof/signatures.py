"""Ed25519 keys (RFC 8032) in PEM files: a private one that signs receipts, and the public one that checks them."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from storage.errors import NoProofError

LONGEST = 64 * 1024  # bytes of a PEM file


def make_key(path: Path) -> Ed25519PrivateKey:
    """A new private key, written to a file that is not there yet and that nobody else can read.

    Raises NoProofError where that cannot be.
    """
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(pem)
    except FileExistsError:
        raise NoProofError(f"{path} is there already: give another name") from None
    except OSError as error:
        raise NoProofError(f"cannot write {path}: {error.strerror or error}") from None
    return key


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file. Raises NoProofError where there is none, or where others than its owner can read it."""
    data, mode = _read(path)
    try:
        key = load_pem_private_key(data, None)
    except TypeError:
        raise NoProofError(f"{path}: the key is encrypted; give one without a passphrase") from None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoProofError(f"{path} holds no private Ed25519 key in PEM; `communique key FILE` makes one")
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NoProofError(f"{path} can be read by others than its owner: chmod 600 {path}")
    return key


def public_key(path: Path) -> bytes:
    """The public key in a file, as its 32 bytes. Raises NoProofError where there is none."""
    key = None
    with suppress(ValueError, UnsupportedAlgorithm):
        key = load_pem_public_key(read_pem(path))
    if not isinstance(key, Ed25519PublicKey):
        raise NoProofError(f"{path} holds no public Ed25519 key in PEM, as `communique key` prints it")
    return key.public_bytes_raw()


def public_pem(key: Ed25519PrivateKey) -> str:
    """The public key that belongs to a private one, in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def is_signed(key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether this is the signature of a text by the private key that belongs to a public one, of 32 bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_pem(path: Path) -> bytes:
    """The bytes of a PEM file. Raises NoProofError where it cannot be read."""
    return _read(path)[0]


def _read(path: Path) -> tuple[bytes, int]:
    """The bytes of a file, and who may read it."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST), os.fstat(file.fileno()).st_mode
    except OSError as error:
        raise NoProofError(f"cannot read {path}: {error.strerror or error}") from None
