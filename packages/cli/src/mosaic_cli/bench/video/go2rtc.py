"""go2rtc, a program like MediaMTX, to be measured beside it; nothing of Mosaic needs it."""

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from platformdirs import user_cache_path

from mosaic_cli.ports import LOOPBACK, free_ports
from mosaic_cli.programs import require

VERSION = "v1.9.14"
MODULE = f"github.com/AlexxIT/go2rtc@{VERSION}"
BUILT_WITHIN_S = 900
READY_S = 30.0


class Go2rtcError(RuntimeError):
    """It could not be built or started."""


def binary() -> Path:
    """Built from its Go module where the cache has none. Raises Go2rtcError."""
    target = user_cache_path("mosaic") / "go2rtc" / VERSION / "go2rtc"
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    go = require("go")
    told = json.loads(_run(go, "mod", "download", "-json", MODULE, folder=target.parent))
    built = target.with_suffix(".new")
    _run(go, "build", "-trimpath", "-o", str(built), ".", folder=Path(told["Dir"]))
    built.replace(target)
    return target


@contextmanager
def serving(folder: Path, streams: Sequence[str], source: str) -> Iterator["Go2rtc"]:
    """All streams of one RTSP source, opened by their first reader."""
    api, rtsp, webrtc = free_ports(3)
    configuration = {
        "api": {"listen": f"{LOOPBACK}:{api}", "origin": "*"},
        "rtsp": {"listen": f"{LOOPBACK}:{rtsp}"},
        "webrtc": {
            "listen": f"{LOOPBACK}:{webrtc}",
            "candidates": [f"{LOOPBACK}:{webrtc}"],
            "filters": {"loopback": True},
        },
        "streams": dict.fromkeys(streams, source),
    }
    file = folder / "go2rtc.json"
    file.write_text(json.dumps(configuration))
    with (folder / "go2rtc.log").open("ab") as log:
        process = subprocess.Popen(
            [str(binary()), "-config", str(file)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        running = Go2rtc(process.pid, f"http://{LOOPBACK}:{api}", f"rtsp://{LOOPBACK}:{rtsp}")
        running.await_ready()
        yield running
    finally:
        process.kill()
        process.wait()


class Go2rtc:
    """A running one. origin: of its API; rtsp: what stream names are appended to."""

    def __init__(self, pid: int, origin: str, rtsp: str) -> None:
        self.pid = pid
        self.origin = origin
        self.rtsp = rtsp

    def whep_url(self, stream: str) -> str:
        return f"{self.origin}/api/webrtc?src={stream}"

    def await_ready(self) -> None:
        """Raises Go2rtcError."""
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.origin}/api/streams", trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise Go2rtcError(f"go2rtc does not answer within {READY_S:.0f} s")


def _run(*command: str, folder: Path) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=BUILT_WITHIN_S,
        )
    except subprocess.TimeoutExpired as error:
        raise Go2rtcError(f"{command[1]} took more than {BUILT_WITHIN_S} s") from error
    if done.returncode != 0:
        raise Go2rtcError(f"{' '.join(command[:3])}: {done.stderr[-1000:]}")
    return done.stdout
