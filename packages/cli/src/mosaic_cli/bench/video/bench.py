"""The whole of `./mosaic bench video`."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mosaic_cli.bench.figure import Figure
from mosaic_cli.bench.measured import measured
from mosaic_cli.bench.video.clips import clip_figures
from mosaic_cli.bench.video.heap import heap_figures
from mosaic_cli.bench.video.live import live_view
from mosaic_cli.bench.video.peer import peer_figures
from mosaic_cli.bench.video.provisioning import provisioning_figures
from mosaic_cli.bench.video.readers import readers
from mosaic_cli.bench.video.seeking import seeking_figures
from mosaic_cli.bench.video.timeline import timeline_figures
from mosaic_cli.bench.video.wall import wall

Measurement = Callable[[Path, float], list[Figure]]
MEASUREMENTS: Sequence[tuple[str, Measurement]] = (
    ("live view", live_view),
    ("many readers", readers),
    ("go2rtc", peer_figures),
    ("wall", wall),
    ("provisioning", provisioning_figures),
    ("timeline", timeline_figures),
    ("seeking", seeking_figures),
    ("clips", clip_figures),
    ("browser heap", heap_figures),  # last: an hour of it may be asked for
)


def run_video(home: Path, seconds: float) -> list[Figure]:
    """Each measurement on the stack of that home or on parts of its own, as it needs."""
    figures: list[Figure] = []
    for name, measurement in MEASUREMENTS:
        figures += measured(name, partial(measurement, home, seconds))
    return figures
