"""Plates that are drawn for training."""

import random
from pathlib import Path

import numpy as np
import pytest

from mosaic_training.plates.faces import draw_plate
from mosaic_training.plates.strips import draw_two_lines
from mosaic_training.plates.texts import american, european, southern
from mosaic_training.plates.typefaces import STROKES, Typefaces, plate_line
from mosaic_training.recogniser.alphabet import NONE, SLOTS, labels
from mosaic_training.recogniser.flats import FLAT_HEIGHT, FLAT_WIDTH, FlatSource


def test_plate_when_the_seed_is_the_same_then_the_picture_is(typefaces: Path) -> None:
    faces = [
        [draw_plate(rng, 60, Typefaces(typefaces)) for _ in range(12)]
        for rng in (random.Random(4), random.Random(4), random.Random(5))
    ]
    for one, same in zip(faces[0], faces[1], strict=True):
        assert one.text == same.text
        assert np.array_equal(one.picture, same.picture)
    assert [face.text for face in faces[0]] != [face.text for face in faces[2]]


def test_plate_when_drawn_then_its_text_can_be_written(typefaces: Path) -> None:
    rng, faces = random.Random(6), Typefaces(typefaces)
    for _ in range(200):
        face = draw_plate(rng, 50, faces)
        assert face.picture.shape[2] == 3
        assert face.picture.shape[1] >= face.picture.shape[0]
        assert face.text.isalnum()
        assert face.text.isupper() or face.text.isdigit()


def test_plate_of_two_lines_when_drawn_then_ink_is_in_both_halves(typefaces: Path) -> None:
    rng, faces = random.Random(8), Typefaces(typefaces)
    for _ in range(20):
        picture, _ = draw_two_lines(rng, 80, faces)
        inner = picture[8:-8, picture.shape[1] // 4 : -8].astype(float)
        upper, lower = np.array_split(inner, 2)
        assert min(upper.std(), lower.std()) > 5


@pytest.mark.parametrize("kind", [american, european, southern])
def test_texts_when_made_then_they_fit_the_recogniser(kind: object) -> None:
    rng = random.Random(9)
    texts = [kind(rng) for _ in range(500)]  # type: ignore[operator]
    assert all(2 <= len(text.text) <= SLOTS for text in texts)
    assert len({text.text for text in texts}) > 400


def test_line_when_of_strokes_then_without_a_file() -> None:
    mask = plate_line(STROKES, "AB·12", pen=0.14, tracking=0.1, gap=0.3, even=False)
    assert mask.shape[0] == 70
    assert 0.05 < (mask > 127).mean() < 0.6


def test_typefaces_when_there_are_none_then_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="typefaces"):
        Typefaces(tmp_path)


def test_flat_when_made_then_the_same_for_the_seed_and_some_show_no_plate(typefaces: Path) -> None:
    source, again = FlatSource("3", typefaces), FlatSource("3", typefaces)
    flats = [source.next() for _ in range(150)]
    for flat in flats[:20]:
        other = again.next()
        assert flat.labels == other.labels
        assert np.array_equal(flat.picture, other.picture)
    assert {flat.picture.shape for flat in flats} == {(FLAT_HEIGHT, FLAT_WIDTH, 3)}
    empty = sum(flat.labels[0] == NONE for flat in flats)
    assert 0 < empty < 30


def test_labels_when_too_long_or_of_other_characters_then_refused() -> None:
    assert labels("A0") == [10, 0] + [NONE] * (SLOTS - 2)
    for text in ("A" * (SLOTS + 1), "Ä1"):
        with pytest.raises(ValueError, match=r"."):
            labels(text)
