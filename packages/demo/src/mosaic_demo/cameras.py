"""The simulated cameras: an own MediaMTX and one ffmpeg for each camera that plays its clip for ever."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from mosaic_demo.children import Child, Family
from mosaic_demo.library import camera_names, load_cameras
from mosaic_demo.mediamtx import answers, anyone, check_port, write_config

START_TIMEOUT_S, STARTS_AT_ONCE = 15.0, 8


class ServerError(RuntimeError):
    """The camera server could not be started."""


def publisher(clip: Path, port: int, name: str) -> list[str]:
    """The ffmpeg that plays a clip as a camera; nothing is decoded or encoded."""
    return [
        "ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "fatal",
        "-re", "-stream_loop", "-1", "-i", str(clip), "-c", "copy", "-an",
        "-f", "rtsp", "-rtsp_transport", "tcp", f"rtsp://127.0.0.1:{port}/{name}",
    ]  # fmt: skip


def serve(
    clips: Path, cameras: int, port: int, mediamtx: Path, announce: Callable[[str], None]
) -> None:
    """Serves rtsp://127.0.0.1:PORT/camera-NN until SIGTERM or SIGINT; announce gets a line when all run."""
    files = load_cameras(clips)
    names = camera_names(cameras)
    absent = [n for n in names if n not in files or not files[n].is_file()]
    if absent:
        raise ServerError(
            f"{clips} has no clip for {absent[0]}: run render with --cameras {cameras} first"
        )
    children = [Child(name, publisher(files[name], port, name)) for name in names]
    paths: dict[str, dict[str, object]] = {name: {} for name in names}
    ready = f"{cameras} simulated cameras at rtsp://127.0.0.1:{port}/{names[0]} … {names[-1]}"
    run_server(port, mediamtx, paths, anyone(), children, lambda: announce(ready))


def run_server(
    port: int,
    mediamtx: Path,
    paths: dict[str, dict[str, object]],
    users: list[dict[str, object]],
    publishers: list[Child],
    on_ready: Callable[[], None],
) -> None:
    """MediaMTX and its publishers until a signal ends them."""
    check_port(port)
    with TemporaryDirectory(prefix="mosaic-cameras-") as home:
        config = Path(home) / "mediamtx.yml"
        write_config(config, port, paths, users)
        server = Child("mediamtx", [str(mediamtx), str(config)])
        family = Family([server])
        family.install_signals()
        try:
            family.start(server)
            _await_server(family, server, port)
            for i in range(0, len(publishers), STARTS_AT_ONCE):
                if family.ending:
                    return
                family.children += publishers[i : i + STARTS_AT_ONCE]
                family.step()
            if not family.ending:
                on_ready()
            family.run()
        finally:
            family.stop()


def _await_server(family: Family, server: Child, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not answers(port):
        if family.ending:
            return
        if (
            server.process is None
            or server.process.poll() is not None
            or time.monotonic() > deadline
        ):
            raise ServerError(f"MediaMTX did not come up on port {port}")
        time.sleep(0.05)
