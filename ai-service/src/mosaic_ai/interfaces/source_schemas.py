"""Bodies of the events of a file or webcam: as a camera's, with the source's name in place of the id."""

from datetime import datetime

from pydantic import BaseModel

from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.interfaces.schemas import (
    PredictedDetection,
    PredictedPlate,
    detections_of,
    plates_of,
)


class SourcePrediction(BaseModel):
    """What one picture of a source showed."""

    source: str
    captured_at: datetime
    width: int
    height: int
    detections: list[PredictedDetection]
    plates: list[PredictedPlate]


class ToldTrouble(BaseModel):
    """Why no picture comes; the source is tried again."""

    source: str
    reason: str


class ToldEnd(BaseModel):
    source: str


def streamed_of_source(name: str, look: Look, interpreter: Interpreter) -> SourcePrediction:
    return SourcePrediction(
        source=name,
        captured_at=look.frame.captured_at,
        width=look.frame.width,
        height=look.frame.height,
        detections=detections_of(look),
        plates=plates_of(look, interpreter),
    )
