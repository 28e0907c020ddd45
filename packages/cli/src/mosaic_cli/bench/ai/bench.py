"""The whole of `./mosaic bench ai`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from mosaic_cli.bench.ai.clips import clips_of
from mosaic_cli.bench.ai.load import Load, measured_load
from mosaic_cli.bench.ai.site import AiSite, ai_site, looking_at
from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.measured import measured
from mosaic_cli.checks.stack import models_environment
from mosaic_cli.demo import clips_folder
from mosaic_cli.repository import ROOT

CAMERAS, MOST_CAMERAS = 12, 16
MOVING_SHARE = 0.15
MOVING = 2
"""Of CAMERAS, which is about that share."""
SETTLED_AFTER_S, RESTED_AFTER_S = 15.0, 90.0
"""A camera at rest is so for long: by then it is known where its leaves are, and how large its video is."""
MOVING_GOAL, MIXED_GOAL = 14, 40
REST_GOAL_MS = 15
DELAY_GOAL_S = 1.2
MEMORY_GOAL_MB = 900
COVERAGE_GOAL_PERCENT = 99
LOST_GOAL_POINTS = 1
LOCATOR_GOAL_MS, RECOGNISER_GOAL_MS = 20, 5
PROGRAM_LIMIT_S = 1800


def run_ai(_home: Path, seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home; a fifth of `seconds` for each measurement of load."""
    figures = measured("load", lambda: list(_figures(max(20.0, seconds / 5))))
    figures += measured("lost", lambda: [_lost()])
    return figures + measured("engines", lambda: list(_engines()))


def _figures(seconds: float) -> Iterator[Figure]:
    with ai_site() as site:
        at_rest, in_motion = clips_of("rest"), clips_of("moving")
        some_move = [*in_motion[:MOVING], *(at_rest * CAMERAS)][:CAMERAS]
        rest = _load(site, at_rest, CAMERAS, seconds, settled_s=RESTED_AFTER_S)
        some = _load(site, some_move, CAMERAS, seconds)
        moving = _load(site, in_motion, CAMERAS, seconds)
        more = _load(site, in_motion, MOST_CAMERAS, seconds)
    cores = os.cpu_count() or 1
    yield _cameras("everything moving", moving.whole_ms, cores, MOVING_GOAL, _how(moving))
    mixed_ms = MOVING_SHARE * moving.whole_ms + (1 - MOVING_SHARE) * rest.whole_ms
    how = f"{MOVING_SHARE:.0%} of {moving.whole_ms:.1f} ms moving, the rest of {rest.whole_ms:.1f} ms at rest"
    yield _cameras(f"{MOVING_SHARE:.0%} moving", mixed_ms, cores, MIXED_GOAL, how)
    yield figure(
        "processor time of a camera and second at rest",
        rest.ms,
        "ms",
        ("<=", REST_GOAL_MS),
        _how(rest),
    )
    yield figure(
        f"coverage, {CAMERAS} cameras moving, the least of them",
        100 * moving.least_coverage,
        "%",
        (">=", COVERAGE_GOAL_PERCENT),
        _how(moving),
    )
    for what, load in (("all", moving), (f"{MOVING} of them", some)):
        yield figure(
            f"frame captured to event in RabbitMQ, p95, {CAMERAS} cameras, {what} moving",
            percentile(load.delays_s, 95),
            "s",
            ("<=", DELAY_GOAL_S),
            f"{len(load.delays_s)} events, median {percentile(load.delays_s, 50) or 0:.2f} s; "
            + _how(load),
        )
    yield figure(
        f"memory of the service, {MOST_CAMERAS} cameras moving",
        more.memory_bytes / 1e6,
        "MB",
        ("<=", MEMORY_GOAL_MB),
        f"sum of PSS of its processes; {_how(more)}",
    )


def _lost() -> Figure:
    clips = [str(path) for path in sorted(clips_folder().glob("*-[0-9][0-9].mp4"))]
    told = _program("mosaic_ai.detection_recall", *clips)
    return figure(
        "lost by gate and packing against whole pictures, every one",
        told["lost_points"],
        "points of recall",
        ("<=", LOST_GOAL_POINTS),
        f"moving vehicles a second of the demo's {len(clips)} clips, {told['vehicle_seconds']:.0f} in all: "
        f"YOLOv8n on every whole picture finds {told['plain']:.1%}, the pipeline {told['ours']:.1%}",
    )


def _engines() -> Iterator[Figure]:
    told = _program("mosaic_ai.engine_times")
    how = "one thread, fastest of {runs:.0f} runs, in turns; PP-OCR on the same plate, a yardstick: {text:.1f} ms"
    for name, key, goal in (
        ("plate locator, 640 × 384", "locator_ms", LOCATOR_GOAL_MS),
        ("plate recogniser, one crop", "recogniser_ms", RECOGNISER_GOAL_MS),
    ):
        yield figure(
            name, told[key], "ms", ("<=", goal), how.format(runs=told["runs"], text=told["text_ms"])
        )


def _program(*module: str) -> dict[str, float]:
    """A program of the AI service; what it printed. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, "-m", *module],
        env=dict(os.environ) | models_environment(ROOT),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PROGRAM_LIMIT_S,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _load(
    site: AiSite,
    clips: list[Path],
    cameras: int,
    seconds: float,
    *,
    settled_s: float = SETTLED_AFTER_S,
) -> Load:
    with looking_at(site, clips, cameras, settled_s=settled_s):
        return measured_load(site, cameras, seconds)


def _cameras(what: str, ms: float, cores: int, goal: int, how: str) -> Figure:
    return figure(
        f"cameras at 1 frame a second on {cores} cores, 1080p, {what}",
        1000 * cores / ms,
        "cameras",
        (">=", goal),
        f"{1000 * cores} ms of processor time a second, by {ms:.1f} ms a camera and second looked at; {how}",
    )


def _how(load: Load) -> str:
    return (
        f"{load.cameras} cameras by RTSP and LL-HLS, {load.seconds:.0f} s: {load.ms:.1f} ms a camera and second, "
        f"coverage {load.coverage:.1%} (least {load.least_coverage:.1%}), machine {load.machine_busy:.0f} % busy "
        f"with cameras, MediaMTX and all"
    )
