"""Two recognisers that err differently read the same plate over several crops, and vote."""

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.ports import PlateRecogniser, Straightener
from mosaic_ai.domain.readings import EMPTY, Reading, similarity, vote

FEW_CHARACTERS = 3
CERTAIN = 0.99
"""Of the least sure character of a first reading: nothing else is asked."""
SURE = 0.95
"""Mean of both readings that agree: nobody else is asked."""
AS_EXPECTED = 0.9
HOPELESS = 0.45
SMALL_PX = 28


class Crop(NamedTuple):
    """Shares of the width added at each side, of the height above and below."""

    side: float
    above: float
    below: float

    def of(self, box: Box) -> Box:
        return Box(
            box.x - self.side * box.width,
            box.y - self.above * box.height,
            box.width * (1 + 2 * self.side),
            box.height * (1 + self.above + self.below),
        )


FIRST_CROPS = (
    Crop(0, 0, 0),
    Crop(0.03, 0.03, 0.03),
    Crop(-0.01, -0.04, -0.04),
    Crop(0.05, 0.08, 0.08),
)
"""Our recogniser was trained on whole plates."""
SECOND_CROPS = (
    Crop(0.03, -0.10, -0.14),
    Crop(0.0, -0.05, -0.20),
    Crop(0.03, -0.02, -0.08),
    Crop(-0.05, -0.10, -0.14),
)
"""A reader of text lines does better without what stands above and below the characters."""


LOOKS = 4
"""How often each recogniser is asked at most."""


class View(NamedTuple):
    """A picture and where in it the plate is."""

    pixels: Pixels
    box: Box


class FusedPlateReader:
    """Asks `first`, then `second`, in turns over crops and views, until what they say is sure enough.

    Where the plate's corners are known, each crop is taken straightened and as the camera saw it.
    """

    def __init__(
        self, first: PlateRecogniser, second: PlateRecogniser, straightener: Straightener
    ) -> None:
        self._first, self._second = first, second
        self._straightener = straightener
        self.name = f"{first.name}+{second.name}"
        self.version = f"{first.version}+{second.version}"

    def read(
        self,
        pixels: Pixels,
        box: Box,
        *,
        corners: Corners | None = None,
        expected: Reading = EMPTY,
    ) -> Reading:
        """The weighted vote; empty where nobody sees a plate.

        A certain first reading ends it, as do two that agree and one that is as expected. A box in which neither
        recogniser sees a text gets no further looks, and a small one gets two: its plate will be larger soon.
        """
        readings: list[Reading] = []
        for asked, reading in enumerate(self._readings(pixels, box, corners), 1):
            readings.append(reading)
            if asked == 1 and _is_certain(reading):
                break
            if expected.slots and similarity(reading, expected) >= AS_EXPECTED:
                break
            if asked == 2 and not any(_promises(each) for each in readings):
                break
            if asked >= 2 and (box.width < SMALL_PX or _agree(readings[-2], readings[-1])):
                break
        return vote([(each, _weight(each)) for each in readings if each.slots])

    def _readings(self, pixels: Pixels, box: Box, corners: Corners | None) -> Iterator[Reading]:
        views = [View(pixels, box)]
        if corners is not None:
            views.insert(0, View(*self._straightener.straightened(pixels, corners)))
        looks = product(zip(FIRST_CROPS, SECOND_CROPS, strict=True), views)
        for (first, second), view in islice(looks, LOOKS):
            yield self._first.read_crop(view.pixels, first.of(view.box))
            yield self._second.read_crop(view.pixels, second.of(view.box))


def _weight(reading: Reading) -> float:
    return max(0.01, reading.confidence**2)


def _is_certain(reading: Reading) -> bool:
    return len(reading.slots) > FEW_CHARACTERS and all(
        max(slot.values()) >= CERTAIN for slot in reading.slots
    )


def _promises(reading: Reading) -> bool:
    return len(reading.slots) >= FEW_CHARACTERS and reading.confidence >= HOPELESS


def _agree(a: Reading, b: Reading) -> bool:
    return a.text == b.text and (a.confidence + b.confidence) / 2 >= SURE
