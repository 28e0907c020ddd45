"""What colour a vehicle is, by one picture and by several."""

from datetime import UTC, datetime
from uuid import uuid4

import cv2
import numpy as np
import pytest
from ai_scenes import Pixels

from mosaic_ai.application.record_reads import passage_of
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.vehicle_colours import ColourVotes, VehicleColour
from mosaic_ai.infrastructure.cv_vehicle_colours import CvVehicleColours
from mosaic_contracts.events import PlateRead

PAINTS: dict[str, tuple[int, int, int]] = {
    "black": (22, 20, 20),
    "grey": (118, 114, 112),
    "white": (226, 228, 229),
    "red": (38, 32, 168),
    "brown": (52, 84, 118),
    "yellow": (40, 178, 228),
    "green": (52, 104, 44),
    "blue": (158, 72, 36),
}
"""BGR."""
CAR, PLATE = Box(420, 200, 400, 320), Box(560, 430, 120, 28)
AT = datetime(2026, 11, 27, tzinfo=UTC)


def scene(paint: tuple[int, int, int]) -> Pixels:
    """A street by day with the rear of a car: glass, lights, tyres and plate of their own colours."""
    grain = np.random.default_rng(3)
    picture = np.full((720, 1280, 3), (104, 106, 105), np.uint8)
    picture[:220] = (214, 198, 186)
    picture[180:240] = (62, 96, 70)
    cv2.rectangle(picture, (40, 60), (220, 260), (236, 238, 238), -1)
    x, y = round(CAR.x), round(CAR.y)
    cv2.rectangle(picture, (x, y), (x + 400, y + 290), paint, -1)
    cv2.rectangle(picture, (x + 40, y + 20), (x + 360, y + 110), (48, 44, 40), -1)
    for side in (8, 342):
        cv2.rectangle(picture, (x + side, y + 140), (x + side + 50, y + 185), (30, 24, 190), -1)
        cv2.rectangle(picture, (x + side, y + 280), (x + side + 50, y + 318), (18, 18, 18), -1)
    left, top = round(PLATE.x), round(PLATE.y)
    cv2.rectangle(picture, (left, top), (left + 120, top + 28), (240, 240, 240), -1)
    return np.clip(picture + grain.normal(0, 5, picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("tint", [(1.0, 1.0, 1.0), (0.93, 1.0, 1.05), (0.72, 0.72, 0.72)])
@pytest.mark.parametrize("name", PAINTS)
def test_colour_when_the_light_differs_then_that_of_the_paint(
    name: str, tint: tuple[float, float, float]
) -> None:
    picture = np.clip(scene(PAINTS[name]) * np.array(tint), 0, 255).astype(np.uint8)
    small = cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA)
    colours = CvVehicleColours()
    told = {colours.colour(picture, CAR, PLATE), colours.colour(picture, CAR, PLATE, small)}
    assert told <= {VehicleColour(name), None}
    assert told == {VehicleColour(name)} or (name in {"white", "grey"} and tint[0] < 0.8)


def test_colour_when_it_is_night_or_infrared_then_none() -> None:
    grey = cv2.cvtColor(scene(PAINTS["red"]), cv2.COLOR_BGR2GRAY)
    infrared = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    dark = (scene(PAINTS["red"]) * 0.08).astype(np.uint8)
    assert CvVehicleColours().colour(infrared, CAR, PLATE) is None
    assert CvVehicleColours().colour(dark, CAR, PLATE) is None


@pytest.mark.parametrize(
    "vehicle",
    [Box(420, 200, 8, 9), Box(-500, 0, 400, 300), Box(1270, 700, 400, 300), PLATE],
)
def test_colour_when_little_of_the_vehicle_is_seen_then_none(vehicle: Box) -> None:
    assert CvVehicleColours().colour(scene(PAINTS["blue"]), vehicle, PLATE) is None


def test_votes_when_pictures_differ_then_what_most_of_them_say() -> None:
    votes = ColourVotes()
    assert votes.colour is None
    votes.add(VehicleColour.GREY)
    votes.add(None)
    assert votes.colour == "grey"
    votes.add(VehicleColour.WHITE)
    assert votes.colour is None
    votes.add(VehicleColour.WHITE)
    assert votes.colour == "white"


@pytest.mark.parametrize(("told", "known"), [("red", "red"), ("mauve", None), (None, None)])
def test_passage_when_it_is_taken_up_again_then_the_colour_is_known(
    told: str | None, known: str | None
) -> None:
    vehicle = {"label": "car", "confidence": 0.9, "box": (0.1, 0.1, 0.5, 0.5), "colour": told}
    read = PlateRead.model_validate(
        {
            "read_id": uuid4(),
            "revision": 1,
            "final": False,
            "camera_id": uuid4(),
            "track_id": uuid4(),
            "text": "AB1",
            "confidence": 0.9,
            "candidates": [[(char, 0.9)] for char in "AB1"],
            "first_seen_at": AT,
            "seen_at": AT,
            "last_seen_at": AT,
            "votes": 2,
            "frame": {"width": 1280, "height": 720},
            "box": (0.4, 0.5, 0.1, 0.04),
            "vehicle": vehicle,
            "images": {},
            "engine": "test",
        }
    )
    assert passage_of(read).colours.colour == known
