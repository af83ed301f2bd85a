"""The log: the rows of evidence as the leaves of one Merkle tree (RFC 9162), which only ever grows."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, primary_key
from storage.models.columns import Bytes


class LogRow(Base):
    """A run of leaves: rows of one table whose ids follow one another without a gap, the first of them `first_row`.

    `position` is the place of the first leaf in the tree, counted from 0; `leaves` are their hashes, 32 bytes each.
    """

    __tablename__ = "log"
    __table_args__ = (Index(None, "table_name", "first_row", unique=True),)

    position: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    table_name: Mapped[str]
    first_row: Mapped[int] = mapped_column(Id)
    leaves: Mapped[bytes]


class TreeHeadRow(Base):
    """The tree as it was when a crawl or an import had closed; they are numbered 1, 2, 3 ... without a gap.

    The one with the number 0 is that of an archive of before, as long as not all of it is in the log.

    It had `size` leaves and this `root`. `subtrees` are the roots of the perfect subtrees that they make, the largest
    first, 32 bytes each: the root follows from them, and with the leaves that come after them every later one.
    """

    __tablename__ = "tree_head"

    id: Mapped[int] = primary_key()
    size: Mapped[int] = mapped_column(Id)
    root: Mapped[bytes] = mapped_column(Bytes(32))
    subtrees: Mapped[bytes]
