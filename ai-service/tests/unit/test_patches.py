"""Patches of drawn pictures: the same thing in other light, another thing, neither."""

import cv2
import numpy as np
from ai_scenes import street, with_van

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.cv_patches import CvPatches

patches = CvPatches()


def darker(picture: Pixels) -> Pixels:
    return np.asarray(picture * 0.5 + 10, np.uint8)


def test_patch_when_the_light_changes_then_alike_and_not_unlike() -> None:
    picture, plate = with_van(street(), "KL57BXT", 100)
    now, before = patches.take(picture, plate), patches.take(darker(picture), plate)
    assert patches.alike(before, now)
    assert not patches.unlike(before, now)


def test_patch_when_nothing_was_there_then_unlike() -> None:
    empty = street()
    picture, plate = with_van(empty, "KL57BXT", 100)
    before, now = patches.take(empty, plate), patches.take(picture, plate)
    assert patches.unlike(before, now)
    assert not patches.alike(before, now)


def test_patch_when_the_same_board_shows_another_number_then_not_unlike() -> None:
    """As a clock does: what is read there has to tell."""

    def board(text: str) -> Pixels:
        picture = np.full((60, 220, 3), 40, np.uint8)
        cv2.rectangle(picture, (10, 8), (210, 52), (235, 235, 235), -1)
        cv2.putText(picture, text, (22, 42), cv2.FONT_HERSHEY_DUPLEX, 1.1, (15, 15, 15), 3)
        return picture

    whole = Box(0, 0, 220, 60)
    one, other = (patches.take(board(text), whole) for text in ("12 41 07", "12 41 58"))
    assert not patches.unlike(one, other)
