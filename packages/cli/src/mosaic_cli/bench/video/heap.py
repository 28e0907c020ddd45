"""Whether a page that plays all day grows: the browser's heap over changing layouts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import linear_regression
from typing import Any

from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.node import run_script
from mosaic_cli.bench.road.bench import stack_of
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack

TILES = 4
SLOPE_GOAL_MB = 1.0
LAYOUTS = {"2x2": TILES, "1": 1, "3x3": TILES}
SETTLING = 0.2
"""Share of the rounds at the beginning that does not count: code is loaded and compiled, caches are filled."""
FEWEST_ROUNDS = 5
LATER_S = 180.0
MB = 1_000_000


def heap_figures(home: Path, seconds: float) -> list[Figure]:
    """`--seconds 3600` for the hour."""
    with stack_of(home) as (stack, _):
        admin = stack.sign_in("admin")
        cameras = sorted(admin.every("/api/v1/cameras"), key=lambda each: str(each["name"]))
        with _mosaics(admin, [str(each["id"]) for each in cameras[:TILES]]) as mosaics:
            return [heap_figure(_watched(stack, mosaics, seconds))]


def heap_figure(rounds: Sequence[dict[str, Any]]) -> Figure:
    good = [each for each in rounds if "error" not in each]
    failed = [each["error"] for each in rounds if "error" in each]
    counted = good[round(len(good) * SETTLING) :]
    slope, how = None, f"only {len(counted)} rounds"
    if len(counted) >= FEWEST_ROUNDS:
        slope = round(_slope_mb(counted, "heap_bytes"), 2)
        first, last = counted[0], counted[-1]
        how = (
            f"line through {len(counted)} rounds in {(last['at_s'] - first['at_s']) / 60:.0f} min, each of"
            f" {len(LAYOUTS)} layouts, the list of cameras and a tile maximised, after a full collection;"
            f" heap {first['heap_bytes'] / MB:.1f} to {last['heap_bytes'] / MB:.1f} MB, nodes {first['nodes']}"
            f" to {last['nodes']}, listeners {first['listeners']} to {last['listeners']}, whole renderer"
            f" {first['rss_bytes'] / MB:.0f} to {last['rss_bytes'] / MB:.0f} MB"
            f" ({_slope_mb(counted, 'rss_bytes'):+.1f} in 10 min)"
        )
    how += f"; failed: {', '.join(failed)}" if failed else "; none failed"
    return figure(
        "browser heap, 4 tiles, changing layouts, slope in 10 min",
        slope,
        "MB",
        ("<=", SLOPE_GOAL_MB),
        how,
    )


def _slope_mb(rounds: Sequence[dict[str, Any]], name: str) -> float:
    times = [each["at_s"] / 600 for each in rounds]
    return linear_regression(times, [each[name] / MB for each in rounds]).slope


def _watched(stack: RunningStack, mosaics: dict[str, str], seconds: float) -> list[dict[str, Any]]:
    home, *others = LAYOUTS
    shown = [{"path": f"/mosaics/{mosaics[each]}", "count": LAYOUTS[each]} for each in others]
    return run_script(
        "video/heap.mjs",
        {
            "url": stack.url,
            **stack.accounts["admin"],
            "home": f"/mosaics/{mosaics[home]}",
            "others": [*shown, {"path": "/cameras", "count": 0}],
            "tiles": TILES,
            "seconds": seconds,
        },
        within_s=seconds + LATER_S,
    )


@contextmanager
def _mosaics(admin: FrontDoor, cameras: Sequence[str]) -> Iterator[dict[str, str]]:
    """The identity of a saved mosaic of each layout."""
    made: dict[str, str] = {}
    try:
        for layout, count in LAYOUTS.items():
            tiles = [
                {"position": place, "camera_id": camera}
                for place, camera in enumerate(cameras[:count])
            ]
            body = {
                "name": f"bench heap {layout}",
                "layout": layout,
                "shared": False,
                "tiles": tiles,
            }
            made[layout] = admin.answer("POST", "/api/v1/mosaics", json=body)["id"]
        yield made
    finally:
        for mosaic_id in made.values():
            admin.request("DELETE", f"/api/v1/mosaics/{mosaic_id}")
