"""Merkle trees of RFC 9162, section 2.1: heads, inclusion and consistency proofs. Pure arithmetic.

A tree is given by the hashes of its leaves, oldest first. Proofs are lists of node hashes from the
leaf upwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
Hashes = Sequence[bytes]


def leaf_hash(entry: bytes) -> bytes:
    """HASH(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """The root of a tree to which leaves are added one by one; holds one hash a bit of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[bytes] = []  # roots of complete subtrees, largest first

    def add(self, leaf: bytes) -> None:
        """Add the hash of one more leaf."""
        self._complete.append(leaf)
        self.size += 1
        joined = self.size
        while joined % 2 == 0:
            right, left = self._complete.pop(), self._complete.pop()
            self._complete.append(node_hash(left, right))
            joined //= 2

    def root(self) -> bytes:
        """MTH of all leaves so far; the hash of nothing when there are none."""
        if not self._complete:
            return EMPTY_ROOT
        *larger, root = self._complete
        for left in reversed(larger):
            root = node_hash(left, root)
        return root


def root_of(leaves: Hashes) -> bytes:
    """MTH(D[n])."""
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(index: int, leaves: Hashes) -> list[bytes]:
    """PATH(index, D[n]): what is needed to get from one leaf (numbered from 0) to the root.

    Raises IndexError for a leaf that is not there.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"the tree of {len(leaves)} has no leaf {index}")
    if len(leaves) == 1:
        return []
    middle = _largest_power_below(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*inclusion_proof(index, left), root_of(right)]
    return [*inclusion_proof(index - middle, right), root_of(left)]


def consistency_proof(old_size: int, leaves: Hashes) -> list[bytes]:
    """PROOF(old_size, D[n]): that the tree of the first `old_size` leaves was only added to.

    Raises IndexError unless 0 < old_size <= n.
    """
    if not 0 < old_size <= len(leaves):
        raise IndexError(f"a tree of {len(leaves)} never had {old_size} leaves")
    return _subproof(old_size, leaves, is_whole=True)


def _subproof(old_size: int, leaves: Hashes, *, is_whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of section 2.1.4.1."""
    if old_size == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    middle = _largest_power_below(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if old_size <= middle:
        return [*_subproof(old_size, left, is_whole=is_whole), root_of(right)]
    return [*_subproof(old_size - middle, right, is_whole=False), root_of(left)]


def _largest_power_below(size: int) -> int:
    """The largest power of two smaller than `size` (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def includes(leaf: bytes, index: int, size: int, proof: Hashes, root: bytes) -> bool:
    """Whether the proof leads from the leaf hash to the root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node_hash(node, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, node)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Hashes
) -> bool:
    """Whether the newer tree begins with the older one (section 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    nodes = list(proof)
    if old_size & (old_size - 1) == 0:
        nodes.insert(0, old_root)
    return bool(nodes) and _grows(old_size - 1, new_size - 1, old_root, new_root, nodes)


def _grows(at: int, last: int, old_root: bytes, new_root: bytes, nodes: list[bytes]) -> bool:
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, node)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root
