"""Single questions about one picture: what it shows as a whole, and whether there is a person in it."""

from typing import NamedTuple

from mosaic_ai.application.engine_host import EngineHost
from mosaic_ai.domain.errors import NoClassifierError, NoDetectorError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.sightings import ClassScore, Detection

PERSON = "person"


class Classification(NamedTuple):
    """Likeliest first."""

    width: int
    height: int
    classes: list[ClassScore]
    engine: str


class Persons(NamedTuple):
    """Surest first."""

    width: int
    height: int
    found: list[Detection]
    engine: str


class PictureQuestions:
    """By the engines that are in use at the moment; thread-safe as far as they are."""

    def __init__(self, host: EngineHost) -> None:
        self._host = host

    def classify(self, pixels: Pixels, top: int) -> Classification:
        """Raises NoClassifierError."""
        height, width = pixels.shape[:2]
        with self._host.lease() as engines:
            if engines.classifier is None:
                raise NoClassifierError
            classes = engines.classifier.classify(pixels)[:top]
            return Classification(width, height, classes, engines.classification_engine)

    def persons(self, pixels: Pixels) -> Persons:
        """Raises NoDetectorError."""
        height, width = pixels.shape[:2]
        with self._host.lease() as engines:
            if engines.detector is None:
                raise NoDetectorError
            found = [
                item
                for item in engines.detector.detect(pixels, Box(0, 0, width, height))
                if item.label == PERSON
            ]
            found.sort(key=lambda item: -item.confidence)
            return Persons(width, height, found, engines.detection_engine)
