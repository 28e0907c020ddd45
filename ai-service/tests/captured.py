"""Looks and captures as tests want them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from mosaic_ai.application.look_at_frame import Look, TrackedDetection
from mosaic_ai.application.predictions import Prediction
from mosaic_ai.domain.captures import Capture, CapturedObject, CapturedPlate, Worth
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.plate_tracker import TrackerStep
from mosaic_ai.domain.readings import EMPTY, Reading, reading_of
from mosaic_ai.domain.sightings import Detection, PlateSighting
from mosaic_contracts.ids import new_id

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
CAMERA = UUID("01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f")
UNSURE = Worth("unsure", 0.625)
BOX = Box(100, 200, 120, 30)


def torn(text: str = "AB12CDE") -> Reading:
    """The last character may as well be another."""
    first = reading_of(text[:-1], 0.99).slots
    return Reading((*first, {text[-1]: 0.5, "0": 0.4}))


def plate(reading: Reading = EMPTY, box: Box = BOX, **changes: Any) -> PlateSighting:
    seen = PlateSighting(box, 0.9, reading, box, at_edge=False, vehicle=None)
    return seen._replace(**changes)


def prediction(
    *plates: PlateSighting,
    at: datetime = AT,
    camera: UUID = CAMERA,
    objects: tuple[Detection, ...] = (),
    passages: tuple[Passage, ...] = (),
) -> Prediction:
    frame = Frame(camera, at, np.zeros((480, 640, 3), np.uint8))
    seen = [TrackedDetection(item, uuid4()) for item in objects]
    step = TrackerStep(current=list(passages))
    return Prediction(camera, Look(frame, [], detections=seen, plates=list(plates), step=step), [])


def passage(read_id: UUID, box: Box = BOX, at: datetime = AT) -> Passage:
    return Passage(uuid4(), read_id, at, at, box)


def capture(
    *read_ids: UUID,
    at: datetime = AT,
    camera: UUID = CAMERA,
    worth: Worth = UNSURE,
    text: str = "A812CDE",
) -> Capture:
    plates = tuple(
        CapturedPlate(
            (100.0 + 200 * number, 200.0, 120.0, 30.0),
            0.9,
            text,
            0.81,
            [[(character, 0.81)] for character in text],
            read_id,
        )
        for number, read_id in enumerate(read_ids)
    )
    car = CapturedObject("car", 0.7, (80.0, 100.0, 300.0, 200.0))
    engines = {"plates": "locator@1+reader@2", "objects": ""}
    return Capture(new_id(at), camera, at, 640, 480, worth, engines, plates, (car,))
