"""The picture of a source, within bounds, from files and sockets of this machine."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mosaic_streaming.infrastructure.ffmpeg_snapshot import MOST_BYTES, snapshot

FFMPEG = shutil.which("ffmpeg") or ""


def made(path: Path, size: str, *codec: str) -> str:
    picture = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=5:duration=1")
    subprocess.run([FFMPEG, "-v", "error", *picture, *codec, str(path)], check=True)
    return str(path)


def size_of(picture: bytes) -> str:
    """As in "320,240"."""
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0"]
    told = subprocess.run(
        [*command, "-f", "mjpeg", "-i", "pipe:0"], input=picture, capture_output=True, check=True
    )
    return told.stdout.decode().strip()


@pytest.fixture
def silent() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(("size", "told"), [("1920x1080", "1280,720"), ("322x240", "322,240")])
async def test_snapshot_when_there_is_video_then_a_jpeg_no_wider_than_asked(tmp_path, size, told):
    url = made(tmp_path / "x.mkv", size, "-c:v", "libx264", "-preset", "ultrafast")
    picture = await snapshot(FFMPEG, [], url, deadline_s=20)
    assert picture is not None
    assert len(picture) < MOST_BYTES
    assert size_of(picture) == told


async def test_snapshot_when_the_picture_claims_too_many_pixels_then_none(tmp_path):
    url = made(tmp_path / "x.png", "8192x8192", "-frames:v", "1")
    assert await snapshot(FFMPEG, [], url, deadline_s=20) is None


async def test_snapshot_when_the_source_is_no_video_then_none(tmp_path):
    (tmp_path / "x").write_bytes(b"no video at all" * 1000)
    assert await snapshot(FFMPEG, [], str(tmp_path / "x"), deadline_s=20) is None
    assert await snapshot(str(tmp_path / "no-ffmpeg"), [], "x", deadline_s=20) is None


async def test_snapshot_when_the_source_says_nothing_then_none_in_time_and_no_process_is_left(
    silent,
):
    started = time.monotonic()
    url = f"rtsp://user:hunter2@127.0.0.1:{silent}/x"
    assert await snapshot(FFMPEG, [], url, deadline_s=0.5) is None
    assert time.monotonic() - started < 10
    left = subprocess.run(
        ["pgrep", "-f", f"127.0.0.1:{silent}/x"], capture_output=True, check=False
    )
    assert left.stdout == b""
