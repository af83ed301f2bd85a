"""The log of an archive: its rows of evidence as the leaves of one Merkle tree, added to and never changed.

Rows become leaves in the order of their ids, table by table, when a crawl or an import closes: all that there are, some
at a time, each time with the tree head in the same transaction. An archive has one writer at a time, who finds the tree
as the one before has left it: two crawls at once make one tree between them, and rows of one that was killed become
leaves with those of the next.

An archive of before there was a log is taken into it by the first that closes. Until all of it is in there, its tree
head has the number `UNFINISHED`, and its rows wait: whoever was killed is continued by the next one.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, func, insert, select

from storage.errors import DamageError
from storage.models import LogRow, TreeHeadRow
from storage.models.rows import HeldRun, HeldTreeHead
from storage.payloads.store import Payloads
from storage.proof.leaves import EVIDENCE, Leaf, leaves
from storage.proof.tree import HASH, Tree, TreeHead, leaf_hash

LONGEST_RUN = 1000  # leaves in one row, and rows in memory
RUNS = 50  # rows of the log in memory
AT_ONCE = 20_000  # leaves that a transaction adds: some tenths of a second, in which nobody else can write
UNFINISHED = 0


def append(db: Connection, payloads: Payloads, most: int | None = None) -> int:
    """Add rows of evidence that are not in the log yet, all or `most` of them, and note the tree head that they make.

    Gives how many they were: fewer than `most` where none is left. Raises DamageError where the log is damaged:
    `verify` names where. Writes.
    """
    number, tree = _last_tree(db)
    before = tree.size
    for evidence in EVIDENCE:
        after = last_logged(db, evidence.name)
        while found := leaves(db, payloads, evidence, after, _left(most, tree.size - before)):
            after = found[-1].row
            for run in _runs(found):
                fresh = [leaf_hash(leaf.data) for leaf in run]
                values = {"position": tree.size, "table_name": evidence.name, "first_row": run[0].row}
                db.execute(insert(LogRow).values(**values, leaves=b"".join(fresh)))
                for one in fresh:
                    tree.append(one)
    added = tree.size - before
    is_whole = most is None or added < most
    if added or (is_whole and number == UNFINISHED and tree.size):
        following = number + 1 if is_whole or number > UNFINISHED else UNFINISHED
        if number == UNFINISHED:
            db.execute(delete(TreeHeadRow).where(TreeHeadRow.id == UNFINISHED))
        head = {"id": following, "size": tree.size, "root": tree.root}
        db.execute(insert(TreeHeadRow).values(**head, subtrees=b"".join(tree.subtrees)))
    return added


def _left(most: int | None, added: int) -> int:
    return LONGEST_RUN if most is None else min(LONGEST_RUN, most - added)


def has_begun(db: Connection) -> bool:
    """Whether all of an archive of before is in the log: none of it is until a crawl or an import closes."""
    return db.execute(select(TreeHeadRow.id).where(TreeHeadRow.id > UNFINISHED).limit(1)).first() is not None


def last_head(db: Connection) -> TreeHead:
    """The newest tree head; that of no leaf where there is none. Raises DamageError."""
    return _last_tree(db)[1].head


def last_logged(db: Connection, table: str) -> int | None:
    """The last row of a table of evidence that is a leaf; None where none is. Raises DamageError."""
    run = _run(db, table)
    return None if run is None else int(run.first_row) + len(run.leaves) // HASH - 1


def place(db: Connection, table: str, row_id: int) -> int | None:
    """The place in the tree of the leaf of a row; None where it is not in the log. Raises DamageError."""
    run = _run(db, table, row_id)
    if run is None or row_id >= run.first_row + len(run.leaves) // HASH:
        return None
    return int(run.position) + row_id - int(run.first_row)


def hashes(db: Connection, start: int, end: int) -> Iterator[bytes]:
    """The hashes of the leaves at these places. Raises DamageError where the log has not all of them."""
    reached = start
    while reached < end:
        first = select(LogRow.position).where(LogRow.position <= reached).order_by(LogRow.position.desc()).limit(1)
        runs = select(LogRow).where(LogRow.position >= first.scalar_subquery()).order_by(LogRow.position).limit(RUNS)
        before = reached
        for run in db.execute(runs.where(LogRow.position < end)):
            some = [*split(run.leaves)][reached - run.position : end - run.position] if run.position <= reached else []
            reached += len(some)
            yield from some
        if reached == before:
            raise DamageError(f"the log has no leaf {reached}; `communique verify` says what is damaged")


def is_run(run: HeldRun) -> bool:
    """Whether a row of the log holds leaves: SQLite keeps any value in any column."""
    return type(run.first_row) is int and bool(run.leaves) and len(run.leaves) % HASH == 0


def is_head(head: HeldTreeHead) -> bool:
    """Whether a row can be a tree head."""
    return type(head.size) is int and None not in (head.root, head.subtrees)


def split(packed: bytes) -> Iterator[bytes]:
    """The hashes that stand side by side in one column."""
    return (packed[start : start + HASH] for start in range(0, len(packed), HASH))


def _last_tree(db: Connection) -> tuple[int, Tree]:
    """The newest tree head's number, `UNFINISHED` where there is none, and its tree. Raises DamageError."""
    newest = select(func.max(TreeHeadRow.id)).scalar_subquery(), select(func.max(LogRow.position)).scalar_subquery()
    head = db.execute(select(TreeHeadRow).where(TreeHeadRow.id == newest[0])).first()
    run = db.execute(select(LogRow).where(LogRow.position == newest[1])).first()
    is_sound = (head is None or is_head(head)) and (run is None or is_run(run))
    tree = Tree() if head is None or not is_sound else Tree(head.size, [*split(head.subtrees)])
    end = 0 if run is None or not is_sound else run.position + len(run.leaves) // HASH
    if not is_sound or end != tree.size or (head is not None and tree.root != head.root):
        raise DamageError("the newest tree head is not that of the log; `communique verify` says what is damaged")
    return (UNFINISHED if head is None else head.id), tree


def _runs(found: Sequence[Leaf]) -> Iterator[Sequence[Leaf]]:
    """The same, parted where an id is not the next one: the database never gives an id twice, but may skip some."""
    start = 0
    for end in range(1, len(found) + 1):
        if end == len(found) or found[end].row != found[end - 1].row + 1:
            yield found[start:end]
            start = end


def _run(db: Connection, table: str, up_to: int | None = None) -> HeldRun | None:
    """The last run of a table's rows; the last that begins at row `up_to` or before it, where that is given.

    Raises DamageError where it is none.
    """
    query = select(LogRow).where(LogRow.table_name == table).order_by(LogRow.first_row.desc()).limit(1)
    run = db.execute(query if up_to is None else query.where(LogRow.first_row <= up_to)).first()
    if run is not None and not is_run(run):
        raise DamageError(
            f"row {run.position} of the log is no run of leaves; `communique verify` says what is damaged"
        )
    return run
