"""What engines report about one picture; boxes in its pixels."""

from typing import NamedTuple, Self

from mosaic_ai.domain.geometry import Box, Corners, iou
from mosaic_ai.domain.readings import Reading
from mosaic_ai.domain.vehicle_colours import VehicleColour


class Detection(NamedTuple):
    """An object; label in COCO's words (person, car, truck …)."""

    label: str
    confidence: float
    box: Box


class ClassScore(NamedTuple):
    """What a whole picture shows, and how surely."""

    label: str
    confidence: float


class LocatedPlate(NamedTuple):
    """corners: where the locator tells them."""

    confidence: float
    box: Box
    corners: Corners | None = None

    def moved(self, dx: float, dy: float) -> Self:
        corners = self.corners.moved(dx, dy) if self.corners else None
        return type(self)(self.confidence, self.box.moved(dx, dy), corners)


class PlateSighting(NamedTuple):
    """A plate in one picture, read.

    region: what moved around it, or the whole picture where nothing is known about movement.
    at_edge: the box touches the picture's border, so characters may be missing.
    still: the picture before says about the same at the same place, as a caption or a sign does.
    colour: of the vehicle, as far as this picture tells it.
    """

    box: Box
    located: float
    reading: Reading
    region: Box
    at_edge: bool
    vehicle: Detection | None
    still: bool = False
    colour: VehicleColour | None = None


SAME_THING = 0.5
VEHICLES = frozenset({"bicycle", "car", "motorcycle", "bus", "truck", "train"})


def without_doubles(plates: list[LocatedPlate]) -> list[LocatedPlate]:
    """Best first, those dropped that overlap a better one by half of the smaller box."""
    kept: list[LocatedPlate] = []
    for plate in sorted(plates, key=lambda item: -item.confidence):
        if all(_overlap(plate.box, other.box) < 0.5 for other in kept):
            kept.append(plate)
    return kept


def without_repeats(detections: list[Detection]) -> list[Detection]:
    """Surest first, those dropped that are one thing seen in two regions."""
    kept: list[Detection] = []
    for found in sorted(detections, key=lambda item: -item.confidence):
        if all(
            found.label != other.label or iou(found.box, other.box) < SAME_THING for other in kept
        ):
            kept.append(found)
    return kept


def _overlap(a: Box, b: Box) -> float:
    width = min(a.right, b.right) - max(a.x, b.x)
    height = min(a.bottom, b.bottom) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(a.area, b.area)
