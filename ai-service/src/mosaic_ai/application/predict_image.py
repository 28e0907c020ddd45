"""Looks at one picture that somebody sent: all objects, all plates, nothing tracked."""

from typing import NamedTuple

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.lettering import is_lettering
from mosaic_ai.domain.ports import Detector, PlateLocator, PlateReader
from mosaic_ai.domain.readings import Reading
from mosaic_ai.domain.sightings import Detection, LocatedPlate

MIN_CHARACTERS = 3
MIN_CONFIDENCE = 0.5
MIN_SCORE = 0.3
MAX_PLATES = 20


class ReadPlate(NamedTuple):
    plate: LocatedPlate
    reading: Reading

    @property
    def score(self) -> float:
        """How sure it is that this is a plate with this text."""
        return self.plate.confidence * self.reading.confidence


class ImagePrediction(NamedTuple):
    """Best plate first; boxes in the picture's pixels."""

    detections: list[Detection]
    plates: list[ReadPlate]


class ImagePredictor:
    """Thread-safe as far as its engines are. A stage without its engine finds nothing."""

    def __init__(
        self,
        detector: Detector | None,
        locator: PlateLocator | None,
        reader: PlateReader | None,
    ) -> None:
        self._detector = detector
        self._locator = locator
        self._reader = reader

    def predict(self, pixels: Pixels) -> ImagePrediction:
        height, width = pixels.shape[:2]
        everything = Box(0, 0, width, height)
        detections = self._detector.detect(pixels, everything) if self._detector else []
        plates = sorted(
            filter(_is_plate, self._read(pixels, everything)), key=lambda item: -item.score
        )
        return ImagePrediction(detections, plates)

    def _read(self, pixels: Pixels, region: Box) -> list[ReadPlate]:
        if self._locator is None or self._reader is None:
            return []
        return [
            ReadPlate(plate, self._reader.read(pixels, plate.box, corners=plate.corners))
            for plate in self._locator.locate(pixels, region)[:MAX_PLATES]
        ]


def _is_plate(item: ReadPlate) -> bool:
    reading = item.reading
    return (
        len(reading.slots) >= MIN_CHARACTERS
        and reading.confidence >= MIN_CONFIDENCE
        and item.score >= MIN_SCORE
        and not is_lettering(item.plate.confidence, reading)
    )
