"""Writes a WACZ (1.1.1): a ZIP of a recording, its index, its pages, and the digests of all of them.

https://specs.webrecorder.net/wacz/1.1.1/
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from types import TracebackType
from typing import BinaryIO, Self

from storage.warc.write.cdxj import META, blocks
from storage.warc.write.sink import Sink
from storage.warc.write.written import WrittenRecords

VERSION = "1.1.1"
RECORDING = "data.warc.gz"
PAGES: Mapping[str, object] = {"format": "json-pages-1.0", "id": "pages", "title": "Pages of releases", "hasText": True}


class WaczWriter:
    """A WACZ that is being written into a stream, as a context manager; closing it writes what lists the rest.

    `tree_head` is that of the archive it comes from.
    """

    def __init__(self, stream: BinaryIO, title: str, tree_head: Mapping[str, object] | None, now: datetime) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._title = title
        self._tree_head = tree_head
        self._now = now
        self._resources: list[dict[str, object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self._list_files()
        self._zip.close()

    @contextmanager
    def file(self, path: str) -> Iterator[Sink]:
        """A member to write; what is compressed already is stored, so that a reader may begin anywhere in it."""
        member = zipfile.ZipInfo(path, self._now.timetuple()[:6])
        member.compress_type = zipfile.ZIP_STORED if path.endswith(".gz") else zipfile.ZIP_DEFLATED
        with self._zip.open(member, "w", force_zip64=True) as stream:
            sink = Sink(stream)
            yield sink
        name = path.rpartition("/")[2]
        self._resources.append({"name": name, "path": path, "hash": f"sha256:{sink.sha256}", "bytes": sink.size})

    def write_index(self, written: WrittenRecords) -> None:
        """Write the index of the recording."""
        places = [META]  # one for a thousand lines
        with self.file("indexes/index.cdx.gz") as file:
            for block, place in blocks(written.lines()):
                file.write(block)
                places.append(place)
        with self.file("indexes/index.idx") as file:
            file.write("".join(places).encode())

    def write_pages(self, pages: Iterable[Mapping[str, object]]) -> None:
        """Write the list of pages: `id`, `url`, `ts`, `title` and `text` of each."""
        with self.file("pages/pages.jsonl") as file:
            for page in chain([PAGES], pages):
                file.write(json.dumps(page).encode() + b"\n")

    def _list_files(self) -> None:
        package = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": self._title,
            "software": "Communique",
            "created": f"{self._now:%Y-%m-%dT%H:%M:%SZ}",
            "treeHead": self._tree_head,
            "resources": self._resources,
        }
        text = json.dumps(package, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        for name, data in (("datapackage.json", text), ("datapackage-digest.json", json.dumps(digest).encode())):
            self._zip.writestr(zipfile.ZipInfo(name, self._now.timetuple()[:6]), data)
