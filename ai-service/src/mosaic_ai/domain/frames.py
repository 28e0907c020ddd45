"""Pictures: as they come from a camera, decoded."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


class Frame:
    """One decoded picture.

    pixels: uint8, shape (height, width, 3), BGR; whoever holds the frame may read it and nobody writes.
    small: the same picture, at most a few hundred pixels wide, where it was to be had for little.
    captured_at: UTC instant of the frame itself (EXT-X-PROGRAM-DATE-TIME plus offset), not of decoding.
    """

    __slots__ = ("_fetch", "_pixels", "camera_id", "captured_at", "height", "small", "width")

    def __init__(
        self,
        camera_id: UUID,
        captured_at: datetime,
        pixels: Pixels,
        small: Pixels | None = None,
    ) -> None:
        self.camera_id = camera_id
        self.captured_at = captured_at
        self.small = small
        self.height, self.width = int(pixels.shape[0]), int(pixels.shape[1])
        self._pixels: Pixels | None = pixels
        self._fetch: Callable[[], Pixels] | None = None

    @classmethod
    def fetched_later(
        cls,
        camera_id: UUID,
        captured_at: datetime,
        small: Pixels,
        size: tuple[int, int],
        fetch: Callable[[], Pixels],
    ) -> "Frame":
        """One whose full picture is made when somebody wants it: where nothing moves nobody does.

        size: width and height of the full picture. fetch: may wait and raise DecodingError; from any thread.
        """
        frame = cls(camera_id, captured_at, small, small)
        frame.width, frame.height = size
        frame._pixels, frame._fetch = None, fetch
        return frame

    @property
    def pixels(self) -> Pixels:
        """Raises DecodingError where it can no longer be made."""
        pixels = self._pixels
        if pixels is None:
            assert self._fetch is not None  # noqa: S101 - one of the two is there
            self._pixels = pixels = self._fetch()
        return pixels

    def let_go(self) -> None:
        """Forgets the full picture where it can be made again, as it seldom has to be: it takes megabytes."""
        if self._fetch is not None:
            self._pixels = None
