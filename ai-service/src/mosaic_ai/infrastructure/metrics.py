"""Prometheus counts of the pipeline."""

from collections.abc import Callable

from prometheus_client import Counter, Gauge, Histogram

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

_cameras = Gauge("mosaic_ai_cameras", "Cameras that this process follows")


class PrometheusObservations:
    """Observations in the process's registry."""

    def looked(self, *, took_s: float, age_s: float, moving: bool) -> None:
        _looks.labels(str(moving).lower()).inc()
        _took.observe(took_s)
        _age.observe(max(0.0, age_s))

    def failed(self) -> None:
        _failures.inc()


def observe_coverage(share: Callable[[], float]) -> None:
    """Reads it when Prometheus asks."""
    _coverage.set_function(share)


def observe_cameras(count: Callable[[], float]) -> None:
    """Reads it when Prometheus asks."""
    _cameras.set_function(count)
