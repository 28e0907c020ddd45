"""Plates seen at an angle are read as if from the front."""

import cv2
import numpy as np
import pytest
from ai_scenes import street, with_van

from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.infrastructure.cv_straightener import MARGIN, MAX_SIDE_PX, CvStraightener


def test_plate_when_seen_at_an_angle_then_straightened_to_what_it_was() -> None:
    flat, plate = with_van(street(), "KL57BXT", 400)
    corners = [(plate.x, plate.y), (plate.right, plate.y), (plate.right, plate.bottom)]
    source = np.array([*corners, (plate.x, plate.bottom)], np.float32)
    seen = source + np.array([[0, -20], [-30, 35], [-34, 28], [6, -12]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, seen)
    turned = np.asarray(cv2.warpPerspective(flat, matrix, flat.shape[1::-1]), np.uint8)
    quad = Corners(*((float(x), float(y)) for x, y in seen))

    straight, box = CvStraightener().straightened(turned, quad)

    size = (round(box.width), round(box.height))
    x, y, width, height = (round(v) for v in plate)
    wanted = cv2.resize(flat[y : y + height, x : x + width], size, interpolation=cv2.INTER_AREA)
    left, top = round(box.x), round(box.y)
    got = straight[top : top + size[1], left : left + size[0]]
    likeness = cv2.matchTemplate(got, np.asarray(wanted, np.uint8), cv2.TM_CCOEFF_NORMED)
    assert likeness[0, 0] > 0.8


@pytest.mark.parametrize("turn_deg", [-12, 12])
def test_reader_when_the_camera_is_tilted_then_the_plate_is_read(
    engines: Engines, turn_deg: float
) -> None:
    flat, plate = with_van(street(), "KL57BXT", 400)
    matrix = cv2.getRotationMatrix2D(plate.centre, turn_deg, 1.0)
    tilted = np.asarray(cv2.warpAffine(flat, matrix, flat.shape[1::-1]), np.uint8)
    height, width = tilted.shape[:2]
    best = engines.locator.locate(tilted, Box(0, 0, width, height))[0]
    assert best.corners is not None
    assert engines.reader.read(tilted, best.box, corners=best.corners).text == "KL57BXT"


def test_corners_when_near_or_far_then_the_picture_is_bounded() -> None:
    picture = street()
    huge = Corners((0, 0), (5000, 0), (5000, 900), (0, 900))
    tiny = Corners((5, 5), (6, 5), (6, 6), (5, 6))
    for corners in (huge, tiny):
        straight, box = CvStraightener().straightened(picture, corners)
        assert max(straight.shape) <= MAX_SIDE_PX * (1 + 2 * MARGIN) + 1
        assert min(straight.shape[:2]) >= 4
        assert box.width >= 4


@pytest.mark.parametrize(
    ("corners", "convex"),
    [
        (Corners((0, 0), (10, 0), (10, 5), (0, 5)), True),
        (Corners((0, 0), (10, 3), (9, 8), (0, 5)), True),
        (Corners((0, 0), (0, 5), (10, 5), (10, 0)), False),
        (Corners((0, 0), (10, 5), (10, 0), (0, 5)), False),
        (Corners((3, 3), (3, 3), (3, 3), (3, 3)), False),
    ],
)
def test_corners_when_crossed_or_mirrored_then_not_convex(corners: Corners, convex: bool) -> None:
    assert corners.is_convex is convex
