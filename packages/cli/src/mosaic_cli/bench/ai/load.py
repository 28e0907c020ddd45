"""How much the service takes for so many cameras, and how soon what it sees is in RabbitMQ."""

import math
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from mosaic_cli.bench.ai.site import AiSite
from mosaic_cli.bench.road.load import ProcessorTime, pss_bytes, trees
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.repository import ROOT


@dataclass
class Load:
    """ms: processor time for one camera and second. coverage: of all cameras in that time, least and in all.

    delays_s: from the capture of a picture to its event in a queue of RabbitMQ.
    """

    cameras: int
    seconds: float
    ms: float
    least_coverage: float
    coverage: float
    machine_busy: float
    memory_bytes: int
    delays_s: list[float] = field(default_factory=list)

    @property
    def whole_ms(self) -> float:
        """What a camera and second takes when none is left out: a machine that is short of time leaves some.

        Infinite where nothing was looked at.
        """
        return self.ms / self.coverage if self.coverage else math.inf


def measured_load(site: AiSite, cameras: int, seconds: float) -> Load:
    before = {state["camera_id"]: state for state in site.states()}
    processor, began = ProcessorTime(site.pid), time.monotonic()
    psutil.cpu_percent()
    with delays(site) as seen:
        until(
            lambda: time.monotonic() - began >= seconds,
            "the time measured",
            within_s=seconds + 60,
            pause_s=0.5,
        )
        took_s = time.monotonic() - began
        used_s, busy = processor.used_s(), psutil.cpu_percent()
    counts = [
        (
            state["sampled"] - before[state["camera_id"]]["sampled"],
            state["due"] - before[state["camera_id"]]["due"],
        )
        for state in site.states()
        if state["camera_id"] in before
    ]
    # A second of each camera is a second whether or not the source found it due: one that fell behind must show.
    shares = [min(1.0, sampled / max(due, round(took_s) - 1)) for sampled, due in counts]
    return Load(
        cameras,
        took_s,
        1000 * used_s / (took_s * cameras),
        min(shares),
        sum(shares) / len(shares),
        busy,
        pss_bytes(trees([site.pid])),
        seen,
    )


@contextmanager
def delays(site: AiSite) -> Iterator[list[float]]:
    """Filled when it closes: detections by the picture's instant, reads by that of their last picture."""
    found: list[float] = []
    folder = site.video.site.folder
    with (folder / "delays").open("w+") as told, (folder / "delays.log").open("w+") as said:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "benchmarks" / "ai" / "delays.py")],
            env=site.video.site.environment,
            stdout=told,
            stderr=said,
        )
        try:
            until(
                lambda: "listening" in (folder / "delays.log").read_text(),
                "events are listened to",
                within_s=30,
            )
            yield found
        finally:
            process.terminate()
            process.wait(30)
            found += map(float, (folder / "delays").read_text().split())
