"""Reads documents and pictures in a process of its own, which is ended where a file takes too much time or memory."""

import hashlib
import inspect
import logging
import resource
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

from crawler.ingest.assets import pdf, pictures
from crawler.ingest.worker_pool import WorkerError, WorkerPool
from crawler.sources.assets import is_pdf, is_picture
from storage.edits.files import looks
from storage.errors import LayoutError

SECONDS = 30.0  # for one file: a document of a thousand pages takes about ten
MEMORY = 1024**3  # bytes of address space


class FileText(NamedTuple):
    """What was read of a file: the pages of a document, or the look of a picture, or why there is none."""

    pages: tuple[str, ...] = ()
    look: bytes | None = None
    problem: str | None = None


class FileReader:
    """Reads one file at a time, and waits for it. Close it when done; whoever waits in another thread is told so."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._pool: WorkerPool | None = None

    def read(self, body: bytes) -> FileText:
        """What a document says, or how a picture looks; nothing of what is neither."""
        if not (is_pdf(body) or is_picture(body)):
            return FileText()
        self._pool = pool = self._pool or WorkerPool(1)
        try:
            return pool.submit(read_file, body, self._memory).result(self._seconds)
        except TimeoutError:
            self.close()
            return FileText(problem=f"it cannot be read within {self._seconds:g} seconds")
        except WorkerError:
            return FileText(problem="it cannot be read: who reads it dies")

    def close(self) -> None:
        """End the process, whatever it is doing."""
        pool, self._pool = self._pool, None  # whoever reads closes it too, in a thread of its own
        if pool is not None:
            pool.close()


def read_file(body: bytes, memory: int) -> FileText:
    """What a PDF says, or how a picture looks; in a process that takes no more memory from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity, and what is wrong is raised
    try:
        if not is_pdf(body):
            return FileText(look=pictures.look_of_picture(body))
        pages = pdf.pages_of(body)
    except LayoutError as error:
        return FileText(problem=str(error))
    except MemoryError:
        return FileText(problem=f"it cannot be read within {memory // 1024**2} MB")
    return FileText(pages, problem=None if any(pages) else "it has no text; it may be a scan")


def reader_of(body: bytes) -> str:
    """Names the code that reads a file: another name where something else may be read of it."""
    return readers()[0 if is_pdf(body) else 1 if is_picture(body) else 2]


@cache
def readers() -> tuple[str, str, str]:
    """The names of the code that reads documents, of that which reads pictures, and of none for all other files."""
    documents = _digest(inspect.getsource(pdf), version("pypdf"))
    images = _digest(inspect.getsource(pictures), inspect.getsource(looks), version("pillow"))
    return documents, images, _digest(documents, images)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
