"""Takes from a file or a webcam the pictures that are due, each at its time."""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import av
from av.container import InputContainer
from av.video.frame import VideoFrame

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.video_sources import VideoSource
from mosaic_ai.infrastructure.video_opening import opened

MOST_LATE_S = 2.0
"""Where decoding is slower than the film for longer, its times give way: a backlog would only grow."""
TYPICAL_FRAME_S = 0.04


class Due(NamedTuple):
    """captured_at: seconds of the epoch."""

    captured_at: float
    picture: VideoFrame


class Sampling:
    """Which of the pictures are due, at so many a second."""

    def __init__(self, fps: float) -> None:
        self._interval_s = 1 / fps
        self._due_s: float | None = None

    def due(self, at_s: float) -> bool:
        """Asked of each picture, in order."""
        if self._due_s is None:
            self._due_s = at_s
        if at_s + min(0.02, self._interval_s / 4) < self._due_s:
            return False
        paused = at_s - self._due_s >= self._interval_s
        self._due_s = (at_s if paused else self._due_s) + self._interval_s
        return True


def sampled(
    source: VideoSource,
    *,
    now: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Due]:
    """The pictures that are due, when they are; ends with a file that is not looped. Raises SourceError."""
    if source.kind == "v4l2":
        with opened(source) as container:
            yield from live(container, source.fps, now=now)
        raise SourceError("the device ended", code="interrupted")
    yield from _played(source, now, sleep)


def live(container: InputContainer, fps: float, *, now: Callable[[], float]) -> Iterator[Due]:
    """Of a device that must be read all the time: what was not read in time is old."""
    sampling = Sampling(fps)
    try:
        for picture in container.decode(container.streams.video[0]):
            at_s = now()
            if sampling.due(at_s):
                yield Due(at_s, picture)
    except (av.FFmpegError, OSError, IndexError) as error:
        raise SourceError("the device gives no video", code="interrupted") from error


def _played(
    source: VideoSource, now: Callable[[], float], sleep: Callable[[float], None]
) -> Iterator[Due]:
    sampling = Sampling(source.fps)
    began, before_s = now(), 0.0
    while True:
        ended_s = before_s
        for in_file_s, picture in _pictures(source):
            at_s = before_s + in_file_s
            ended_s = at_s + _length_s(picture)
            if not sampling.due(at_s):
                continue
            wait_s = began + at_s - now()
            if wait_s < -MOST_LATE_S:
                began -= wait_s
            elif wait_s > 0:
                sleep(wait_s)
            yield Due(began + at_s, picture)
        if ended_s == before_s:
            raise SourceError(f"{source.location} holds no picture", code="no-video")
        if not source.loop:
            return
        before_s = ended_s


def _pictures(source: VideoSource) -> Iterator[tuple[float, VideoFrame]]:
    """All of the file, with seconds since its first; what comes after a damage is left out."""
    first_s: float | None = None
    with opened(source) as container:
        try:
            stream = container.streams.video[0]
            stream.codec_context.thread_count = 1
            for picture in container.decode(stream):
                at_s = picture.time or 0.0
                first_s = at_s if first_s is None else first_s
                yield max(0.0, at_s - first_s), picture
        except (av.FFmpegError, OSError, IndexError) as error:
            if first_s is None:
                raise SourceError(f"{source.location} is no video", code="no-video") from error


def _length_s(picture: VideoFrame) -> float:
    if picture.duration and picture.time_base:
        return float(picture.duration * picture.time_base)
    return TYPICAL_FRAME_S
