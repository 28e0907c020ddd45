"""A real MediaMTX that records, and cameras that publish to it."""

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import yaml


class RecordingServer:
    """`recordings` is its folder. Cameras publish; their videos are as long as asked, in real time."""

    def __init__(
        self,
        binary: Path,
        folder: Path,
        free_port: Callable[[], int],
        settings: dict[str, Any] | None = None,
        *,
        segment_s: int = 2,
    ) -> None:
        self.recordings = folder / "recordings"
        self.rtsp, self.playback, self.api = free_port(), free_port(), free_port()
        self._binary, self._folder = binary, folder
        config: dict[str, Any] = {
            "rtspAddress": f"127.0.0.1:{self.rtsp}",
            "rtspTransports": ["tcp"],
            "api": True,
            "apiAddress": f"127.0.0.1:{self.api}",
            "playback": True,
            "playbackAddress": f"127.0.0.1:{self.playback}",
            "pathDefaults": {
                "record": True,
                "recordPath": f"{self.recordings}/%path/%Y-%m-%d_%H-%M-%S-%f",
                "recordSegmentDuration": f"{segment_s}s",
                "recordPartDuration": "500ms",
                "recordDeleteAfter": "0s",
            },
            "paths": {"all_others": {}},
            **dict.fromkeys(("hls", "webrtc", "rtmp", "srt", "moq"), False),
            **(settings or {}),
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mediamtx.yml").write_text(yaml.safe_dump(config))
        self._cameras: list[subprocess.Popen[bytes]] = []
        self.start()

    @property
    def playback_url(self) -> str:
        return f"http://127.0.0.1:{self.playback}"

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.api}"

    def folder_of(self, camera_id: UUID) -> Path:
        return self.recordings / str(camera_id)

    def files_of(self, camera_id: UUID) -> list[Path]:
        return sorted(self.folder_of(camera_id).glob("*.mp4"))

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binary, self._folder / "mediamtx.yml"],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={"TZ": "UTC"},
            )
        deadline = time.monotonic() + 60
        while not self._listens():
            assert time.monotonic() < deadline, (self._folder / "log").read_text()[-2000:]
            time.sleep(0.05)

    def publish(
        self,
        camera_id: UUID,
        seconds: float,
        *,
        size: str = "320x240",
        encoder: Sequence[str] = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0"),
        sound: Sequence[str] = (),
    ) -> "subprocess.Popen[bytes]":
        """A camera, as a process. sound: its encoder; none where there are none."""
        voice = ("-f", "lavfi", "-i", "sine=sample_rate=48000") if sound else ()
        camera = subprocess.Popen(
            [
                *(shutil.which("ffmpeg") or "ffmpeg", "-v", "error", "-nostdin", "-re"),
                *("-f", "lavfi", "-i", f"testsrc=size={size}:rate=10", *voice),
                *("-t", str(seconds), *encoder, "-g", "10", *sound),
                *("-f", "rtsp", "-rtsp_transport", "tcp"),
                f"rtsp://127.0.0.1:{self.rtsp}/{camera_id}",
            ]
        )
        self._cameras.append(camera)
        return camera

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        for process in (*self._cameras, self._process):
            if process.poll() is None:
                process.kill()
                process.wait()

    def _listens(self) -> bool:
        try:
            httpx.get(f"{self.playback_url}/list", timeout=1)
        except httpx.ConnectError:
            return False
        except httpx.HTTPError:
            return True
        return True
