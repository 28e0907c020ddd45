"""Looks at one picture that somebody sent: all objects, all plates, nothing tracked."""

from typing import NamedTuple

from mosaic_ai.application.engine_host import EngineHost
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
    """Best plate first; boxes in the picture's pixels. engine: by what it was looked at."""

    detections: list[Detection]
    plates: list[ReadPlate]
    engine: str = ""


class ImagePredictor:
    """Thread-safe as far as its engines are."""

    def __init__(
        self, detector: Detector | None, locator: PlateLocator, reader: PlateReader
    ) -> None:
        self._detector = detector
        self._locator = locator
        self._reader = reader

    def predict(self, pixels: Pixels) -> ImagePrediction:
        height, width = pixels.shape[:2]
        everything = Box(0, 0, width, height)
        detections = self._detector.detect(pixels, everything) if self._detector else []
        plates = [
            ReadPlate(plate, self._reader.read(pixels, plate.box, corners=plate.corners))
            for plate in self._locator.locate(pixels, everything)[:MAX_PLATES]
        ]
        plates = sorted(filter(_is_plate, plates), key=lambda item: -item.score)
        return ImagePrediction(detections, plates)


class HostedPredictor:
    """Each picture by the engines that are in use when it is taken up."""

    def __init__(self, host: EngineHost) -> None:
        self._host = host

    def predict(self, pixels: Pixels) -> ImagePrediction:
        with self._host.lease() as engines:
            predictor = ImagePredictor(engines.detector, engines.still_locator, engines.reader)
            names = filter(None, [engines.detection_engine, engines.plate_engine])
            return predictor.predict(pixels)._replace(engine="+".join(names))


def _is_plate(item: ReadPlate) -> bool:
    reading = item.reading
    return (
        len(reading.slots) >= MIN_CHARACTERS
        and reading.confidence >= MIN_CONFIDENCE
        and item.score >= MIN_SCORE
        and not is_lettering(item.plate.confidence, reading)
    )
