"""The whole of `./mosaic bench ai-memory`: whether the service grows while it looks at the same cameras."""

import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path

from mosaic_cli.bench.ai.bench import (
    MEMORY_GOAL_MB,
    MOST_CAMERAS,
    MOVING_SHARE,
    RESTED_AFTER_S,
)
from mosaic_cli.bench.ai.clips import clips_of
from mosaic_cli.bench.ai.site import AiSite, ai_site, looking_at
from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.measured import measured
from mosaic_cli.bench.road.load import pss_bytes, trees

EVERY_S = 15.0
SPANS = 12
"""The time is cut into so many spans, of which the medians are compared: one look's buffers are no growth."""


def run_memory(_home: Path, seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home; for so long after the cameras are settled."""
    return measured("memory", lambda: list(_figures(seconds)))


def _figures(seconds: float) -> Iterator[Figure]:
    moving = math.ceil(MOVING_SHARE * MOST_CAMERAS)
    clips = [*clips_of("moving")[:moving], *(clips_of("rest") * MOST_CAMERAS)][:MOST_CAMERAS]
    with (
        ai_site() as site,
        looking_at(site, clips, MOST_CAMERAS, settled_s=RESTED_AFTER_S),
    ):
        before = _sampled(site)
        samples = list(_samples(site.pid, seconds))
        site.video.sign_in()
        looked_at = _sampled(site) - before
    how = (
        f"{MOST_CAMERAS} cameras, {moving} of them moving, {looked_at} pictures sampled; sum of PSS of the "
        f"service's processes, {len(samples)} times in {samples[-1][0] / 60:.0f} min"
    )
    most = max(megabytes for _, megabytes in samples)
    yield figure("memory of the service, the most", most, "MB", ("<=", MEMORY_GOAL_MB), how)
    slope, least, greatest = growth(spans(samples, SPANS))
    yield figure(
        "memory of the service, growth that is certain",
        max(0.0, least * 3600),
        "MB an hour",
        ("<=", 0),
        f"Theil-Sen slope of the medians of {SPANS} spans: {slope * 3600:.1f} MB an hour, at 95 % between "
        f"{least * 3600:.1f} and {greatest * 3600:.1f}; {how}",
    )


def spans(samples: Sequence[tuple[float, float]], number: int) -> list[tuple[float, float]]:
    """Of samples (time, value) in their order the medians of `number` spans, fewer where there are fewer."""
    number = min(number, len(samples))
    cuts = [at * len(samples) // number for at in range(number + 1)]
    parts = [samples[start:end] for start, end in pairwise(cuts)]
    return [
        (statistics.median(each[0] for each in part), statistics.median(each[1] for each in part))
        for part in parts
    ]


def growth(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Theil-Sen slope of points (time, value), and its interval of 95 % by Kendall's statistic (Sen 1968).

    Raises ValueError for fewer than two points.
    """
    if len(points) < 2:
        raise ValueError("no growth can be told from one point")
    slopes = sorted(
        (later - earlier) / (end - start)
        for (start, earlier), (end, later) in combinations(points, 2)
    )
    count = len(points)
    spread = 1.96 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(0, math.floor((len(slopes) - spread) / 2))
    high = min(len(slopes) - 1, math.ceil((len(slopes) + spread) / 2))
    return statistics.median(slopes), slopes[low], slopes[high]


def _samples(pid: int, seconds: float) -> Iterator[tuple[float, float]]:
    """Seconds since the first, megabytes."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) <= seconds:
        megabytes = pss_bytes(trees([pid])) / 1e6
        sys.stderr.write(f"{passed:.0f} s: {megabytes:.0f} MB\n")
        yield passed, megabytes
        time.sleep(EVERY_S)


def _sampled(site: AiSite) -> int:
    return sum(state["sampled"] for state in site.states())
