"""Answers to single questions about a picture. Boxes are [x, y, width, height] in its pixels."""

from pydantic import BaseModel, Field

from mosaic_ai.application.ask_picture import Classification, Persons
from mosaic_ai.interfaces.schemas import PixelBox, pixel_box


class PredictedClass(BaseModel):
    label: str
    confidence: float = Field(ge=0, le=1)


class ClassifyResponse(BaseModel):
    """What the picture shows as a whole, likeliest first."""

    width: int
    height: int
    classes: list[PredictedClass]
    engine: str
    took_ms: float


class FoundPerson(BaseModel):
    confidence: float = Field(ge=0, le=1)
    box: PixelBox


class PersonResponse(BaseModel):
    """Whether there is a person in the picture. confidence: of the surest, 0 without one; surest first."""

    width: int
    height: int
    person: bool
    confidence: float = Field(ge=0, le=1)
    boxes: list[FoundPerson]
    engine: str
    took_ms: float


def classify_response(told: Classification, took_ms: float) -> ClassifyResponse:
    return ClassifyResponse(
        width=told.width,
        height=told.height,
        classes=[
            PredictedClass(label=each.label, confidence=round(each.confidence, 4))
            for each in told.classes
        ],
        engine=told.engine,
        took_ms=round(took_ms, 1),
    )


def person_response(told: Persons, took_ms: float) -> PersonResponse:
    boxes = [
        FoundPerson(
            confidence=round(found.confidence, 4),
            box=pixel_box(found.box, told.width, told.height),
        )
        for found in told.found
    ]
    return PersonResponse(
        width=told.width,
        height=told.height,
        person=bool(boxes),
        confidence=boxes[0].confidence if boxes else 0.0,
        boxes=boxes,
        engine=told.engine,
        took_ms=round(took_ms, 1),
    )
