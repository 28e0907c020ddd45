"""When each frame of a simulated camera's clip left the camera, by this machine's clock.

The clips carry their frame number in the picture. One ffmpeg a camera decodes key frames only (one a second) and
gives the strip that holds the number. It gives a picture when the next one that it decodes comes in: measured here
against the arrival of the packets, key frames alone were 1.01 s late, all frames 0.04 s.
"""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from mosaic_cli.programs import require
from mosaic_demo.frame_clock import NATIVE_WIDTH, read_frame_number

STRIP_HEIGHT = 16
KEY_FRAME_EVERY_S = 1.0
"""Of the simulated cameras."""


class CameraClock:
    """Arrival times by pass of the clip: the clip is played at a constant rate, so the earliest stamp is right."""

    def __init__(self, fps: int, frames: int) -> None:
        self.fps = fps
        self.frames = frames
        self._offsets: list[float] = []  # of frame 0, one a pass
        self._last_frame = frames
        self.noted = 0
        self._lock = threading.Lock()

    def note(self, frame: int, at: float) -> None:
        """A frame arrived; must be called in order."""
        start = at - frame / self.fps
        with self._lock:
            if frame < self._last_frame:
                self._offsets.append(start)
            else:
                self._offsets[-1] = min(self._offsets[-1], start)
            self._last_frame = frame
            self.noted += 1

    def passes(self) -> list[float]:
        """When frame 0 of each pass arrived, or would have."""
        with self._lock:
            return list(self._offsets)

    def instant(self, start: float, frame: int) -> float:
        """When the frame of the pass that began at `start` arrived."""
        return start + frame / self.fps


def frame_number(strip: bytes) -> int | None:
    """The number in a grey strip of NATIVE_WIDTH × STRIP_HEIGHT pixels."""
    return read_frame_number(np.frombuffer(strip, np.uint8).reshape(STRIP_HEIGHT, NATIVE_WIDTH))


@contextmanager
def followed(
    sources: dict[str, str], clocks: dict[str, CameraClock], *, every_frame: bool = False
) -> Iterator[None]:
    """Keeps the clocks of the cameras (name → RTSP address) up to date while inside.

    every_frame: decodes all of them, which costs more.
    """
    processes = [_reader(url, every_frame=every_frame) for url in sources.values()]
    threads = [
        threading.Thread(target=_follow, args=(process, clocks[name], every_frame), daemon=True)
        for name, process in zip(sources, processes, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
        for thread in threads:
            thread.join(5)


def _reader(url: str, *, every_frame: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *(require("ffmpeg"), "-nostdin", "-v", "error", "-threads", "1"),
            *("-fflags", "nobuffer", "-flags", "low_delay"),
            *(() if every_frame else ("-skip_frame", "nokey")),
            *("-rtsp_transport", "tcp", "-i", url),
            *("-an", "-vf", f"crop={NATIVE_WIDTH}:{STRIP_HEIGHT}:0:0,format=gray"),
            *("-fps_mode", "passthrough", "-f", "rawvideo", "-flush_packets", "1", "pipe:1"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _follow(process: subprocess.Popen[bytes], clock: CameraClock, every_frame: bool) -> None:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    held_s = 1 / clock.fps if every_frame else KEY_FRAME_EVERY_S
    while strip := process.stdout.read(NATIVE_WIDTH * STRIP_HEIGHT):
        at = time.time() - held_s
        if len(strip) == NATIVE_WIDTH * STRIP_HEIGHT:
            number = frame_number(strip)
            if number is not None:
                clock.note(number, at)
