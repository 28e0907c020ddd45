"""One recogniser alone reads a plate over several crops, and votes with itself."""

from collections.abc import Sequence
from itertools import islice, product

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.fused_plate_reader import LOOKS, Crop, View
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.ports import PlateRecogniser, Straightener
from mosaic_ai.domain.readings import EMPTY, Reading, vote


class SinglePlateReader:
    """For comparing recognisers, and where one is known to be the better one.

    crops: those that the recogniser does best with.
    """

    def __init__(
        self, recogniser: PlateRecogniser, crops: Sequence[Crop], straightener: Straightener
    ) -> None:
        self._recogniser = recogniser
        self._crops = crops
        self._straightener = straightener
        self.name = recogniser.name
        self.version = recogniser.version

    def read(
        self,
        pixels: Pixels,
        box: Box,
        *,
        corners: Corners | None = None,
        expected: Reading = EMPTY,
    ) -> Reading:
        """The weighted vote of all looks: nobody else is there to agree with, so `expected` ends nothing."""
        views = [View(pixels, box)]
        if corners is not None:
            views.insert(0, View(*self._straightener.straightened(pixels, corners)))
        readings = [
            self._recogniser.read_crop(view.pixels, crop.of(view.box))
            for crop, view in islice(product(self._crops, views), LOOKS)
        ]
        return vote([(each, max(0.01, each.confidence**2)) for each in readings if each.slots])
