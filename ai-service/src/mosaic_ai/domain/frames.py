"""Pictures: as they come from a camera, decoded."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


class Frame(NamedTuple):
    """One decoded picture.

    pixels: uint8, shape (height, width, 3), BGR; whoever holds the frame may read it and nobody writes.
    captured_at: UTC instant of the frame itself (EXT-X-PROGRAM-DATE-TIME plus offset), not of decoding.
    """

    camera_id: UUID
    captured_at: datetime
    pixels: Pixels

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])
