"""How long clips take: one of 6 seconds that lies in two files, and an hour."""

import json
from collections.abc import Sequence
from pathlib import Path

from mosaic_cli.bench.backend.site import private_site
from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.repository import ROOT

CLIPS = 40
HOUR = 60
SHORT_GOAL_S = 0.3
LONG_GOAL = 200


def clip_figures(_home: Path, _seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home."""
    return measure(CLIPS, HOUR)


def measure(clips: int, minutes: int) -> list[Figure]:
    """minutes: of the long clip."""
    with private_site() as site:
        script = str(ROOT / "benchmarks" / "video" / "clips.py")
        told = json.loads(site.run(script, str(clips), str(minutes)).splitlines()[-1])
    where = (
        "the worker's code from the start of the job to the file, over the seam of two files of a minute,"
        " 1280 x 720 at 25 a second and 4 Mbit/s"
    )
    long = (
        f"the same code, {minutes} files of a minute copied to one of {told['long_bytes'] / 1e9:.2f} GB in"
        f" {told['long_s']:.1f} s, as far as they were in the disk's cache"
    )
    speed = 60 * minutes / told["long_s"]
    span = "1 h" if minutes == HOUR else f"{minutes} min"
    return [
        _short(
            "6 s clip across segments, p95", told["copied_s"], f"{where}; begins at a key frame"
        ),
        _short(
            "6 s clip across segments, exact, p95",
            told["exact_s"],
            f"{where}; the cut group of pictures is encoded anew (smart cut)",
        ),
        figure(f"export of {span}, times real time", speed, "x", (">=", LONG_GOAL), long),
    ]


def _short(name: str, took: Sequence[float], how: str) -> Figure:
    how = f"{how}; {len(took)} clips, median {percentile(took, 50) or 0:.3f} s"
    return figure(name, percentile(took, 95), "s", ("<=", SHORT_GOAL_S), how)
