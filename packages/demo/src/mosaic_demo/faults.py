"""Cameras that misbehave on purpose, for tests: each path has one fault."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from mosaic_demo.cameras import ServerError, run_server
from mosaic_demo.children import Child

USER, PASSWORD = "user", "secret"
AWAY_EVERY_S, AWAY_FOR_S = 20.0, 10.0
_PICTURE = ["-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"]
_TONE = ["-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"]
_X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-threads", "1"]
_PLAIN = [*_X264, "-bf", "0", "-g", "25"]
FAULTS: dict[str, list[str]] = {
    "h265": [*_PICTURE, "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
             "-x265-params", "log-level=none:pools=1:bframes=0:keyint=25"],
    "no-key-frame": [*_PICTURE, *_X264, "-bf", "0", "-g", "25", "-bsf:v", "noise=drop=key*gt(n\\,0)"],
    "needs-password": [*_PICTURE, *_PLAIN],
    "b-frames": [*_PICTURE, "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-threads", "1",
                 "-bf", "2", "-b_strategy", "0", "-g", "25"],
    "audio-only": [*_TONE, "-c:a", "aac", "-b:a", "64k"],
    "drops": [*_PICTURE, *_PLAIN],
}  # fmt: skip


def serve_faults(port: int, mediamtx: Path, announce: Callable[[str], None]) -> None:
    """Serves one path for each of FAULTS until SIGTERM."""
    children = [_child(name, port) for name in FAULTS]
    if "libx265" not in _encoders():
        raise ServerError("this ffmpeg has no libx265, which the h265 camera needs")
    ready = f"misbehaving cameras at rtsp://127.0.0.1:{port}/ {' '.join(FAULTS)}"
    run_server(
        port, mediamtx, {name: {} for name in FAULTS}, _users(), children, lambda: announce(ready)
    )


def _child(name: str, port: int) -> Child:
    login = f"{USER}:{PASSWORD}@" if name == "needs-password" else ""
    target = f"rtsp://{login}127.0.0.1:{port}/{name}"
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "fatal", *FAULTS[name],
               "-f", "rtsp", "-rtsp_transport", "tcp", target]  # fmt: skip
    if name == "drops":
        return Child(name, command, runs_for_s=AWAY_EVERY_S, rest_s=AWAY_FOR_S)
    return Child(name, command)


def _users() -> list[dict[str, object]]:
    open_paths = "~^(" + "|".join(name for name in FAULTS if name != "needs-password") + ")$"
    both = ("publish", "read")
    return [
        {"user": "any", "pass": "", "ips": [], "permissions": [{"action": a, "path": open_paths} for a in both]},
        {"user": USER, "pass": PASSWORD, "ips": [],
         "permissions": [{"action": a, "path": "needs-password"} for a in both]},
    ]  # fmt: skip


def _encoders() -> str:
    listing = subprocess.run(
        ["ffmpeg", "-hide_banner", "-encoders"], capture_output=True, text=True, check=True
    )
    return listing.stdout
