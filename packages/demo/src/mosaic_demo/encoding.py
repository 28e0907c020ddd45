"""Encodes raw pictures to the kind of stream that the simulated cameras send."""

import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray


class EncodingError(RuntimeError):
    """ffmpeg refused the pictures."""


def encode(
    path: Path, size: tuple[int, int], fps: int, frames: Iterable[NDArray[np.uint8]]
) -> None:
    """I420 frames → H.264 in MP4 without B-frames, a key frame each second; replaces path at the end."""
    part = path.with_suffix(".part.mp4")
    command = [
        "ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}", "-r", str(fps), "-i", "pipe:0",
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-threads", "1",
        "-bf", "0", "-g", str(fps), "-keyint_min", str(fps), "-sc_threshold", "0",
        "-crf", "24", "-maxrate", "2500k", "-bufsize", "2500k", "-pix_fmt", "yuv420p",
        "-movflags", "+faststart", str(part),
    ]  # fmt: skip
    with TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints)
        try:
            _feed(process, frames)
        except BaseException:
            process.kill()
            process.wait()
            part.unlink(missing_ok=True)
            raise
        if process.wait() != 0:
            part.unlink(missing_ok=True)
            complaints.seek(0)
            raise EncodingError(
                complaints.read().decode(errors="replace").strip() or "ffmpeg failed"
            )
    part.replace(path)


def _feed(process: "subprocess.Popen[bytes]", frames: Iterable[NDArray[np.uint8]]) -> None:
    """Writes the frames; when ffmpeg hangs up early, its exit status tells."""
    if process.stdin is None:
        raise EncodingError("ffmpeg has no input")
    with suppress(BrokenPipeError), process.stdin as pipe:
        for frame in frames:
            pipe.write(frame.data)
