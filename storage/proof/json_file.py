"""The JSON files that leave an archive as evidence: written once, and read without trust in anything that they say."""

import json
import re
from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from storage.errors import NoProofError, ProofError

LONGEST = 96 * 1024 * 1024  # bytes: the longest page that an archive keeps (64 MB) in base64, and what else there is
MOST = 1_000_000  # commas, which part what takes much more memory than it is long
HEXADECIMAL = re.compile(r"[0-9a-f]*")
T = TypeVar("T")


class Values:
    """A JSON object of a file. Each value is asked for as what it must be; ProofError says that it is not."""

    def __init__(self, values: dict[str, object], path: Path) -> None:
        self._values = values
        self._path = path

    @classmethod
    def parse(cls, text: str, path: Path) -> "Values":
        """An object, no key of which is there twice: readers would differ on which of them counts."""
        try:
            found = json.loads(text, object_pairs_hook=_once)
        except (ValueError, RecursionError):
            raise ProofError(f"{path} is no JSON, or what is left of one") from None
        if not isinstance(found, dict):
            raise ProofError(f"{path} holds no JSON object")
        return cls(found, path)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def wrong(self, why: str) -> ProofError:
        """The error that says why the file does not hold."""
        return ProofError(f"{self._path}: {why}")

    def get(self, name: str, of_type: type[T]) -> T:
        """A value of just that type: no bool is a number."""
        value = self._values.get(name)
        if type(value) is not of_type:
            raise self.wrong(f"{name!r} is missing, or is not what it should be")
        return value

    def within(self, name: str) -> "Values":
        """An object within."""
        return Values(self.get(name, dict), self._path)

    def hexadecimal(self, name: str, size: int) -> bytes:
        """So many bytes in hexadecimal."""
        return self._bytes(self.get(name, str), size)

    def digest(self, name: str) -> bytes:
        """A SHA-256, or another 32 bytes, in hexadecimal."""
        return self.hexadecimal(name, 32)

    def digests(self, name: str) -> tuple[bytes, ...]:
        """A list of them."""
        return tuple(self._bytes(one, 32) for one in self.get(name, list))

    def base64(self, name: str) -> bytes:
        """Bytes in base64."""
        try:
            return b64decode(self.get(name, str), validate=True)
        except ValueError:
            raise self.wrong(f"{name!r} is not in base64") from None

    def all(self) -> dict[str, object]:
        """The values as they are."""
        return self._values

    def _bytes(self, value: object, size: int) -> bytes:
        if not isinstance(value, str) or len(value) != 2 * size or not HEXADECIMAL.fullmatch(value):
            raise self.wrong(f"{str(value)[:80]!r} is not {size} bytes in hexadecimal")
        return bytes.fromhex(value)


def read(path: Path, *forms: str) -> Values:
    """The object in a file of one of these formats. Raises ProofError, and NoProofError where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        raise NoProofError(f"cannot read {path}: {error.strerror or error}") from None
    found = Values({}, path)
    if len(data) <= LONGEST and data.count(b",") <= MOST:
        with suppress(UnicodeDecodeError):
            found = Values.parse(data.decode(), path)
    if found.all().get("format") not in forms:
        kinds = " or ".join(form.split()[1] for form in forms)
        raise found.wrong(f"it is no {kinds} of this program ({', '.join(map(repr, forms))})")
    return found


def write_new(path: Path, document: dict[str, object]) -> None:
    """Write a receipt or a proof to a file that is not there yet. Raises NoProofError where that cannot be."""
    try:
        with path.open("x", encoding="ascii") as file:
            json.dump(document, file, indent=1)
            file.write("\n")
    except FileExistsError:
        raise NoProofError(f"{path} is there already: give another name") from None
    except OSError as error:
        with suppress(OSError):  # what there is of it
            path.unlink()
        raise NoProofError(f"cannot write {path}: {error.strerror or error}") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found
