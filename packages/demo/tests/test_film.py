import hashlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from mosaic_demo.film import Film
from mosaic_demo.library import DEFAULT_SEED, clip_of_camera, clip_plans, film
from mosaic_demo.plates.face import draw_face
from mosaic_demo.truth import ClipTruth, load_truth, load_truths, save_truth


def _played(made: Film, folder: Path) -> tuple[str, bytes]:
    digest = hashlib.sha256()
    for frame in made.frames():
        digest.update(frame.data)
    save_truth(folder / "truth.json", made.truth())
    return digest.hexdigest(), (folder / "truth.json").read_bytes()


def test_film_when_played_twice_from_one_seed_then_same_pictures_and_same_truth(
    make_film: Callable[..., Film],
    tmp_path: Path,
) -> None:
    assert _played(make_film(3, 1), tmp_path) == _played(make_film(3, 1), tmp_path)


def test_film_when_the_seed_differs_then_so_do_pictures_and_plates(
    make_film: Callable[..., Film], tmp_path: Path
) -> None:
    first, second = _played(make_film(3, 1), tmp_path), _played(make_film(4, 1), tmp_path)
    assert first[0] != second[0]
    assert first[1] != second[1]


@pytest.fixture(scope="module")
def truth(clip: Path) -> ClipTruth:
    return load_truth(clip.with_suffix(".json"))


def test_truth_when_saved_and_loaded_then_the_same(truth: ClipTruth, tmp_path: Path) -> None:
    save_truth(tmp_path / "again.json", truth)
    assert load_truth(tmp_path / "again.json") == truth


def test_truth_when_compared_with_pixels_then_the_plate_is_within_its_box(
    make_film: Callable[..., Film], truth: ClipTruth, decoded: list[np.ndarray]
) -> None:
    made = make_film()
    for trip, passage in zip(made.trips, truth.passages, strict=True):
        assert passage.plate == trip.plate.text
        face = cv2.cvtColor(draw_face(trip.plate, rear=passage.view == "rear"), cv2.COLOR_BGR2GRAY)
        assert passage.last_readable_frame - passage.first_readable_frame >= 25
        for frame in range(passage.first_readable_frame, passage.last_readable_frame + 1, 5):
            box = passage.box_at(frame)
            assert box is not None
            _assert_plate_in(decoded[frame], face, box)


def _assert_plate_in(
    frame: np.ndarray, face: np.ndarray, box: tuple[float, float, float, float]
) -> None:
    """The printed face, scaled to the box, is found at the box and looks alike."""
    x, y, width, height = (round(v) for v in box)
    margin = 10
    around = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)[
        max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin
    ]
    template = cv2.resize(face, (width, height), interpolation=cv2.INTER_AREA)
    scores = cv2.matchTemplate(around, template, cv2.TM_CCOEFF_NORMED)
    _, best, _, where = cv2.minMaxLoc(scores)
    assert best > 0.6
    assert abs(where[0] - min(margin, x)) <= 4
    assert abs(where[1] - min(margin, y)) <= 4


def test_truth_when_asked_then_helpers_agree(truth: ClipTruth) -> None:
    passage = truth.passages[0]
    frame = passage.first_readable_frame
    box = passage.box_at(frame)
    assert box is not None
    centre = (box[0] + box[2] / 2, box[1] + box[3] / 2)
    assert truth.passage_at(frame, *centre) == passage
    assert truth.passage_at(frame + truth.frames, *centre) == passage
    assert truth.passage_at(frame, 640.0, 5.0) is None
    assert passage in truth.readable_at(frame)
    assert passage in truth.passages_at(frame)
    assert passage.vehicle_box_at(frame) is not None
    assert passage.box_at(10**6) is None


def test_library_when_loaded_then_each_camera_has_its_clips_truth(
    library: Path, truth: ClipTruth
) -> None:
    assert load_truths(library) == dict.fromkeys(("camera-01", "camera-02", "camera-03"), truth)


def test_cameras_when_there_are_64_then_they_share_eight_clips() -> None:
    shared = clip_of_camera(64, clip_plans(64, 1))
    assert len(shared) == 64
    assert len(set(shared.values())) == 8
    assert shared["camera-01"] == shared["camera-09"] == "street-01"


@pytest.mark.parametrize("index", range(4))
def test_default_timetable_then_every_plate_can_be_read_long_enough(index: int) -> None:
    made = film(clip_plans(4, DEFAULT_SEED)[index], DEFAULT_SEED)
    last = made.scene.seconds
    for trip in made.trips:
        assert not trip.is_near(0.2), "a vehicle would jump when the clip loops"
        assert not trip.is_near(last - 0.2), "a vehicle would jump when the clip loops"
        focal, wide = made.scene.camera.focal_px, trip.plate.format.size_mm[0] / 1000
        near = [
            t / 25
            for t in range(last * 25)
            if 90 <= focal * wide / max(0.1, trip.plate_y(t / 25)) < 190
        ]
        assert len(near) >= 75


def test_default_gate_then_fifty_seconds_without_a_vehicle() -> None:
    made = film(clip_plans(4, DEFAULT_SEED)[1], DEFAULT_SEED)
    busy = [any(trip.is_near(t) for trip in made.trips) for t in range(made.scene.seconds)]
    longest = max(len(run) for run in "".join("x" if b else "." for b in busy).split("x"))
    assert longest >= 50
