import cv2
import numpy as np
import pytest

from mosaic_demo.frame_clock import draw_frame_number, read_frame_number


@pytest.mark.parametrize("number", [0, 1, 24, 1599, 65535, 2**24 - 1])
def test_strip_when_drawn_then_reads_back(number: int) -> None:
    luma = np.full((720, 1280), 128, np.uint8)
    draw_frame_number(luma, number)
    assert read_frame_number(np.dstack([luma] * 3)) == number


@pytest.mark.parametrize("level", [0, 40, 128, 255])
def test_strip_when_there_is_none_then_none(level: int) -> None:
    assert read_frame_number(np.full((720, 1280, 3), level, np.uint8)) is None


def test_strip_when_the_picture_is_too_small_then_none() -> None:
    assert read_frame_number(np.zeros((200, 300, 3), np.uint8)) is None


def test_strip_when_a_block_is_flipped_then_none() -> None:
    luma = np.full((720, 1280), 128, np.uint8)
    draw_frame_number(luma, 77)
    luma[:8, 80:88] = 235 - luma[:8, 80:88] + 16
    assert read_frame_number(np.dstack([luma] * 3)) is None


def test_strip_when_encoded_and_decoded_then_every_frame_tells_its_number(
    decoded: list[np.ndarray],
) -> None:
    assert [read_frame_number(frame) for frame in decoded] == list(range(75))


def test_strip_when_scaled_to_half_then_still_reads(decoded: list[np.ndarray]) -> None:
    half = cv2.resize(decoded[60], (640, 360), interpolation=cv2.INTER_AREA)
    assert read_frame_number(half) == 60
