"""Pictures for the plate locator, and the truth about them."""

import random
from pathlib import Path

import cv2
import numpy as np
import pytest

from mosaic_training.locator.faces import FaceWindow, draw_face_with
from mosaic_training.locator.rendering import NUMBERS, PLATES, truth_of
from mosaic_training.locator.sampling import SIDE, Marks, Sample, Sampler
from mosaic_training.locator.scenes.camera import turn_view
from mosaic_training.locator.scenes.lettering import Fonts
from mosaic_training.locator.scenes.mounting import Pose, mount, some_pose
from mosaic_training.locator.scenes.other_vehicles import draw_close_up
from mosaic_training.locator.scenes.stage import Stage, TruePlate
from mosaic_training.locator.scenes.textures import Textures
from mosaic_training.locator.scenes.vehicles import draw_car


@pytest.fixture(scope="session")
def sampler(typefaces: Path) -> Sampler:
    return Sampler("tests", typefaces, draw_face_with(typefaces))


@pytest.fixture
def stage(typefaces: Path) -> Stage:
    rng = random.Random(5)
    return Stage(
        picture=np.full((SIDE, SIDE, 3), 90, np.uint8),
        rng=rng,
        fonts=Fonts(typefaces, rng),
        textures=Textures(np.random.default_rng(5), fields=2),
    )


def white_face(_: random.Random) -> np.ndarray:
    return np.full((30, 100, 3), 255, np.uint8)  # wide: no rim lies upon it


def test_sample_when_rendered_by_another_sampler_of_the_same_seed_is_the_same(
    sampler: Sampler, typefaces: Path
) -> None:
    other = Sampler("tests", typefaces, draw_face_with(typefaces))
    for number in (3, 9):
        ours, theirs = sampler.sample(number), other.sample(number)
        assert np.array_equal(ours.picture, theirs.picture)
        assert len(ours.plates) == len(theirs.plates)
        for one, two in zip(ours.plates, theirs.plates, strict=True):
            assert np.array_equal(one.corners, two.corners)


def test_sample_when_the_seed_differs_is_another(sampler: Sampler, typefaces: Path) -> None:
    other = Sampler("other", typefaces, draw_face_with(typefaces))
    assert not np.array_equal(sampler.sample(3).picture, other.sample(3).picture)


def test_samples_when_many_hold_plates_of_all_sizes_and_pictures_without(sampler: Sampler) -> None:
    samples = [sampler.sample(number) for number in range(120)]
    widths = [
        float(np.ptp(plate.corners[:, 0]))
        for sample in samples
        for plate in sample.plates
        if not plate.ignored
    ]
    bare = sum(not sample.plates for sample in samples)
    assert min(widths) < 30
    assert max(widths) > 150
    assert 0.1 < bare / len(samples) < 0.6
    assert all(sample.picture.shape == (SIDE, SIDE, 3) for sample in samples)


@pytest.mark.parametrize("seed", range(8))
def test_mount_when_drawn_changes_the_picture_within_the_corners_alone(
    stage: Stage, seed: int
) -> None:
    stage.rng = random.Random(seed)
    stage.picture[:] = 0
    pose = some_pose(stage.rng, 0.4)
    plate = mount(stage, white_face(stage.rng), (200, 180), 120, pose)
    assert plate is not None
    inside = np.zeros((SIDE, SIDE), np.uint8)
    # Whole pixels whose centres lie inside.
    cv2.fillConvexPoly(inside, np.rint((plate.corners - 0.5) * 16).astype(np.int32), 255, shift=4)
    core = cv2.erode(inside, np.ones((5, 5), np.uint8)) > 0
    bright = stage.picture.max(2) > 20
    assert bright[core].mean() > 0.99


def test_mount_when_without_frame_reaches_exactly_to_its_corners(stage: Stage) -> None:
    """Half covered pixels at the border are half bright: the sum of light is the area."""
    for seed in range(40):
        stage.rng = random.Random(seed)
        stage.picture[:] = 0
        plate = mount(stage, white_face(stage.rng), (200.25, 180.5), 120.5, Pose())
        assert plate is not None
        lit = stage.picture.max(2) > 0.5 * float(stage.picture[180, 200].max())
        rows, columns = np.nonzero(lit)
        x0, y0, x1, y1 = plate.box()
        reach = (columns.min() - x0, rows.min() - y0, columns.max() + 1 - x1, rows.max() + 1 - y1)
        if max(abs(value) for value in reach) < 1:
            return
    pytest.fail("no plate ended where its truth says")


def test_turn_view_when_used_moves_the_corners_along(stage: Stage) -> None:
    stage.picture[:] = 0
    for _ in range(10):
        corners = np.array([[150, 150], [270, 160], [265, 220], [155, 210]], np.float32)
        stage.picture[:] = 0
        stage.plates = [TruePlate(corners.copy())]
        cv2.fillConvexPoly(
            stage.picture, np.rint((corners - 0.5) * 16).astype(np.int32), (255, 255, 255), shift=4
        )
        turn_view(stage)
        rows, columns = np.nonzero(stage.picture.max(2) > 160)
        x0, y0, x1, y1 = stage.plates[0].box()
        found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert np.allclose(found, (x0, y0, x1, y1), atol=2.5)


@pytest.mark.parametrize("draw", [draw_car, draw_close_up])
def test_vehicles_when_without_plates_note_none(stage: Stage, draw: object) -> None:
    stage.without_plates = True
    for _ in range(10):
        draw(stage, white_face, 200, 300, 150)  # type: ignore[operator]
    assert stage.plates == []


@pytest.mark.parametrize(
    ("covered", "ignored", "left"), [(0.1, False, 1), (0.5, True, 1), (1.0, True, 0)]
)
def test_marks_when_something_is_drawn_over_a_plate_tell_how_much_is_left(
    stage: Stage, covered: float, ignored: bool, left: int
) -> None:
    marks = Marks()
    plate = mount(stage, white_face(stage.rng), (200, 200), 100, Pose())
    assert plate is not None
    marks.take(stage)
    x0, y0, x1, y1 = plate.box()
    stage.rectangle(x0 - 1, y0 - 1, x0 + covered * (x1 - x0) + covered, y1 + 1, (0, 0, 200))
    marks.judge(stage)
    assert len(stage.plates) == left
    if left:
        assert plate.ignored is ignored


def test_face_window_when_asked_in_another_order_gives_the_same_faces(typefaces: Path) -> None:
    draw = draw_face_with(typefaces)
    first, second = FaceWindow("w", draw, 40), FaceWindow("w", draw, 40)
    second.for_picture(0)(random.Random(9))
    ours = first.for_picture(70)(random.Random(1))
    theirs = second.for_picture(70)(random.Random(1))
    assert np.array_equal(ours, theirs)


def test_truth_when_plates_are_many_keeps_corners_and_states() -> None:
    plates = tuple(
        TruePlate(np.full((4, 2), index, np.float32), ignored=index % 2 == 1) for index in range(15)
    )
    rows = truth_of(Sample(np.zeros((2, 2, 3), np.uint8), plates))
    assert rows.shape == (PLATES, NUMBERS)
    assert rows[3].tolist() == [3.0] * 8 + [2.0]
    assert rows[4, 8] == 1
    assert not truth_of(Sample(np.zeros((2, 2, 3), np.uint8), ())).any()
