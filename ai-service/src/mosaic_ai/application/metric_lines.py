"""One line of figures every so many pictures: for whoever reads logs and has no Prometheus."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from mosaic_ai.application.follow_camera import CameraState, Observations
from mosaic_ai.application.sampling_health import sampling_health
from mosaic_ai.application.stage_times import MeasuredStages, StageName
from mosaic_contracts.clock import Clock
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

MOST_CAMERAS = 50
"""In one line, those that were looked at least: with a thousand cameras a line comes ten times a second."""


class LineOutput(Protocol):
    def write(self, line: Mapping[str, Any]) -> None:
        """Raises OSError."""


class MetricLines:
    """Observations that are handed on, and counted. For one event loop."""

    def __init__(
        self,
        every: int,
        observations: Observations,
        stages: MeasuredStages,
        output: LineOutput,
        *,
        states: Callable[[], Sequence[CameraState]],
        outbox_depth: Callable[[], int],
        restarts: Callable[[], Mapping[str, int]],
        memory: Callable[[], Mapping[str, int]],
        clock: Clock,
    ) -> None:
        """every: pictures between two lines; 0: no lines. memory: asked off the event loop."""
        self._every = every
        self._observations = observations
        self._stages = stages
        self._output = output
        self._states = states
        self._outbox_depth = outbox_depth
        self._restarts = restarts
        self._memory = memory
        self._clock = clock
        self._due = asyncio.Event()
        self._frames = self._told = 0
        self._moving = 0
        self._since = clock.monotonic()

    def looked(self, *, took_s: float, age_s: float, moving: bool) -> None:
        self._observations.looked(took_s=took_s, age_s=age_s, moving=moving)
        self._frames += 1
        self._moving += moving
        if self._every and self._frames - self._told >= self._every:
            self._due.set()

    def failed(self, reason: str) -> None:
        self._observations.failed(reason)
        self._stages.dropped(reason)

    async def run(self) -> None:
        """Writes the lines, for ever; one that cannot be written is lost, and logged."""
        while True:
            await self._due.wait()
            self._due.clear()
            line = self._line()
            try:
                await asyncio.to_thread(self._write, line)
            except OSError as error:
                _log.warning("metrics_unwritten", error=repr(error))

    def _write(self, line: dict[str, Any]) -> None:
        self._output.write({**line, "memory": self._memory()})

    def _line(self) -> dict[str, Any]:
        states = self._states()
        health = sampling_health(states)
        frames, moving, now = self._frames - self._told, self._moving, self._clock.monotonic()
        seconds = now - self._since
        self._told, self._moving, self._since = self._frames, 0, now
        return {
            "at": self._clock.now().isoformat(),
            "frames": self._frames,
            "window": {
                "frames": frames,
                "moving": moving,
                "seconds": round(seconds, 3),
                "frames_per_s": round(frames / seconds, 2) if seconds > 0 else None,
            },
            "stages": _stages(self._stages.taken()),
            "cameras": health.cameras,
            "coverage": {"all": health.coverage, "by_camera": _least_covered(states)},
            "oldest_frame_age_s": health.oldest_frame_age_s,
            "drops": self._stages.drops,
            "restarts": self._restarts(),
            "outbox_depth": self._outbox_depth(),
        }


def _least_covered(states: Sequence[CameraState]) -> dict[str, float]:
    known = [(str(state.camera_id), state.coverage) for state in states]
    shares = [(camera, share) for camera, share in known if share is not None]
    return dict(sorted(shares, key=lambda each: each[1])[:MOST_CAMERAS])


def _stages(times: Mapping[StageName, Sequence[float]]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "count": len(taken),
            "p50_ms": _percentile_ms(taken, 0.5),
            "p95_ms": _percentile_ms(taken, 0.95),
        }
        for name, taken in times.items()
        if taken
    }


def _percentile_ms(times: Sequence[float], share: float) -> float:
    """By nearest rank."""
    ordered = sorted(times)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)
