"""Prometheus figures of the camera doctor."""

from prometheus_client import Counter, Histogram

_examinations = Counter(
    "mosaic_ai_camera_examinations_total", "Examinations of cameras", ["outcome"]
)
_changes = Counter(
    "mosaic_ai_camera_health_changes_total", "Cameras that suddenly became worse", ["reason"]
)
_scores = Histogram(
    "mosaic_ai_camera_health_score",
    "Scores that came of examinations",
    buckets=(20, 40, 50, 60, 70, 80, 90, 100),
)


class PrometheusHealthCounts:
    """HealthCounts in the process's registry."""

    def examined(self, score: int) -> None:
        _examinations.labels("done").inc()
        _scores.observe(score)

    def failed(self) -> None:
        _examinations.labels("failed").inc()

    def changed(self, reason: str) -> None:
        _changes.labels(reason).inc()
