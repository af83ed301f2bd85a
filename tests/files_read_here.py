"""Reads documents and pictures in the process of a test, which costs no start of another."""

from typing import ClassVar

from crawler.ingest.assets.files import FileReader, FileText
from crawler.ingest.assets.pdf import pages_of
from crawler.ingest.assets.pictures import look_of_picture
from crawler.sources.assets import is_pdf, is_picture


class ReaderHere(FileReader):
    """Notes how each file that it reads begins."""

    seen: ClassVar[list[bytes]] = []

    def read(self, body: bytes) -> FileText:
        self.seen.append(body[:4])
        if is_pdf(body):
            return FileText(pages_of(body))
        return FileText(look=look_of_picture(body)) if is_picture(body) else FileText()
