"""Examines a stretch of compressed video; runs in a child process, where alone PyAV meets video from outside."""

import io
import os
import signal
from itertools import pairwise
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame

from mosaic_ai.domain.camera_health.facts import StreamFacts
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.camera_health.probing_protocol import Answer, Stretch

PICTURE_WIDTH = 1280
LATE = 1.6
"""A picture counts as late from so many times the usual distance on."""
NICE = 5
_PROBED_UNDECODED: list[Any] = [{"skip_frame": "all"}]
"""Else FFmpeg decodes a picture on opening (see decoding_child)."""


def serve(connection: Connection) -> None:
    """The child's main function: one stretch, one answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    av.logging.set_level(None)
    try:
        connection.send(examined(connection.recv()))
    except (EOFError, OSError):
        return


def examined(stretch: Stretch) -> Answer:
    """Demultiplexes all of it and decodes the first picture of each segment."""
    try:
        return _examined(stretch)
    except (av.FFmpegError, ValueError, IndexError, EOFError) as error:
        return Answer(error=f"{type(error).__name__}: {error}"[:200])


def _examined(stretch: Stretch) -> Answer:
    packets: list[tuple[float, bool]] = []
    size = 0
    with _container(stretch.init + b"".join(stretch.segments)) as container:
        stream = container.streams.video[0]
        for packet in container.demux(stream):
            if packet.pts is not None and packet.time_base is not None:
                packets.append((float(packet.pts * packet.time_base), packet.is_keyframe))
                size += packet.size
        codec, profile = stream.codec_context.name, stream.codec_context.profile or ""
    frames = [_first(stretch.init + segment) for segment in stretch.segments]
    decoded = [frame for frame in frames if frame is not None]
    if len(packets) < 2 or not decoded:
        return Answer(error="no pictures")
    facts = _facts(packets, size, codec, str(profile), decoded[-1])
    return Answer(facts, tuple(_pixels(frame) for frame in decoded))


def _facts(
    packets: list[tuple[float, bool]], size: int, codec: str, profile: str, frame: VideoFrame
) -> StreamFacts:
    times = sorted(at for at, _ in packets)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    usual_s = median(gaps)
    keys = sorted(at for at, is_key in packets if is_key)
    distances = [later - earlier for earlier, later in pairwise(keys)]
    since_key_s = times[-1] - keys[-1] if keys else times[-1] - times[0]
    measured_s = times[-1] - times[0] + usual_s
    # The last stretch is cut off by us: it tells only where it is longer than what came whole.
    longest_s = max([*distances, since_key_s + usual_s])
    return StreamFacts(
        codec=codec,
        profile=profile,
        width=frame.width,
        height=frame.height,
        chroma=_chroma(frame),
        bit_depth=max(component.bits for component in frame.format.components),
        interlaced=bool(frame.interlaced_frame),
        fps=round(len(times) / measured_s, 2),
        uneven=round(sum(gap > LATE * usual_s for gap in gaps) / len(gaps), 4),
        gop_s=round(median(distances), 3) if distances else None,
        longest_gop_s=round(longest_s, 3),
        b_frames=any(later < earlier for (earlier, _), (later, _) in pairwise(packets)),
        bitrate_bps=round(size * 8 / measured_s),
        measured_s=round(measured_s, 2),
    )


def _chroma(frame: VideoFrame) -> str:
    if len(frame.format.components) < 3:
        return "4:0:0"
    horizontal = frame.format.chroma_width(64)
    vertical = frame.format.chroma_height(64)
    return {(32, 32): "4:2:0", (32, 64): "4:2:2", (64, 64): "4:4:4"}.get(
        (horizontal, vertical), f"{horizontal}/{vertical}"
    )


def _first(media: bytes) -> VideoFrame | None:
    with _container(media) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        stream.codec_context.skip_frame = "NONKEY"
        return next(container.decode(stream), None)


def _pixels(frame: VideoFrame) -> Pixels:
    shrink = min(1.0, PICTURE_WIDTH / frame.width)
    width, height = (max(2, round(side * shrink)) for side in (frame.width, frame.height))
    picture = frame.reformat(width, height, format="bgr24", interpolation="AREA").to_ndarray()
    return np.ascontiguousarray(picture, dtype=np.uint8)


def _container(media: bytes) -> InputContainer:
    return av.open(io.BytesIO(media), mode="r", stream_options=_PROBED_UNDECODED)
