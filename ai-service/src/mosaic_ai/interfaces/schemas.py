"""Bodies of the HTTP interface. Boxes are [x, y, width, height] in pixels of the picture."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.application.predict_image import ImagePrediction
from mosaic_ai.application.predictions import Prediction
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.readings import Reading
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.interfaces.worker_schemas import WorkerStatus

PixelBox = tuple[float, float, float, float]
Candidate = tuple[str, float]


class PredictedDetection(BaseModel):
    """An object."""

    label: str
    confidence: float = Field(ge=0, le=1)
    box: PixelBox


class PlateInterpretation(BaseModel):
    """What a plate says if it is one of that format; probability: of the text."""

    text: str
    country: str
    format: str
    probability: float = Field(ge=0, le=1)


class PredictedPlate(BaseModel):
    """A plate; `candidates` holds for each position the likeliest characters, best first.

    `text` is what was read; `interpretations`: what it may be by the formats of plates, at most three, best first.
    """

    text: str
    confidence: float = Field(ge=0, le=1)
    box: PixelBox
    candidates: list[list[Candidate]]
    interpretations: list[PlateInterpretation]


class PredictResponse(BaseModel):
    """What is in the picture, best plate first; `camera_id` and `captured_at` where it is a camera's."""

    width: int
    height: int
    detections: list[PredictedDetection]
    plates: list[PredictedPlate]
    engine: str
    took_ms: float
    camera_id: UUID | None = None
    captured_at: datetime | None = None


class StreamedPrediction(BaseModel):
    """What one picture of a camera showed; `read_ids`: the plate reads that were told because of it."""

    camera_id: UUID
    captured_at: datetime
    width: int
    height: int
    detections: list[PredictedDetection]
    plates: list[PredictedPlate]
    read_ids: list[UUID]


class CameraStatus(BaseModel):
    """How the sampling of one camera stands. Coverage: share of due pictures really looked at."""

    camera_id: UUID
    state: Literal["connecting", "online", "stalled", "error"]
    reason: str | None
    last_frame_at: datetime | None
    last_frame_age_s: float | None
    due: int
    sampled: int
    coverage: float | None
    worker: str | None = None
    """Who follows it, where there are several workers."""


class EngineStatus(BaseModel):
    """Engines in use; `detector` is null where no weights are present: then plates only are read."""

    detector: str | None
    plates: str


class SourceStatus(BaseModel):
    """A configured file or webcam; idle while nobody listens."""

    name: str
    kind: Literal["file", "v4l2"]
    state: Literal["idle", "connecting", "online", "error", "ended"]
    reason: str | None
    listeners: int
    last_frame_at: datetime | None


class CaptureStatus(BaseModel):
    """Pictures kept for retraining. cameras: of which they may be, among those that the caller may see live.

    dropped: worth keeping and not kept since the start, as the store was away or too slow.
    """

    kept: int
    size_bytes: int
    dropped: int
    cameras: list[UUID]


class StatusResponse(BaseModel):
    """`sources`: for those who see all cameras; `capture`: null where no pictures are kept."""

    cameras: list[CameraStatus]
    engines: EngineStatus
    limits: list[str]
    outbox_depth: int
    backend_reached: bool
    sources: list[SourceStatus] = []
    capture: CaptureStatus | None = None
    workers: list[WorkerStatus] = []
    """Where there are several; outbox_depth is of all then."""


def predict_response(
    prediction: ImagePrediction,
    interpreter: Interpreter,
    *,
    width: int,
    height: int,
    engine: str,
    took_ms: float,
    frame: Frame | None = None,
) -> PredictResponse:
    return PredictResponse(
        width=width,
        height=height,
        detections=[_detection(item, width, height) for item in prediction.detections],
        plates=[
            _plate(item.reading, item.plate.box, item.score, (width, height), interpreter)
            for item in prediction.plates
        ],
        engine=engine,
        took_ms=round(took_ms, 1),
        camera_id=frame.camera_id if frame else None,
        captured_at=frame.captured_at if frame else None,
    )


def streamed(prediction: Prediction, interpreter: Interpreter) -> StreamedPrediction:
    look: Look = prediction.look
    width, height = look.frame.width, look.frame.height
    return StreamedPrediction(
        camera_id=prediction.camera_id,
        captured_at=look.frame.captured_at,
        width=width,
        height=height,
        detections=detections_of(look),
        plates=plates_of(look, interpreter),
        read_ids=[read.read_id for read in prediction.reads],
    )


def detections_of(look: Look) -> list[PredictedDetection]:
    width, height = look.frame.width, look.frame.height
    return [_detection(item.detection, width, height) for item in look.detections]


def plates_of(look: Look, interpreter: Interpreter) -> list[PredictedPlate]:
    size = look.frame.width, look.frame.height
    return [
        _plate(item.reading, item.box, item.reading.confidence, size, interpreter)
        for item in look.plates
    ]


def _detection(found: Detection, width: int, height: int) -> PredictedDetection:
    return PredictedDetection(
        label=found.label,
        confidence=round(found.confidence, 4),
        box=pixel_box(found.box, width, height),
    )


def _plate(
    reading: Reading,
    box: Box,
    confidence: float,
    size: tuple[int, int],
    interpreter: Interpreter,
) -> PredictedPlate:
    return PredictedPlate(
        text=reading.text,
        confidence=round(min(1.0, confidence), 4),
        box=pixel_box(box, *size),
        candidates=reading.candidates(),
        interpretations=[
            PlateInterpretation(
                text=item.text,
                country=item.country,
                format=item.format_name,
                probability=round(item.probability, 4),
            )
            for item in interpreter.interpret(reading)
        ],
    )


def pixel_box(box: Box, width: int, height: int) -> PixelBox:
    inside = box.clipped(width, height)
    return (
        round(inside.x, 1),
        round(inside.y, 1),
        round(inside.width, 1),
        round(inside.height, 1),
    )
