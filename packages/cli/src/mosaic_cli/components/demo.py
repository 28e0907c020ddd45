"""The simulated cameras: one process with a MediaMTX and ffmpegs of its own."""

import sys
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.readiness import answers

MOST_CAMERAS = 64
OPTIONS_REQUEST = b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"


@dataclass(frozen=True)
class Demo:
    clips: Path
    cameras: int
    port: int
    mediamtx: Path

    def part(self) -> Part:
        options = {
            "--clips": self.clips,
            "--cameras": self.cameras,
            "--port": self.port,
            "--mediamtx": self.mediamtx,
        }
        return Part(
            name="demo",
            command=(
                sys.executable,
                "-m",
                "mosaic_demo",
                "serve",
                *(str(word) for option in options.items() for word in option),
            ),
            address=f"{LOOPBACK}:{self.port}",
            ready=lambda: answers(self.port, OPTIONS_REQUEST, b"RTSP/1.0"),
            after=("demo-clips",),
        )

    def source_url(self, number: int) -> str:
        return f"rtsp://{LOOPBACK}:{self.port}/{camera_name(number)}"


def camera_name(number: int) -> str:
    return f"camera-{number:02d}"
