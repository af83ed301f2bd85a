"""WACZ: a ZIP with WARCs in `archive/` and a `datapackage.json` that states the digest of each file (WACZ 1.1.1, 5).

A multi-WACZ holds other WACZs.
"""

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from storage.errors import WarcError
from storage.warc.digest import digest_of
from storage.warc.scan.members import RATIO, SLACK

PIECE = 64 * 1024
DEEPEST = 3  # WACZs inside one another
PACKAGE, DIGEST_OF_PACKAGE = "datapackage.json", "datapackage-digest.json"
LARGEST_PACKAGE = 32 * 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes before the first byte
_DAMAGE = (EOFError, OSError, RuntimeError, ValueError, zlib.error, zipfile.BadZipFile)

# What is told of trouble: its kind, and where it was met.
Tell = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Member:
    """A WARC in a WACZ: its name, with those of the WACZs around it, and its bytes, in a temporary file."""

    name: str
    stream: IO[bytes]


class Wacz:
    """A WACZ, opened. Raises WarcError for a ZIP that is none."""

    def __init__(self, stream: IO[bytes], name: str, closing: ExitStack, tell: Tell, depth: int = 1) -> None:
        try:
            self._archive = closing.enter_context(zipfile.ZipFile(stream))
        except _DAMAGE as error:
            raise WarcError(f"cannot open {name}: {error}") from None
        self._name = name
        self._closing = closing
        self._tell = tell
        self._depth = depth
        self._stated = self._resources()

    def members(self) -> Iterator[Member]:
        """The WARCs in it, and in the WACZs in it. Digests that do not hold are told, and what cannot be unpacked."""
        inside = [one for one in self._archive.infolist() if not one.filename.endswith("/")]  # one may have no name
        if not any(_is_warc(one.filename) or _is_wacz(one.filename) for one in inside):
            raise WarcError(f"{self._name} is a ZIP without an archive/ folder, so no WACZ")
        for one in inside:
            if _is_wacz(one.filename):
                yield from self._nested(one)
            elif _is_warc(one.filename):
                if self._stated and one.filename not in self._stated:
                    self._tell("files that their datapackage.json does not list", self._where(one.filename))
                yield Member(one.filename, self._unpacked(one))
            elif one.filename in self._stated:
                self._unpacked(one).close()
        for missing in self._stated.keys() - {one.filename for one in inside}:
            self._tell("files that their datapackage.json lists and that are not there", self._where(missing))

    def _nested(self, member: zipfile.ZipInfo) -> Iterator[Member]:
        if self._depth >= DEEPEST:
            self._tell("WACZs too deep inside one another", self._where(member.filename))
            return
        name = self._where(member.filename)
        try:
            for one in Wacz(self._unpacked(member), name, self._closing, self._tell, self._depth + 1).members():
                yield Member(f"{member.filename}/{one.name}", one.stream)
        except WarcError as error:
            self._tell("files that are no WACZ", str(error))

    def _unpacked(self, member: zipfile.ZipInfo) -> IO[bytes]:
        """A temporary file with what a member unpacks to, as far as it does and within reason, its digest checked.

        A record is looked up by its offset; seeking inside a deflated member would unpack it from its start.
        """
        unpacked = self._closing.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed with the rest
        where, room = self._where(member.filename), RATIO * member.compress_size + SLACK
        stated = digest_of(str(self._stated.get(member.filename, {}).get("hash", "")))
        digest = hashlib.new(stated.algorithm if stated else "sha256", usedforsecurity=False)
        try:
            if member.compress_type not in _METHODS:
                raise zipfile.BadZipFile("neither stored nor deflated")
            with self._archive.open(member) as packed:
                while room > 0 and (piece := packed.read(min(PIECE, room))):
                    digest.update(piece)
                    room -= unpacked.write(piece)
            if room <= 0:
                self._tell("files that unpack to more than is reasonable", where)
        except _DAMAGE as error:
            self._tell("files that do not unpack to their end", f"{where} ({error})")
        if stated and stated.value != digest.digest():
            self._tell("files with another digest than their datapackage.json states", where)
        return unpacked

    def _resources(self) -> dict[str, dict[str, object]]:
        """What the package says of its files, by their names; it must itself have the digest stated beside it."""
        package = self._read(PACKAGE)
        stated = _json(self._read(DIGEST_OF_PACKAGE)).get("hash")
        digest = digest_of(stated) if isinstance(stated, str) else None
        if digest and not digest.holds(package):
            self._tell("files with another digest than is stated beside them", self._where(PACKAGE))
        shown = _json(package)
        if package and not shown and package.strip() != b"{}":
            self._tell("files that cannot be read", self._where(PACKAGE))
        listed = shown.get("resources")
        entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        return {one["path"]: one for one in entries if isinstance(one.get("path"), str)}

    def _read(self, name: str) -> bytes:
        try:
            member = self._archive.getinfo(name)
            if member.compress_type not in _METHODS or member.file_size > LARGEST_PACKAGE:
                return b""
            with self._archive.open(member) as packed:
                return packed.read(LARGEST_PACKAGE)
        except (KeyError, *_DAMAGE):
            return b""

    def _where(self, member: str) -> str:
        return f"{self._name}: {member}"


def _is_warc(name: str) -> bool:
    return name.startswith("archive/")


def _is_wacz(name: str) -> bool:
    return name.lower().endswith(".wacz")


def _json(text: bytes) -> dict[str, object]:
    try:
        shown = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return shown if isinstance(shown, dict) else {}
