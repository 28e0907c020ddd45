"""Wires the figures about the pipeline: one function for the bootstrap."""

from collections.abc import Callable

from mosaic_ai.application.metric_lines import MetricLines
from mosaic_ai.application.reconcile_cameras import CameraReconciler
from mosaic_ai.application.stage_times import MeasuredStages
from mosaic_ai.infrastructure.metric_output import LoggedLines, RotatedLines, memory, restarts
from mosaic_ai.infrastructure.metrics import (
    PrometheusObservations,
    observe_cameras,
    observe_drop,
    observe_stage,
)
from mosaic_ai.settings import Settings
from mosaic_contracts.clock import SystemClock


def measured_stages(settings: Settings) -> MeasuredStages:
    """What the stages tell their times and drops."""
    return MeasuredStages(observe_stage, observe_drop, keep=settings.ai_metrics_every > 0)


def metric_lines(
    settings: Settings,
    stages: MeasuredStages,
    reconciler: Callable[[], CameraReconciler],
    outbox_depth: Callable[[], int],
) -> MetricLines:
    """What followers tell their looks; its `run` writes the lines."""
    observe_cameras(lambda: [follower.state() for follower in reconciler().followers])
    file = settings.ai_metrics_file
    return MetricLines(
        settings.ai_metrics_every,
        PrometheusObservations(),
        stages,
        RotatedLines(file) if file else LoggedLines(),
        states=lambda: [follower.state() for follower in reconciler().followers],
        outbox_depth=outbox_depth,
        restarts=restarts,
        memory=memory,
        clock=SystemClock(),
    )
