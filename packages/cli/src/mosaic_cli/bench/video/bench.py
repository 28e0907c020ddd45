"""The whole of `./mosaic bench video`."""

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from mosaic_cli.bench.figure import Figure
from mosaic_cli.bench.video.live import live_view
from mosaic_cli.bench.video.provisioning import provisioning_figures

Measurement = Callable[[Path, float], list[Figure]]
MEASUREMENTS: Sequence[tuple[str, Measurement]] = (
    ("live view", live_view),
    ("provisioning", provisioning_figures),
)


def run_video(home: Path, seconds: float) -> list[Figure]:
    """Each measurement on the stack of that home or on parts of its own, as it needs."""
    figures: list[Figure] = []
    for name, measurement in MEASUREMENTS:
        figures += _measured(name, measurement, home, seconds)
    return figures


def _measured(name: str, measurement: Measurement, home: Path, seconds: float) -> list[Figure]:
    """One measurement that fails is told as a figure and hides no other."""
    try:
        return measurement(home, seconds)
    except (
        AssertionError,
        httpx.HTTPError,
        OSError,
        RuntimeError,
        subprocess.SubprocessError,
        ValueError,
    ) as error:
        return [Figure(name, None, "", "", met=False, how=f"could not be measured: {error!r}")]
