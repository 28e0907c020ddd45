"""What is told of a detector beside another."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.quantisation.comparing import compare
from mosaic_ai.quantisation.pictures import pictures

FRAME = np.zeros((100, 400, 3), np.uint8)
CARS = [Detection("car", 0.9, Box(40 * n, 10, 30, 30)) for n in range(10)]


class Fixed:
    name, version = "fixed", "1"

    def __init__(self, found: list[Detection]) -> None:
        self.found = found

    def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
        return self.found


def test_detector_when_it_finds_the_same_then_nothing_is_lost() -> None:
    loss = compare(Fixed(CARS), Fixed(CARS[::-1]), [FRAME, FRAME])
    assert (loss.truths, loss.recall, loss.precision) == (20, 1, 1)
    assert loss.mean_ap == pytest.approx(1)


def test_detector_when_it_misses_half_then_half_of_the_area_is_lost() -> None:
    loss = compare(Fixed(CARS), Fixed(CARS[:5]), [FRAME])
    assert (loss.mean_ap, loss.recall, loss.precision) == (0.5, 0.5, 1)


def test_detector_when_it_invents_surer_ones_then_precision_is_lost_everywhere() -> None:
    invented = [Detection("car", 0.99, Box(0, 60, 30, 30)) for _ in range(10)]
    loss = compare(Fixed(CARS), Fixed(CARS + invented), [FRAME])
    assert loss.recall == 1
    assert loss.precision == 0.5
    assert loss.mean_ap == pytest.approx(0.5)


def test_detector_when_another_class_or_place_then_wrong() -> None:
    trucks = [Detection("truck", 0.9, each.box) for each in CARS]
    aside = [Detection("car", 0.9, each.box.moved(0, 25)) for each in CARS]
    for found in (trucks, aside):
        assert compare(Fixed(CARS), Fixed(found), [FRAME]).recall == 0


def test_unsure_finding_when_below_the_threshold_in_use_then_it_counts_for_the_curve_only() -> None:
    unsure = [each._replace(confidence=0.1) for each in CARS]
    loss = compare(Fixed(CARS), Fixed(unsure), [FRAME])
    assert (loss.mean_ap, loss.recall) == (1, 0)


def test_pictures_when_offsets_differ_then_none_is_in_both(tmp_path: Path) -> None:
    for shade in range(6):
        cv2.imwrite(str(tmp_path / f"{shade}.png"), np.full((8, 8, 3), 200 + shade, np.uint8))
    with av.open(str(tmp_path / "clip.mp4"), "w") as container:
        stream = container.add_stream("libx264", 25)
        stream.width = stream.height = 64
        stream.options = {"g": "1"}
        for shade in range(10):
            frame = np.full((64, 64, 3), 20 + 15 * shade, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, "bgr24")))
        container.mux(stream.encode())
    given = [
        {int(pixels.mean()) for pixels in pictures([tmp_path], per_clip=3, offset=offset, every=2)}
        for offset in (0, 1)
    ]
    assert len(given[0]) == len(given[1]) == 6
    assert not given[0] & given[1]
