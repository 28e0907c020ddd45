"""Lettering that is no plate, for the recogniser to read nothing in."""

import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from mosaic_training.locator.scenes.stage import PLATE_LIKE
from mosaic_training.locator.scenes.wordings import caption, destination, on_board, on_vehicle
from mosaic_training.recogniser.flats import FLAT_HEIGHT, FLAT_WIDTH, FlatSource
from mosaic_training.recogniser.lettering_crops import lettering_crops


def test_crops_when_the_seed_is_the_same_then_they_are_and_show_something(typefaces: Path) -> None:
    def crops(seed: str) -> list[tuple[np.ndarray, float]]:
        return list(islice(lettering_crops(seed, typefaces, (80, 32), (0.1, 0.16)), 12))

    first, second, other = crops("a"), crops("a"), crops("b")
    for (ours, one), (theirs, two) in zip(first, second, strict=True):
        assert np.array_equal(ours, theirs)
        assert one == two
        assert ours.shape == (32, 80, 3)
        assert 1.1 <= one <= 4.8
        assert ours[5:27, 8:72].std() > 3
    assert not np.array_equal(first[0][0], other[0][0])


def test_flats_when_many_then_some_show_lettering_and_ask_for_nothing(typefaces: Path) -> None:
    source = FlatSource("many", typefaces)
    flats = [source.next() for _ in range(300)]
    empty = sum(len(set(flat.labels)) == 1 for flat in flats)
    assert 15 < empty < 80
    assert all(flat.picture.shape == (FLAT_HEIGHT, FLAT_WIDTH, 3) for flat in flats)


@pytest.mark.parametrize("wording", [caption, destination, on_board, on_vehicle])
def test_wordings_when_written_then_few_could_be_plates(wording: object) -> None:
    rng = random.Random(4)
    texts = [wording(rng) for _ in range(400)]  # type: ignore[operator]
    assert len(set(texts)) > 60
    assert sum(PLATE_LIKE.fullmatch(text) is not None for text in texts) < 60


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("AB 1234", True),
        ("7ABC123", True),
        ("123456", True),
        ("08.08.2017", False),
        ("Exit 6", False),
    ],
)
def test_plate_like_when_asked_then_tells_what_a_plate_could_have(text: str, like: bool) -> None:
    assert (PLATE_LIKE.fullmatch(text) is not None) is like
