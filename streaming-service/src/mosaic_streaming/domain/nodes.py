"""Which of several MediaMTX serves a camera: rendezvous hashing, so that a change moves only what it must."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")


@dataclass(frozen=True)
class Node:
    """A MediaMTX with the streaming service beside it.

    weight: its share of the cameras, beside the others' weights. The addresses are those by which the other
    parts reach it. name: empty where there is only one, which then keeps the addresses without a node in them.
    """

    name: str = ""
    weight: float = 1.0
    streaming_url: str = ""
    hls_url: str = ""
    rtsp_url: str = ""

    @property
    def public_prefix(self) -> str:
        """What stands before a path in the addresses that browsers get, behind /hls/ and /whep/."""
        return f"n/{self.name}/" if self.name else ""


def is_node_name(text: str) -> bool:
    """Whether it may stand in an address and in the front door's configuration."""
    return _NAME.fullmatch(text) is not None


def owner_of(camera_id: UUID, nodes: Iterable[Node]) -> Node:
    """The same for everybody who knows the same nodes, in whatever order. Raises ValueError without nodes.

    Weighted rendezvous hashing (Schindelhauer and Schomaker 2005): each node draws for each camera, and the
    draws of the others stay as they are when a node comes or goes.
    """
    return max(nodes, key=lambda node: (_score(node.name, node.weight, camera_id), node.name))


@lru_cache(maxsize=400_000)
def _score(name: str, weight: float, camera_id: UUID) -> float:
    digest = blake2b(camera_id.bytes + name.encode(), digest_size=8).digest()
    share = (int.from_bytes(digest) + 1) / (2**64 + 1)
    return -weight / math.log(share)
