"""Glass to glass: how long after the camera sent a frame the browser shows it, by the number in the picture.

The simulated cameras' clips carry their frame number; CameraClock knows when each left the camera, by
the same machine's clock.
"""

import base64
from collections.abc import Iterable
from typing import Any

import numpy as np

from mosaic_cli.bench.road.camera_clock import CameraClock
from mosaic_demo.frame_clock import BITS, BLOCK_PX, CHECK_BITS, NATIVE_WIDTH, read_frame_number

BLOCKS = BITS + CHECK_BITS
WATCHED_PX = BLOCKS * BLOCK_PX
EARLY_S = 0.1
"""The camera's clock is read by a program of its own, which may see a frame after the browser does."""


def delays_s(strips: Iterable[dict[str, Any]], clock: CameraClock) -> list[float]:
    """Of each frame that could be read, by the newest pass of the clip in which it was sent already."""
    passes = clock.passes()
    found = []
    for strip in strips:
        number = frame_number(base64.b64decode(strip["row"]))
        shown_at = strip["at_ms"] / 1000
        if number is None:
            continue
        delays = [shown_at - clock.instant(start, number) for start in passes]
        sent = [delay for delay in delays if delay >= -EARLY_S]
        if sent:
            found.append(max(0.0, min(sent)))
    return found


def frame_number(row: bytes) -> int | None:
    """The number in a row of one level a block; None where it cannot be read."""
    if len(row) < BLOCKS:
        return None
    levels = np.repeat(np.frombuffer(row[:BLOCKS], np.uint8), BLOCK_PX)
    line = np.pad(levels, (0, NATIVE_WIDTH - levels.size))
    return read_frame_number(np.tile(line, (BLOCK_PX, 1)))
