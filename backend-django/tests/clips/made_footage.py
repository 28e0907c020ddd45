"""Recordings with numbered pictures, made by ffmpeg and put into the index."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.infrastructure.recording.recording_models import Segment

FPS = 10
LEVELS = 20
"""Pictures are grey: number n has the level 40 + 9 × (n modulo this), so that each of two seconds is another."""
_SIZE = "64x48"


@dataclass(frozen=True)
class Footage:
    """A camera's files, each `file_s` long, one after the other from `start`."""

    root: Path
    camera_id: UUID
    start: datetime

    def picture(self, number: int) -> datetime:
        return self.start + timedelta(seconds=number / FPS)


def make_footage(
    root: Path,
    camera_id: UUID,
    start: datetime,
    *,
    seconds: int = 6,
    file_s: int = 2,
    size: str = _SIZE,
    encoder: Sequence[str] = ("-c:v", "libx264", "-bf", "0"),
    sound: bool = False,
    stream: UUID | None = None,
) -> Footage:
    """A key frame a second. stream: of one recorder; without, its files only follow each other by the clock."""
    folder = root / str(camera_id)
    folder.mkdir(parents=True, exist_ok=True)
    voice = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000") if sound else ()
    for number in range(seconds // file_s):
        begins = start + timedelta(seconds=number * file_s)
        path = folder / f"{begins:%Y-%m-%d_%H-%M-%S-%f}.mp4"
        level = f"40+9*mod(N+{number * file_s * FPS}\\,{LEVELS})"
        source = f"nullsrc=size={size}:rate={FPS},geq=lum='{level}':cb=128:cr=128,format=yuv420p"
        subprocess.run(
            [
                *("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, *voice),
                *("-t", str(file_s), *encoder, "-g", str(FPS), "-keyint_min", str(FPS)),
                *("-c:a", "aac", "-f", "mp4"),
                *("-movflags", "+frag_keyframe+empty_moov+default_base_moof", str(path)),
            ],
            check=True,
        )
        Segment.objects.create(
            camera_id=camera_id,
            name=path.name,
            starts_at=begins,
            ends_at=begins + timedelta(seconds=file_s),
            bytes=path.stat().st_size,
            state="complete",
            stream=stream,
            number=number,
            stream_s=100.0 + number * file_s,
        )
    return Footage(root, camera_id, start)


def numbers_shown(video: Path, size: str = _SIZE) -> list[int]:
    """The numbers (modulo LEVELS) of the pictures in a file, as ffmpeg decodes and shows them."""
    width, height = (int(part) for part in size.split("x"))
    decoded = subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-xerror", "-i", str(video), "-map", "0:v:0"),
            # By the file's own clock: two pictures nearer than usual are not one.
            *("-fps_mode", "passthrough", "-enc_time_base", "-1"),
            *("-f", "rawvideo", "-pix_fmt", "gray", "-"),
        ],
        capture_output=True,
        check=True,
    )
    assert decoded.stderr == b""
    pixels = width * height
    content = decoded.stdout
    means = [sum(content[at : at + pixels]) / pixels for at in range(0, len(content), pixels)]
    # Grey has 256 levels, video's luma 220 from 16 on.
    return [round((mean * 219 / 255 + 16 - 40) / 9) for mean in means]


def times_shown(video: Path) -> list[float]:
    """When each picture is shown, in seconds, by ffprobe."""
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-select_streams", "v:0"),
            *("-show_entries", "frame=pts_time", "-of", "csv=p=0", str(video)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(line.strip().rstrip(",")) for line in told.stdout.split()]
