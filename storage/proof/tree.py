"""The Merkle tree of RFC 9162, 2.1: hashes, roots, proofs that a leaf stands in a tree and that a tree only grew.

Pure, and eighty lines instead of a dependency: of the libraries that hash so, pymerkle keeps a tree of its own beside
the archive's rows, and is under the GPL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH = 32  # bytes

Span = tuple[int, int]  # leaves from the first of these places up to the second, without it


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf (RFC 9162, 2.1.1)."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees that stand side by side."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A tree at some moment: how many leaves it had, and its root hash."""

    size: int
    root: bytes


@dataclass(slots=True)
class Tree:
    """A tree that grows at its end: its `size` in leaves, and the roots of its perfect subtrees, the largest first."""

    size: int = 0
    subtrees: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        self.subtrees.append(leaf)
        self.size += 1
        whole = self.size
        while whole % 2 == 0:
            right = self.subtrees.pop()
            self.subtrees[-1] = node_hash(self.subtrees[-1], right)
            whole //= 2

    @property
    def root(self) -> bytes:
        """Its root hash; that of no leaf is the hash of nothing."""
        if not self.subtrees:
            return sha256(b"").digest()
        *others, root = self.subtrees
        for left in reversed(others):
            root = node_hash(left, root)
        return root

    @property
    def head(self) -> TreeHead:
        """Its head as it stands."""
        return TreeHead(self.size, self.root)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root hash of a tree with these leaves' hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The subtrees whose roots prove that a leaf stands at `index` in a tree of `size`, in their order (2.1.3.1)."""
    start, end, spans = 0, size, list[Span]()
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(before: int, size: int) -> list[Span]:
    """The subtrees whose roots prove that a tree of `size` begins with the one that had `before` leaves (2.1.4.1)."""
    start, end, spans, is_known = 0, size, list[Span](), True
    while end != before:
        middle = start + _left(end - start)
        if before <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start, is_known = middle, False
    return ([] if is_known else [(start, end)]) + spans[::-1]


def includes(head: TreeHead, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the leaf with this hash stands at `index` in the tree of a head (2.1.3.2)."""
    if not 0 <= index < head.size:
        return False
    spans = inclusion_spans(index, head.size)
    if len(path) != len(spans):
        return False
    for (start, _), sibling in zip(spans, path, strict=True):
        leaf = node_hash(sibling, leaf) if start < index else node_hash(leaf, sibling)
    return leaf == head.root


def extends(head: TreeHead, before: TreeHead, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of a head begins with the tree of the one `before` (2.1.4.2)."""
    if not 0 < before.size <= head.size:
        return False
    spans = consistency_spans(before.size, head.size)
    if len(path) != len(spans):
        return False
    proven = list(zip(spans, path, strict=True))
    if spans and spans[0][1] == before.size:  # with a subtree of the former's, unless it is perfect
        (_, old), *proven = proven
    else:
        old = before.root
    new = old
    for (start, _), sibling in proven:
        if start < before.size:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    return (old, new) == (before.root, head.root)


def _left(size: int) -> int:
    """How many leaves the left one of the two subtrees of a tree has: the largest power of two below its size."""
    return 1 << (size - 1).bit_length() - 1
