"""Merkle trees as in RFC 6962, 2.1: SHA-256, leaves and nodes told apart by their first byte."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Of hashes made by `leaf`, in their order.

    Neighbours are joined level by level and a last one alone goes up as it is, which gives the tree of the RFC.
    """
    level = list(leaves)
    if not level:
        return EMPTY
    while len(level) > 1:
        level = _joined(level)
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from that leaf to the root, nearest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level, index = _joined(level), index // 2
    return path


def proves(
    leaf_hash: bytes, index: int, count: int, path: Iterable[bytes], expected: bytes
) -> bool:
    """Whether the path leads from the leaf at `index` of `count` to that root."""
    if not 0 <= index < count:
        return False
    found, width, steps = leaf_hash, count, list(path)
    while width > 1:
        if index ^ 1 < width:
            if not steps:
                return False
            beside = steps.pop(0)
            found = node(beside, found) if index & 1 else node(found, beside)
        index, width = index // 2, (width + 1) // 2
    return not steps and found == expected


def _joined(level: list[bytes]) -> list[bytes]:
    pairs = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[len(level) & ~1 :]
