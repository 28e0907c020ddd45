"""What the decoder's child and its parent say to each other."""

from typing import NamedTuple

MAX_WIDTH, MAX_HEIGHT = 3840, 2160
MAX_CODED_PIXELS = 48_000_000
"""Of a coded picture (8K has 33 million); larger ones are refused before they are given memory."""
MAX_MEMORY_BYTES = 4 << 30
"""Of the child's address space."""
SLAB_BYTES = MAX_WIDTH * MAX_HEIGHT * 3


class Request(NamedTuple):
    """What to decode; see `VideoChunk`. `camera` keeps decoders of different cameras apart."""

    camera: str
    init: bytes
    media: bytes
    keys_only: bool
    restart: bool
    interval_s: float


class Reply(NamedTuple):
    """A picture in the shared memory, or why there is none.

    code: of the error, where it is another than `undecodable`.
    offset_s: the picture's time after the first one of the request's media.
    """

    error: str = ""
    width: int = 0
    height: int = 0
    offset_s: float = 0.0
    code: str = ""
