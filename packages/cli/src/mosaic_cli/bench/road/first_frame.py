"""From asking for a cold camera to its first frame in Chromium: by our front door, and from MediaMTX itself.

How long the first frame takes depends on when the camera sends its next key frame, up to a second. So each trial
begins at a set share of that second, the same shares for both sides.
"""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import httpx

from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.node import run_script
from mosaic_cli.bench.road.camera_clock import KEY_FRAME_EVERY_S, CameraClock, followed
from mosaic_cli.bench.road.media_token import media_token
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

PROTOCOLS = {"whep": ("WHEP", 1.0), "hls": ("LL-HLS", 2.5)}
TRIALS = 32
"""With fewer, one trial that just misses a key frame moves the median by a tenth of a second."""
FPS = 25
WORST_RATIO = 1.2
TRIAL_LIMIT_S = 30


@dataclass(frozen=True)
class Trial:
    protocol: str
    direct: bool
    camera_id: str
    phase: float
    """Share of the time between two key frames at which it begins."""


def first_frame_figures(stack: RunningStack, trials: int = TRIALS) -> list[Figure]:
    """Each trial has a camera of its own that nobody read before, so every path is cold; kinds alternate."""
    admin = stack.sign_in("admin")
    ports = json.loads((stack.home / "ports.json").read_text())
    kinds = [(protocol, direct) for protocol in PROTOCOLS for direct in (False, True)]
    with cold_cameras(admin, stack, len(kinds) * trials) as camera_ids:
        planned = [
            Trial(protocol, direct, camera_ids.pop(), (number + 0.5) / trials)
            for number in range(trials)
            for protocol, direct in kinds
        ]
        measured = run_script(
            "road/first-frame.mjs",
            {
                "key_frame_at_ms": 1000 * _key_frame_at(source_of(stack)),
                "key_frame_every_ms": 1000 * KEY_FRAME_EVERY_S,
                "trials": [_described(trial, stack, admin, ports) for trial in planned],
            },
            within_s=TRIAL_LIMIT_S * len(planned),
        )
    took: dict[tuple[str, bool], list[float]] = {kind: [] for kind in kinds}
    failures: list[str] = []
    for trial, result in zip(planned, measured, strict=True):
        if "error" in result:
            failures.append(
                f"{trial.protocol}{' direct' if trial.direct else ''}: {result['error']}"
            )
        else:
            took[trial.protocol, trial.direct].append(result["took_ms"] / 1000)
    return [each for protocol in PROTOCOLS for each in _figures(protocol, took, failures)]


def _figures(
    protocol: str, took: dict[tuple[str, bool], list[float]], failures: list[str]
) -> Iterator[Figure]:
    label, bound = PROTOCOLS[protocol]
    ours, direct = took[protocol, False], took[protocol, True]
    failed = f"; failed: {', '.join(failures)}" if failures else ""
    yield figure(
        f"first frame, cold path, {label}",
        median(ours) if ours else None,
        "s",
        ("<=", bound),
        f"median of {_listed(ours)}; from asking for a session to the first frame shown by "
        f"Chromium{failed}",
    )
    yield figure(
        f"first frame, cold path, {label}, against MediaMTX directly",
        median(ours) / median(direct) if ours and direct else None,
        "ratio",
        ("<=", WORST_RATIO),
        f"medians; directly, token in hand: {_listed(direct)}; same script, run and phases",
    )


def _listed(values: list[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in values) or "nothing"


def _described(
    trial: Trial, stack: RunningStack, admin: FrontDoor, ports: dict[str, int]
) -> dict[str, Any]:
    if not trial.direct:
        path = f"/api/streaming/v1/cameras/{trial.camera_id}/sessions"
        return {
            "protocol": trial.protocol,
            "phase": trial.phase,
            "origin": stack.url,
            "session": stack.url + path,
            "access": admin.token(),
        }
    port = ports["mediamtx-webrtc" if trial.protocol == "whep" else "mediamtx-hls"]
    origin = f"http://127.0.0.1:{port}"
    address = "whep" if trial.protocol == "whep" else "index.m3u8?cookieCheck=1"
    return {
        "protocol": trial.protocol,
        "phase": trial.phase,
        "origin": origin,
        "url": f"{origin}/{trial.camera_id}/{address}",
        "token": media_token(stack.home / "secrets", trial.camera_id),
    }


def source_of(stack: RunningStack) -> str:
    return f"rtsp://{stack.parts()['demo']['address']}/camera-01"


def _key_frame_at(source: str) -> float:
    """An instant (Unix time, s) at which the camera sent a key frame."""
    clock = CameraClock(FPS, 1 << 24)
    with followed({"camera": source}, {"camera": clock}):
        until(lambda: len(clock.passes()) > 0, "a key frame of the camera", within_s=20)
        time.sleep(3 * KEY_FRAME_EVERY_S)  # the earliest of some stamps is the right one
    return clock.passes()[-1]


@contextmanager
def cold_cameras(admin: FrontDoor, stack: RunningStack, count: int) -> Iterator[list[str]]:
    """Cameras on the first simulated camera that the AI does not sample, each provisioned and not running."""
    source = source_of(stack)
    run = uuid.uuid4().hex[:6]
    made: list[str] = []
    try:
        for number in range(count):
            camera = admin.add_camera(f"bench-{run}-{number}", source, ai={"enabled": False})
            made.append(camera["id"])
        until(
            lambda: all(_is_cold(stack, camera_id) for camera_id in made),
            "the cameras are provisioned and nobody reads them",
            within_s=60,
            despite=(AssertionError, httpx.HTTPError),
        )
        yield list(made)
    finally:
        for camera_id in made:
            admin.remove_camera(camera_id)


def _is_cold(stack: RunningStack, camera_id: str) -> bool:
    """By MediaMTX's own word; its control API listens on loopback."""
    port = json.loads((stack.home / "ports.json").read_text())["mediamtx-api"]
    path = httpx.get(f"http://127.0.0.1:{port}/v3/paths/get/{camera_id}")
    configured = httpx.get(f"http://127.0.0.1:{port}/v3/config/paths/get/{camera_id}")
    return configured.status_code == 200 and not (
        path.status_code == 200 and path.json().get("ready")
    )
