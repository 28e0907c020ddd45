"""The whole of `./mosaic bench watch`; `figures_of_watch` may be called by a bench that has a site already."""

import json
import os
from pathlib import Path
from typing import Any

import psutil

from mosaic_cli.bench.backend.site import Site, private_site
from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.measured import measured
from mosaic_cli.repository import ROOT

BENCHMARKS = ROOT / "benchmarks" / "watch"
PLATES = 100_000
RATE = 200.0
LONGEST_S = 120.0
GOAL_MS = 300.0
GOAL_ADDED_MS = 1000.0
PARTS = (("-m", "mosaic_backend", "consume"), ("-m", "mosaic_backend", "relay"))


def run_watch(home: Path, seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home. seconds: of reads, at most LONGEST_S."""
    with private_site() as site:
        return measured("watch list", lambda: figures_of_watch(site, min(seconds, LONGEST_S)))


def figures_of_watch(
    site: Site, seconds: float, *, plates: int = PLATES, rate: float = RATE
) -> list[Figure]:
    """A list of so many plates, so many reads a second; the site's database must have no watch list."""
    path = site.folder / "watched.json"
    import_s = float(site.run(str(BENCHMARKS / "fill.py"), str(plates), str(path)).split()[-1])
    with site.process(*PARTS[0]) as consumer, site.process(*PARTS[1]):
        said = site.run(str(BENCHMARKS / "drive.py"), f"{rate}", f"{seconds}", str(path))
        used = psutil.Process(consumer.pid).cpu_times()
    each_ms = 1000 * (used.user + used.system) / (rate * seconds)
    return _figures(json.loads(said.splitlines()[-1]), plates, rate, import_s, each_ms)


def _figures(
    said: dict[str, Any], plates: int, rate: float, import_s: float, each_ms: float
) -> list[Figure]:
    """each_ms: processor time of the consumer, its start included, for a read."""
    alerts, added = said["alerts"], said["added"]
    how = (
        f"{plates} watched plates, imported in {import_s:.1f} s, {rate:g} reads a second, {len(alerts)} alerts:"
        " from before the read was published to its alert taken from RabbitMQ, by the backend's consumer and"
        f" relay; p50 {percentile(alerts, 50) or 0:.0f} ms, worst {max(alerts, default=0):.0f} ms, published"
        f" up to {said['late']:.0f} ms too late; {each_ms:.1f} ms of the consumer's processor a read; load"
        f" average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    return [
        figure("watch list: alert p95", percentile(alerts, 95), "ms", ("<=", GOAL_MS), how),
        figure(
            "watch list: alert for a plate that was just added, p95",
            percentile(added, 95),
            "ms",
            ("<=", GOAL_ADDED_MS),
            f"{len(added)} plates under the same load, from before the change of the list",
        ),
        figure(
            "watch list: alerts missing",
            said["missing"],
            "",
            ("==", 0),
            f"of {said['expected']}, half of them of misread plates; beside: {said['needless']} alerts for"
            " neighbours of watched plates",
        ),
    ]
