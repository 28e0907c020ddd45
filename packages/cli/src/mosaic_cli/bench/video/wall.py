"""A wall of LL-HLS tiles in one browser: by HTTP/2 and TLS, and by HTTP/1.1 and its six connections."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.node import run_script
from mosaic_cli.bench.road.bench import stack_of
from mosaic_cli.bench.video.media_server import camera
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack

TILES, CAMERAS = 16, 4
WITHIN_S, WATCHED_S = 60, 5


def wall(home: Path, _seconds: float) -> list[Figure]:
    """The camera sends little, so that sixteen decoders are no matter on two cores."""
    with (
        stack_of(home) as (stack, _),
        tempfile.TemporaryDirectory(prefix="mosaic-wall-") as folder,
        camera(Path(folder)) as source,
    ):
        with _mosaic(stack.sign_in("admin"), source) as mosaic_id:
            told = _watched(stack, mosaic_id)
        return [wall_figure(told)]


def _watched(stack: RunningStack, mosaic_id: str) -> list[dict[str, Any]]:
    return run_script(
        "video/wall.mjs",
        {
            **stack.accounts["admin"],
            "path": f"/mosaics/{mosaic_id}?transport=hls",
            "tiles": TILES,
            "origins": [stack.https_url, stack.url],
            "within_ms": WITHIN_S * 1000,
            "watched_ms": WATCHED_S * 1000,
        },
        within_s=6 * WITHIN_S,
    )


@contextmanager
def _mosaic(admin: FrontDoor, source: str) -> Iterator[str]:
    cameras: list[str] = []
    mosaic_id = ""
    try:
        for number in range(CAMERAS):
            made = admin.add_camera(f"bench wall {number}", source, ai={"enabled": False})
            cameras.append(made["id"])
        tiles = [
            {"position": place, "camera_id": cameras[place % CAMERAS]} for place in range(TILES)
        ]
        body = {"name": "bench wall", "layout": "4x4", "shared": False, "tiles": tiles}
        mosaic_id = admin.answer("POST", "/api/v1/mosaics", json=body)["id"]
        yield mosaic_id
    finally:
        if mosaic_id:
            admin.request("DELETE", f"/api/v1/mosaics/{mosaic_id}")
        for each in cameras:
            admin.remove_camera(each)


def wall_figure(told: list[dict[str, Any]]) -> Figure:
    """told: what the page saw by HTTP/2, then by HTTP/1.1."""
    by_h2, by_h1 = told
    through = by_h2.get("protocols") == ["h2"]
    return figure(
        f"{TILES} LL-HLS tiles playing, HTTP/2",
        float(by_h2["playing"]) if through else None,
        "tiles",
        (">=", TILES),
        f"with new pictures for {WATCHED_S} s, in {WITHIN_S} s at most; {_shown(by_h2)}; "
        f"the same wall by HTTP/1.1: {_shown(by_h1)}",
    )


def _shown(seen: dict[str, Any]) -> str:
    if "error" in seen:
        return f"failed: {seen['error']}"
    median, late = (percentile(seen["waited_ms"], share) for share in (50, 95))
    waited = "-" if median is None or late is None else f"{median:.0f} ms, p95 {late:.0f} ms"
    return f"{seen['playing']} play, a request waits {waited} ({', '.join(seen['protocols'])})"
