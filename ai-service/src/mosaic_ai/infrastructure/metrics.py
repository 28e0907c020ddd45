"""Prometheus counts of the pipeline."""

from collections.abc import Callable, Iterable, Sequence

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mosaic_ai.application.capture_frames import CaptureState
from mosaic_ai.application.follow_camera import CameraState
from mosaic_ai.application.stage_times import STAGES, StageName

_looks = Counter("mosaic_ai_frames_total", "Pictures looked at", ["moving"])
_failures = Counter("mosaic_ai_failures_total", "Pictures whose look or record failed")
_took = Histogram(
    "mosaic_ai_look_duration_seconds",
    "From hand-over to recorded",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2),
)
_age = Histogram(
    "mosaic_ai_frame_age_seconds",
    "From capture to recorded",
    buckets=(0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10),
)
_coverage = Gauge("mosaic_ai_coverage", "Least share of due pictures looked at, of all cameras")
_stages = Histogram(
    "mosaic_ai_stage_duration_seconds",
    "One run of a stage of the pipeline",
    ["stage"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
_of_stage = {name: _stages.labels(name) for name in STAGES}
_drops = Counter("mosaic_ai_drops_total", "Pictures or sightings that were let go", ["reason"])


class _CameraCoverage(Collector):
    """Coverage of the cameras that are followed now; those that were left are gone."""

    states: Callable[[], Sequence[CameraState]] = staticmethod(lambda: ())

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily(
            "mosaic_ai_camera_coverage",
            "Share of the due pictures of a camera that were looked at",
            labels=["camera"],
        )
        for state in self.states():
            if state.coverage is not None:
                family.add_metric([str(state.camera_id)], state.coverage)
        return [family]


_cameras = _CameraCoverage()
REGISTRY.register(_cameras)
_waiting = Gauge(
    "mosaic_ai_evidence_waiting_bytes", "Crops that the evidence store has not taken yet"
)

_captured = Gauge("mosaic_ai_captures", "Pictures kept for retraining")
_captured_bytes = Gauge("mosaic_ai_captures_bytes", "Their size")
_captures_dropped = Gauge(
    "mosaic_ai_captures_dropped", "Pictures worth keeping that were not kept, since the start"
)

_count = Gauge("mosaic_ai_cameras", "Cameras that this process follows")


class PrometheusObservations:
    """Observations in the process's registry."""

    def looked(self, *, took_s: float, age_s: float, moving: bool) -> None:
        _looks.labels(str(moving).lower()).inc()
        _took.observe(took_s)
        _age.observe(max(0.0, age_s))

    def failed(self, reason: str) -> None:
        _failures.inc()


def observe_coverage(share: Callable[[], float]) -> None:
    """Reads it when Prometheus asks."""
    _coverage.set_function(share)


def observe_cameras(states: Callable[[], Sequence[CameraState]]) -> None:
    """Reads them when Prometheus asks."""
    _cameras.states = states


def observe_stage(name: StageName, seconds: float) -> None:
    _of_stage[name].observe(seconds)


def observe_drop(reason: str) -> None:
    _drops.labels(reason).inc()


def observe_waiting_evidence(waiting_bytes: Callable[[], int]) -> None:
    """Reads it when Prometheus asks."""
    _waiting.set_function(waiting_bytes)


def observe_captures(state: Callable[[], CaptureState]) -> None:
    """Reads it when Prometheus asks."""
    _captured.set_function(lambda: state().kept)
    _captured_bytes.set_function(lambda: state().size_bytes)
    _captures_dropped.set_function(lambda: state().dropped)


def observe_count(count: Callable[[], float]) -> None:
    """Reads it when Prometheus asks."""
    _count.set_function(count)
