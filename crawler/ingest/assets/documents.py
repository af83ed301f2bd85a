"""Reads the text of documents in a process of its own, which is ended where a file takes too much time or memory."""

import asyncio
import logging
import resource

from crawler.ingest.assets.pdf import pages_of
from crawler.ingest.worker_pool import WorkerError, WorkerPool
from crawler.sources.assets import is_pdf
from storage.errors import LayoutError

SECONDS = 30.0  # for one file: a thousand pages take about ten
MEMORY = 1024**3  # bytes of address space

Pages = tuple[str, ...]


class DocumentReader:
    """Reads one document at a time. Close it when done."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._pool: WorkerPool | None = None

    async def read(self, body: bytes) -> tuple[Pages, str | None]:
        """The texts of a document's pages, and why there are none; neither for what is no PDF."""
        if not is_pdf(body):
            return (), None
        self._pool = self._pool or WorkerPool(1)
        try:
            asked = asyncio.wrap_future(self._pool.submit(read_pdf, body, self._memory))
            return await asyncio.wait_for(asked, self._seconds)
        except TimeoutError:
            self.close()
            return (), f"its text cannot be read within {self._seconds:g} seconds"
        except WorkerError:
            return (), "its text cannot be read: who reads it dies"

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def read_pdf(body: bytes, memory: int) -> tuple[Pages, str | None]:
    """The texts of a PDF's pages, or why there are none; in a process that takes no more memory from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity, and what is wrong is raised
    try:
        pages = pages_of(body)
    except LayoutError as error:
        return (), str(error)
    except MemoryError:
        return (), f"its text cannot be read within {memory // 1024**2} MB"
    return pages, None if any(pages) else "it has no text; it may be a scan"
