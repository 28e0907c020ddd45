"""What the decoder's child and its parent say to each other."""

from typing import NamedTuple

MAX_WIDTH, MAX_HEIGHT = 3840, 2160
MAX_CODED_PIXELS = 48_000_000
"""Of a coded picture (8K has 33 million); larger ones are refused before they are given memory."""
MAX_MEMORY_BYTES = 4 << 30
"""Of the child's address space."""
SMALL_SIDE = 640
SMALL_BYTES = SMALL_SIDE * SMALL_SIDE * 3
SLAB_BYTES = SMALL_BYTES + MAX_WIDTH * MAX_HEIGHT * 3
"""The small picture lies at the beginning of the shared memory, the whole one behind it."""


class Request(NamedTuple):
    """What to decode; see `VideoChunk`. `camera` keeps decoders of different cameras apart.

    whole: whether the whole picture is wanted at once; else the small one alone, and the other by WholeRequest.
    """

    camera: str
    init: bytes
    media: bytes
    keys_only: bool
    restart: bool
    interval_s: float
    whole: bool


class WholeRequest(NamedTuple):
    """The whole picture to the small one that was given under this number."""

    number: int


class Reply(NamedTuple):
    """A picture in the shared memory, or why there is none.

    code: of the error, where it is another than `undecodable`.
    width, height: of the whole picture; small: of the small one. offset_s: the picture's time after the first one
    of the request's media. number: for a WholeRequest soon after, 0 where the whole picture was written already.
    """

    error: str = ""
    width: int = 0
    height: int = 0
    small: tuple[int, int] = (0, 0)
    offset_s: float = 0.0
    number: int = 0
    code: str = ""
