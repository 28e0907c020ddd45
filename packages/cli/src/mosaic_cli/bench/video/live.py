"""How live pictures come: poster, first frame and glass to glass, in the console and from MediaMTX itself."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.node import run_script
from mosaic_cli.bench.road.bench import stack_of
from mosaic_cli.bench.road.camera_clock import CameraClock, followed
from mosaic_cli.bench.road.first_frame import cold_cameras
from mosaic_cli.bench.road.media_token import media_token
from mosaic_cli.bench.video.glass import WATCHED_PX, delays_s
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.demo import clips_folder
from mosaic_demo.frame_clock import BLOCK_PX, NATIVE_WIDTH
from mosaic_demo.truth import load_truths

TILES = 4
WARM_ROUNDS, COLD_ROUNDS = 5, 2
WATCHED_S = 10
ROUND_LIMIT_S = 60
LABELS = {"webrtc": "WHEP", "hls": "LL-HLS"}
POSTER_S, WARM_S = 0.2, 0.6
COLD_S = {"webrtc": 1.5, "hls": 2.5}
GLASS_S = {"webrtc": 0.3, "hls": 2.0}


@dataclass(frozen=True)
class Round:
    """Some tiles opened at once. kind: what is measured; bare: from MediaMTX itself, not in the console."""

    kind: str
    transport: str
    bare: bool
    cameras: Sequence[str]

    @property
    def key(self) -> tuple[str, str, bool]:
        return (self.kind, self.transport, self.bare)


def live_view(home: Path, _seconds: float) -> list[Figure]:
    with stack_of(home) as (stack, _):
        return live_figures(stack)


def live_figures(stack: RunningStack) -> list[Figure]:
    """All in one run of one browser; rounds of the console and of MediaMTX itself alternate."""
    admin = stack.sign_in("admin")
    demo = sorted(admin.every("/api/v1/cameras"), key=lambda each: str(each["name"]))
    truths = dict(sorted(load_truths(clips_folder()).items())[:TILES])
    warm = [each["id"] for each in demo if each["name"] in truths]
    name, truth = next(iter(truths.items()))
    clock = CameraClock(truth.fps, truth.frames)
    source = f"rtsp://{stack.parts()['demo']['address']}/{name}"
    cold = COLD_ROUNDS * len(LABELS) * 2 * TILES
    with cold_cameras(admin, stack, cold) as ids:
        first = list(_first_frame_rounds(warm, ids))
        told = _played(first, admin, stack)
    glass = [
        Round("glass", transport, bare, warm[:1]) for transport in LABELS for bare in (False, True)
    ]
    with followed({name: source}, {name: clock}, every_frame=True):
        told += _played(glass, admin, stack)
    return list(_figures(first + glass, told, clock))


def _played(rounds: Sequence[Round], admin: FrontDoor, stack: RunningStack) -> list[dict[str, Any]]:
    with _mosaics(admin, rounds) as mosaics:
        return run_script(
            "video/live.mjs",
            {
                "url": stack.url,
                **stack.accounts["admin"],
                "rounds": [_described(each, mosaics, stack) for each in rounds],
            },
            within_s=ROUND_LIMIT_S * len(rounds),
        )


def _first_frame_rounds(warm: Sequence[str], cold: list[str]) -> Iterator[Round]:
    sides = (False, True)
    for _ in range(WARM_ROUNDS):
        yield from (Round("warm", "webrtc", bare, warm) for bare in sides)
    for _ in range(COLD_ROUNDS):
        for transport in LABELS:
            for bare in sides:
                yield Round("cold", transport, bare, [cold.pop() for _ in range(TILES)])


@contextmanager
def _mosaics(admin: FrontDoor, rounds: Sequence[Round]) -> Iterator[Mapping[tuple[str, ...], str]]:
    """A saved mosaic for each set of cameras that the console shows."""
    made: dict[tuple[str, ...], str] = {}
    try:
        for each in rounds:
            if each.bare or tuple(each.cameras) in made:
                continue
            body = {
                "name": f"bench {len(made)}",
                "layout": "2x2" if len(each.cameras) > 1 else "1",
                "shared": False,
                "tiles": [
                    {"position": place, "camera_id": camera}
                    for place, camera in enumerate(each.cameras)
                ],
            }
            mosaic = admin.answer("POST", "/api/v1/mosaics", json=body)
            made[tuple(each.cameras)] = mosaic["id"]
        yield made
    finally:
        for mosaic_id in made.values():
            admin.request("DELETE", f"/api/v1/mosaics/{mosaic_id}")


def _described(
    each: Round, mosaics: Mapping[tuple[str, ...], str], stack: RunningStack
) -> dict[str, Any]:
    watch = {
        "seconds": WATCHED_S,
        "width": WATCHED_PX,
        "height": BLOCK_PX,
        "native": NATIVE_WIDTH,
    }
    described: dict[str, Any] = {"watch": watch} if each.kind == "glass" else {}
    if not each.bare:
        forced = each.kind != "warm"
        path = f"/mosaics/{mosaics[tuple(each.cameras)]}"
        path += f"?transport={each.transport}" if forced else ""
        return described | {"path": path, "tiles": len(each.cameras)}
    ports = json.loads((stack.home / "ports.json").read_text())
    whep = each.transport == "webrtc"
    origin = f"http://127.0.0.1:{ports['mediamtx-webrtc' if whep else 'mediamtx-hls']}"
    address = "whep" if whep else "index.m3u8?cookieCheck=1"
    reads = [
        {
            "protocol": "whep" if whep else "hls",
            "url": f"{origin}/{camera}/{address}",
            "token": media_token(stack.home / "secrets", camera),
        }
        for camera in each.cameras
    ]
    return described | {"origin": origin, "reads": reads}


@dataclass
class _Told:
    """What the rounds of one kind told, in seconds."""

    first: list[float]
    posters: list[float]
    delays: list[float]
    failures: list[str]


def _figures(
    rounds: Sequence[Round], told: Sequence[dict[str, Any]], clock: CameraClock
) -> Iterator[Figure]:
    by_key = {each.key: _Told([], [], [], []) for each in rounds}
    for each, result in zip(rounds, told, strict=True):
        kept = by_key[each.key]
        kept.first += [ms / 1000 for ms in result.get("first_frame_ms", [])]
        kept.posters += [ms / 1000 for ms in result.get("poster_ms", [])]
        kept.delays += delays_s(result.get("strips", []), clock)
        kept.failures += [result["error"]] if "error" in result else []
    warm = by_key["warm", "webrtc", False]
    yield figure(
        "poster, four tiles at once, p95",
        percentile(warm.posters, 95),
        "s",
        ("<=", POSTER_S),
        f"of {len(warm.posters)} tiles whose picture of the AI came before video; {_tail(warm)}",
    )
    yield from _first_frames("warm", "webrtc", WARM_S, by_key)
    for transport, goal in COLD_S.items():
        yield from _first_frames("cold", transport, goal, by_key)
    for transport, goal in GLASS_S.items():
        ours, bare = (by_key["glass", transport, side] for side in (False, True))
        yield figure(
            f"glass to glass, {LABELS[transport]}, p95",
            percentile(ours.delays, 95),
            "s",
            ("<=", goal),
            f"{len(ours.delays)} frames, median {_shown(percentile(ours.delays, 50))}; MediaMTX itself: "
            f"median {_shown(percentile(bare.delays, 50))}, p95 {_shown(percentile(bare.delays, 95))}; by the "
            f"frame number in the picture against ffmpeg at the camera; {_tail(ours)}",
        )


def _first_frames(
    kind: str, transport: str, goal: float, by_key: Mapping[tuple[str, str, bool], _Told]
) -> Iterator[Figure]:
    ours, bare = (by_key[kind, transport, side] for side in (False, True))
    yield figure(
        f"first frame, {kind} path, {LABELS[transport]}, four tiles at once, p95",
        percentile(ours.first, 95),
        "s",
        ("<=", goal),
        f"{len(ours.first)} tiles of the console, median {_shown(percentile(ours.first, 50))}; MediaMTX "
        f"itself, token in hand: median {_shown(percentile(bare.first, 50))}, "
        f"p95 {_shown(percentile(bare.first, 95))}; {_tail(ours)}",
    )


def _tail(told: _Told) -> str:
    return f"failed: {', '.join(told.failures)}" if told.failures else "none failed"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"
