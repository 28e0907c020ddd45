"""Real streams for tests: MediaMTX, and ffmpeg that publishes to it."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import cv2
import httpx
from ai_scenes import HEIGHT, WIDTH, street, with_clock, with_van

CONFIG = """
logLevel: warn
rtspTransports: [tcp]
rtspAddress: 127.0.0.1:{rtsp}
rtmp: no
srt: no
moq: no
webrtc: no
hlsAddress: 127.0.0.1:{hls}
hlsVariant: {variant}
hlsAlwaysRemux: yes
paths:
  all_others:
"""


class MediaServer:
    """A private MediaMTX, and the publishers that feed it."""

    def __init__(self, binary: Path, folder: Path, free_port: Callable[[], int]) -> None:
        self._binary = binary
        self._folder = folder
        self._free_port = free_port
        self._processes: list[subprocess.Popen[bytes]] = []
        self.hls_url = ""
        self._rtsp = 0

    def start(self, variant: str = "lowLatency") -> None:
        self._rtsp, hls = self._free_port(), self._free_port()
        self.hls_url = f"http://127.0.0.1:{hls}"
        config = self._folder / "mediamtx.yml"
        config.write_text(CONFIG.format(rtsp=self._rtsp, hls=hls, variant=variant))
        self._run(str(self._binary), str(config))
        self._wait(lambda: httpx.get(self.hls_url).status_code > 0)

    def publish(self, camera_id: UUID, source: list[str], *, gop: int | None = 25) -> int:
        """Publishes in real time and for ever; gives the process's position for `stop_one`."""
        encode = ["-c", "copy"]
        if gop is not None:
            encode = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"]
            encode += ["-g", str(gop), "-keyint_min", str(gop), "-sc_threshold", "0"]
        return self.publish_as(camera_id, source, encode)

    def publish_as(self, camera_id: UUID, source: list[str], encode: list[str]) -> int:
        """As `publish`, by ffmpeg's own options of the encoder."""
        target = f"rtsp://127.0.0.1:{self._rtsp}/{camera_id}"
        self._run(
            *("ffmpeg", "-nostdin", "-v", "error", "-re", *source, *encode),
            *("-f", "rtsp", "-rtsp_transport", "tcp", target),
        )
        playlist = f"{self.hls_url}/{camera_id}/index.m3u8"
        self._wait(lambda: httpx.get(playlist, follow_redirects=True).status_code == 200)
        return len(self._processes) - 1

    def stop_one(self, position: int) -> None:
        self._processes[position].kill()
        self._processes[position].wait()

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()

    def _run(self, *command: str) -> None:
        log = (self._folder / f"process-{len(self._processes)}.log").open("wb")
        self._processes.append(subprocess.Popen(command, stdout=log, stderr=log))

    @staticmethod
    def _wait(condition: Callable[[], bool], within_s: float = 45.0) -> None:
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            try:
                if condition():
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise TimeoutError


def moving_card(size: str, rate: int = 25) -> list[str]:
    """ffmpeg's moving test picture as a source."""
    return ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}"]


def film_of_passages(path: Path, plates: list[str], *, fps: int = 10) -> Path:
    """A clip in which vans with these plates cross the picture one by one, each in four of six seconds."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24"]
    command += ["-s", f"{WIDTH}x{HEIGHT}", "-r", str(fps), "-i", "-", "-c:v", "libx264"]
    command += ["-preset", "ultrafast", "-tune", "zerolatency", "-crf", "20", "-g", str(fps)]
    command += ["-pix_fmt", "yuv420p", str(path)]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert writer.stdin is not None
    empty = street()
    for plate in plates:
        for frame in range(6 * fps):
            second = frame // fps
            picture = with_clock(empty, second)
            if frame < 4 * fps:
                picture, _ = with_van(picture, plate, -460 + round(frame / (4 * fps) * 1780))
            writer.stdin.write(cv2.resize(picture, (WIDTH, HEIGHT)).tobytes())
    writer.stdin.close()
    assert writer.wait() == 0
    return path
