"""Holds an archive against its log: the tree, each row of evidence, each reference, each byte. Nothing here writes.

What is derived is looked at too, as far as it can be without reading the pages again.

What does not hold is named, and the rest goes on; memory is flat at any size of the archive.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from storage.errors import ProofError
from storage.payloads.store import Payloads
from storage.proof.checks.derived import check_digests, check_files, check_values
from storage.proof.checks.fault import Extent, Fault
from storage.proof.checks.file import check_file
from storage.proof.checks.log import check_log
from storage.proof.checks.payloads import check_payloads
from storage.proof.checks.references import check_references
from storage.proof.checks.rows import check_rows
from storage.proof.checks.texts import check_texts
from storage.proof.log import hashes, last_head
from storage.proof.tree import TreeHead, consistency_spans, extends, root_of


def verify(db: Connection, payloads: Payloads, extent: Extent, *, full: bool) -> Iterator[Fault]:
    """Each thing that does not hold, named. With `full`, the file, all texts and all payloads are looked at, too."""
    if full:
        yield from check_file(db, extent)
    yield from check_log(db, extent)
    yield from check_rows(db, payloads, extent)
    yield from check_references(db, extent)
    yield from check_values(db, extent)
    yield from check_digests(db, extent)
    yield from check_files(db, extent)
    if full:
        yield from check_texts(db, extent)
        yield from check_payloads(db, payloads, extent)


def demand_extension(db: Connection, before: TreeHead) -> None:
    """Raise ProofError where the log does not begin with the tree that had this head, by a consistency proof."""
    now = last_head(db)
    if before.size > now.size:
        raise ProofError(
            f"the receipt is of {before.size} leaves, and the log has {now.size}: it is another archive's, or leaves "
            "were removed"
        )
    path = [root_of(hashes(db, *span)) for span in consistency_spans(before.size, now.size)]
    if not extends(now, before, path):
        raise ProofError(
            f"the first {before.size} leaves of the log are not those of the receipt: it is another archive's, or "
            "evidence from before it was changed"
        )
