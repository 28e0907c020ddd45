"""What passages tell of a camera."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np

from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.application.plate_passages import PlatePassages
from mosaic_ai.application.predictions import Prediction, Predictions
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.plate_tracker import TrackerStep

CAMERA = uuid4()
START = datetime(2026, 11, 26, 8, tzinfo=UTC)


def passage(number: int, width: float, *, told: bool) -> Passage:
    at = START + timedelta(minutes=number)
    made = Passage(uuid4(), uuid4(), at, at, Box(100, 100, width, width / 4))
    made.revision, made.seen, made.carried, made.moved = int(told), 4, True, True
    return made


def ended(*passages: Passage) -> Prediction:
    frame = Frame(CAMERA, START, np.full((360, 640, 3), 255, np.uint8))
    step = TrackerStep(best=list(passages), ended=list(passages))
    return Prediction(CAMERA, Look(frame, [], step=step), [])


def test_passages_when_they_ended_then_their_medians_and_the_unread_share() -> None:
    plates = PlatePassages()
    predictions = Predictions()
    predictions.observe(plates.note)
    for number, width in enumerate((60, 80, 90, 140)):
        predictions.publish(ended(passage(number, width, told=number > 0)))
    facts = plates.facts(CAMERA)
    assert facts is not None
    assert (facts.passages, facts.width_px, facts.unread) == (4, 85, 0.25)
    assert facts.burnt == 1.0
    assert facts.since == START
    assert plates.facts(uuid4()) is None


def test_passages_when_nothing_moved_then_they_are_no_plates() -> None:
    plates = PlatePassages()
    sign = passage(0, 100, told=False)
    sign.moved = False
    plates.note(ended(sign))
    assert plates.facts(CAMERA) is None
