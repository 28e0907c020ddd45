"""Places of a picture where something keeps moving and nothing is ever found: leaves, flags, water, shadows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.geometry import Box

GRID = (32, 18)
"""Cells of a picture, across and down."""
EMPTY_LOOKS = 4
"""So many looks in a row that found nothing make a cell barren."""
LOOK_AGAIN_S = 1.0
"""For each of those looks: the longer nothing was ever found there, the rarer."""
LONGEST_S = 30.0
FERTILE_S = 900.0
"""A cell in which something was found is not barren for so long, whatever is not found there."""
BARREN_SHARE = 0.9
LARGER = 1.3
"""What moves is looked at where it is so much larger than what moved there when nothing was found."""
MOST_BARREN = 0.3
"""Share of the picture. Where more is barren it rains or the camera shakes: then all is looked at soon again."""
SOON_S = 4.0


class BarrenPlaces:
    """Of one camera. Not thread-safe.

    A region of movement is spared when nearly all of it is barren, was looked at not long ago, and nothing larger
    than usual moves there: a body that comes through a tree covers what is not tree, too.
    """

    def __init__(self) -> None:
        shape = (GRID[1], GRID[0])
        self._empty = np.zeros(shape, np.int32)
        self._looked_s = np.full(shape, -np.inf)
        self._found_s = np.full(shape, -np.inf)
        self._largest = np.zeros(shape)

    def worth_a_look(self, moving: Sequence[Box], size: tuple[int, int], at: datetime) -> list[Box]:
        """Those that are not spared. size: width and height of the picture."""
        now = at.timestamp()
        barren = (self._empty >= EMPTY_LOOKS) & (now - self._found_s > FERTILE_S)
        longest_s = LONGEST_S if barren.mean() < MOST_BARREN else SOON_S
        barren &= now - self._looked_s < np.minimum(longest_s, LOOK_AGAIN_S * self._empty)
        if not barren.any():
            return list(moving)
        return [box for box in moving if not self._spared(box, _cells(box, size), barren)]

    def note(
        self, looked_at: Iterable[Box], found: Iterable[Box], size: tuple[int, int], at: datetime
    ) -> None:
        """found: everything that was, wanted or not."""
        now = at.timestamp()
        empty = np.zeros(self._empty.shape, bool)
        for box in looked_at:
            cells = _cells(box, size)
            empty[cells] = True
            self._largest[cells] = np.maximum(self._largest[cells], box.area)
        self._empty[empty] += 1
        self._looked_s[empty] = now
        for box in found:
            cells = _cells(box, size)
            self._empty[cells], self._largest[cells] = 0, 0.0
            self._found_s[cells] = now

    def _spared(self, box: Box, cells: tuple[slice, slice], barren: NDArray[np.bool_]) -> bool:
        usual = bool(box.area <= LARGER * self._largest[cells].mean())
        return usual and bool(barren[cells].mean() >= BARREN_SHARE)


def _cells(box: Box, size: tuple[int, int]) -> tuple[slice, slice]:
    """At least one: a box may lie on the edge."""
    across, down = GRID[0] / size[0], GRID[1] / size[1]
    left = min(max(0, int(box.x * across)), GRID[0] - 1)
    top = min(max(0, int(box.y * down)), GRID[1] - 1)
    right = min(max(left + 1, int(np.ceil(box.right * across))), GRID[0])
    bottom = min(max(top + 1, int(np.ceil(box.bottom * down))), GRID[1])
    return slice(top, bottom), slice(left, right)
