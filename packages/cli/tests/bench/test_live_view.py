"""Glass to glass is read from the number in the picture, by the camera's clock."""

import base64

import numpy as np
import pytest

from mosaic_cli.bench.road.camera_clock import CameraClock
from mosaic_cli.bench.video.glass import BLOCKS, delays_s, frame_number
from mosaic_demo.frame_clock import BLOCK_PX, NATIVE_WIDTH, draw_frame_number

FPS, FRAMES = 25, 1000


def row(number: int) -> bytes:
    """What the page sends: one level from the middle of each block."""
    luma = np.full((16, NATIVE_WIDTH), 128, np.uint8)
    draw_frame_number(luma, number)
    return luma[BLOCK_PX // 2, BLOCK_PX // 2 :: BLOCK_PX][:BLOCKS].tobytes()


def strip(number: int, at_s: float) -> dict[str, object]:
    return {"at_ms": at_s * 1000, "row": base64.b64encode(row(number)).decode()}


@pytest.mark.parametrize("number", [0, 1, 999, 2**24 - 1])
def test_number_when_drawn_then_it_is_read_from_one_level_a_block(number: int) -> None:
    assert frame_number(row(number)) == number


def test_number_when_grey_or_cut_off_then_there_is_none() -> None:
    assert frame_number(bytes([128] * BLOCKS)) is None
    assert frame_number(row(7)[:-1]) is None


def test_delay_when_the_clip_began_anew_then_by_the_pass_in_which_the_frame_was_sent() -> None:
    clock = CameraClock(FPS, FRAMES)
    clock.note(0, 100.0)
    clock.note(999, 139.96)
    clock.note(0, 140.0)
    told = [strip(50, 102.3), strip(990, 140.5), strip(10, 140.6)]
    assert delays_s(told, clock) == pytest.approx([0.3, 0.9, 0.2])


def test_delay_when_a_frame_was_not_sent_yet_or_cannot_be_read_then_it_does_not_count() -> None:
    clock = CameraClock(FPS, FRAMES)
    clock.note(0, 100.0)
    grey = {"at_ms": 101_000, "row": base64.b64encode(bytes([128] * BLOCKS)).decode()}
    assert delays_s([strip(500, 101.0), grey], clock) == []
