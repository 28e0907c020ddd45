"""A webcam's stand-in: FFmpeg's moving test picture, at the pace of a device, in the real child process."""

from multiprocessing.connection import Connection

import av
from av.container import InputContainer

from mosaic_ai.domain.video_sources import VideoSource


def serve_test_picture(pipe: Connection, slab_name: str, source: VideoSource) -> None:
    """As `serve`, with another device; runs in the child."""
    from mosaic_ai.infrastructure import video_child, video_sampling

    vars(video_sampling)["opened"] = _opened
    video_child.serve(pipe, slab_name, source)


def _opened(_: VideoSource) -> InputContainer:
    return av.open("testsrc2=size=640x480:rate=15:duration=3,realtime", format="lavfi")
