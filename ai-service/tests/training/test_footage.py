"""Footage without plates."""

from itertools import islice
from pathlib import Path

import numpy as np

from mosaic_training.footage import EMPTY_S, HEIGHT, WIDTH, plate_free
from mosaic_training.locator.faces import draw_face_with
from mosaic_training.locator.sampling import Sampler


def test_footage_when_the_seed_is_the_same_then_the_pictures_are(typefaces: Path) -> None:
    first, second = (list(islice(plate_free("a", typefaces), 8)) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    other = next(plate_free("b", typefaces))
    assert not np.array_equal(first[0], other)


def test_footage_when_something_crosses_then_a_part_of_the_scene_changes(typefaces: Path) -> None:
    pictures = [each.astype(np.int16) for each in islice(plate_free("c", typefaces), EMPTY_S + 2)]
    assert pictures[0].shape == (HEIGHT, WIDTH, 3)
    still = np.abs(pictures[1] - pictures[0]).mean()
    moved = np.abs(pictures[EMPTY_S + 1] - pictures[EMPTY_S]).mean()
    assert still < 4
    assert moved > still


def test_sample_when_wished_without_plates_then_none_is_in_its_truth(typefaces: Path) -> None:
    sampler = Sampler("d", typefaces, draw_face_with(typefaces))
    assert all(not sampler.sample(n, without_plates=True).plates for n in range(1, 30))
    assert any(sampler.sample(n, without_plates=False).plates for n in range(1, 30))
