"""Cameras that misbehave on purpose, for tests: each path has one fault."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from mosaic_demo.cameras import ServerError, run_server
from mosaic_demo.children import Child

FFMPEG = ("ffmpeg", "-hide_banner", "-nostdin", "-loglevel")
USER, PASSWORD = "user", "secret"
AWAY_EVERY_S, AWAY_FOR_S = 20.0, 10.0
_PICTURE = "-f lavfi -i testsrc2=size=640x360:rate=25"
_X264 = "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -threads 1 -g 25"
_FILMS = {
    "plain": f"{_X264} -bf 0",
    "b-frames": f"{_X264} -bf 2 -b_strategy 0",
    "h265": "-pix_fmt yuv420p -c:v libx265 -preset ultrafast"
    " -x265-params log-level=none:pools=1:bframes=0:keyint=25",
}
FAULTS = {
    "h265": "h265",
    # Encoded while it runs: the filter of a copied film ends where the film begins anew.
    "no-key-frame": f"-re {_PICTURE} {_X264} -bf 0 -bsf:v noise=drop=key*gt(n\\,0)",
    "needs-password": "plain",
    "b-frames": "b-frames",
    "audio-only": "-re -f lavfi -i sine=frequency=440:sample_rate=44100 -c:a aac -b:a 64k",
    "drops": "plain",
}
"""By path: the film that it plays, or ffmpeg's arguments."""


def serve_faults(port: int, mediamtx: Path, announce: Callable[[str], None]) -> None:
    """Serves one path for each of FAULTS until SIGTERM."""
    if "libx265" not in _encoders():
        raise ServerError("this ffmpeg has no libx265, which the h265 camera needs")
    ready = f"misbehaving cameras at rtsp://127.0.0.1:{port}/ {' '.join(FAULTS)}"
    with TemporaryDirectory(prefix="mosaic-faults-") as folder:
        _film(Path(folder))
        children = [_child(name, port, Path(folder)) for name in FAULTS]
        run_server(
            port,
            mediamtx,
            {name: {} for name in FAULTS},
            _users(),
            children,
            lambda: announce(ready),
        )


def _film(folder: Path) -> None:
    """Encoded once: whoever watches needs the processor."""
    for name, encoding in _FILMS.items():
        how = f"{_PICTURE} -t 20 {encoding}".split()
        subprocess.run([*FFMPEG, "error", *how, str(folder / f"{name}.mp4")], check=True)


def _child(name: str, port: int, films: Path) -> Child:
    login = f"{USER}:{PASSWORD}@" if name == "needs-password" else ""
    target = f"rtsp://{login}127.0.0.1:{port}/{name}"
    source = FAULTS[name].split()
    if FAULTS[name] in _FILMS:
        film = str(films / f"{FAULTS[name]}.mp4")
        source = ["-re", "-stream_loop", "-1", "-i", film, "-c", "copy"]
    command = [*FFMPEG, "fatal", *source, "-f", "rtsp", "-rtsp_transport", "tcp", target]
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
