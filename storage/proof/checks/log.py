"""Recomputes the tree from the leaves in the log, and holds each tree head against it."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from storage.errors import DamagedRowError
from storage.models import LogRow, TreeHeadRow
from storage.proof.checks.fault import Extent, Fault
from storage.proof.leaves import EVIDENCE
from storage.proof.log import RUNS, UNFINISHED, has_begun, is_head, is_run, split
from storage.proof.rows import stream
from storage.proof.tree import HASH, Tree

TABLES = {evidence.name for evidence in EVIDENCE}


def check_log(db: Connection, extent: Extent) -> Iterator[Fault]:
    """What of the log and its tree heads does not hold together."""
    first = 1 if has_begun(db) else UNFINISHED
    for number in db.execute(select(TreeHeadRow.id).where(TreeHeadRow.id < first)).scalars():
        yield Fault("tree_head", str(number), "it was inserted: heads are numbered from 1 on")
    tree, leaves, last = Tree(), _leaves(db, extent), first - 1
    for number, head in stream(db, select(TreeHeadRow).where(TreeHeadRow.id >= first), TreeHeadRow.id):
        if number != last + 1:
            yield Fault("tree_head", str(last + 1), "it is missing: heads are numbered without a gap")
        last = number
        if isinstance(head, DamagedRowError):
            yield Fault("tree_head", str(number), str(head))
        elif not is_head(head):
            yield Fault("tree_head", str(number), "it is no tree head")
        elif head.size <= tree.size:
            yield Fault("tree_head", str(number), f"it has {head.size} leaves, and must have more than {tree.size}")
        else:
            yield from _grow(tree, leaves, head.size)
            if (head.size, head.root, head.subtrees) != (tree.size, tree.root, b"".join(tree.subtrees)):
                yield Fault("tree_head", str(number), f"it is not the head of the first {head.size} leaves in the log")
    covered = tree.size
    yield from _grow(tree, leaves, None)
    if tree.size > covered:
        what = f"it is missing: {tree.size - covered} leaves of the log come after the last head"
        yield Fault("tree_head", str(last + 1), what)


def _grow(tree: Tree, leaves: Iterator[bytes | Fault], size: int | None) -> Iterator[Fault]:
    """Add leaves to the tree until it has that size, or all; gives what is wrong with the rows that hold them."""
    while tree.size != size and (one := next(leaves, None)) is not None:
        if isinstance(one, Fault):
            yield one
        else:
            tree.append(one)


def _leaves(db: Connection, extent: Extent) -> Iterator[bytes | Fault]:
    """The leaves of the log in their order, and what is wrong with the rows that hold them."""
    for position, run in stream(db, select(LogRow), LogRow.position, size=RUNS):
        row = str(position)
        if isinstance(run, DamagedRowError):
            yield Fault("log", row, str(run))
            continue
        if position != extent.leaves:
            yield Fault("log", row, f"{extent.leaves} leaves stand before it: some are missing, or there twice")
        if run.table_name not in TABLES or not is_run(run):
            yield Fault("log", row, "it is no run of leaves")
        packed = run.leaves or b""
        extent.leaves += len(packed) // HASH
        extent.tell(f"the log, {extent.leaves:,} leaves")
        yield from split(packed)
