"""Encodes raw pictures to the kind of stream that the simulated cameras send."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class EncodingError(RuntimeError):
    """ffmpeg refused the pictures."""


def encode(path: Path, size: tuple[int, int], fps: int, frames: Iterable[NDArray[np.uint8]]) -> None:
    """I420 frames → H.264 in MP4: no B-frames, a key frame each second, one encoder thread. Replaces path at the end."""
    part = path.with_suffix(".part.mp4")
    command = [
        "ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}", "-r", str(fps), "-i", "pipe:0",
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-threads", "1",
        "-bf", "0", "-g", str(fps), "-keyint_min", str(fps), "-sc_threshold", "0",
        "-crf", "24", "-maxrate", "2500k", "-bufsize", "2500k", "-pix_fmt", "yuv420p",
        "-movflags", "+faststart", str(part),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stderr is not None
    try:
        for frame in frames:
            process.stdin.write(frame.data)
        process.stdin.close()
    except BrokenPipeError:
        pass
    except BaseException:
        process.kill()
        process.wait()
        part.unlink(missing_ok=True)
        raise
    complaint = process.stderr.read().decode(errors="replace").strip()
    if process.wait() != 0:
        part.unlink(missing_ok=True)
        raise EncodingError(complaint or f"ffmpeg ended with {process.returncode}")
    part.replace(path)
