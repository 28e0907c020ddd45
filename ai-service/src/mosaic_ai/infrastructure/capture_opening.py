"""Wires the capture of pictures for retraining, where a store is named."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import UUID

from mosaic_ai.application.capture_frames import CaptureLimits, FrameCapture
from mosaic_ai.application.engine_host import EngineHost
from mosaic_ai.application.label_captures import CaptureLabels
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.infrastructure.images import to_jpeg
from mosaic_ai.infrastructure.metrics import observe_captures
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_ai.settings import Settings
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.events import CloudEvent, PlateCorrected
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.messaging import Consumer

CORRECTION_QUEUE = "ai.corrections"

Run = Callable[[], Coroutine[Any, Any, None]]


class Capturing(NamedTuple):
    """capture: None where no pictures are kept. runs: what must run for ever, by name."""

    capture: FrameCapture | None
    runs: Sequence[tuple[str, Run]]


def open_capture(
    settings: Settings,
    host: EngineHost,
    predictions: Predictions,
    camera: Callable[[UUID], DesiredCamera | None],
) -> Capturing:
    """Corrections are taken off their queue in any case: nobody else does, and it would grow for ever."""
    consumer = Consumer(settings.amqp_url, CORRECTION_QUEUE, [PlateCorrected.TYPE])
    url = settings.ai_capture_url
    if not url:
        return Capturing(None, [("corrections", lambda: consumer.run(_ignored))])
    captures = open_captures(url)

    def agreed(camera_id: UUID) -> bool:
        known = camera(camera_id)
        return known is not None and known.ai.capture

    capture = FrameCapture(
        captures,
        CaptureLimits(
            most_bytes=settings.ai_capture_max_bytes,
            retention=timedelta(days=settings.ai_capture_retention_days),
            per_hour=settings.ai_capture_per_hour,
            share=settings.ai_capture_sample_share,
        ),
        agreed=agreed,
        engines=lambda: {
            "plates": host.engines.plate_engine,
            "objects": host.engines.detection_engine,
        },
        to_jpeg=to_jpeg,
        clock=SystemClock(),
    )
    predictions.observe(capture.observe)
    observe_captures(lambda: capture.state)
    labels = CaptureLabels(captures)
    return Capturing(
        capture,
        [
            ("corrections", lambda: consumer.run(labels.take)),
            ("capture", capture.run),
            ("capture-keeper", capture.keep),
        ],
    )


def open_captures(url: str) -> ObstoreCaptures:
    """A folder is made where it is missing, for its owner alone."""
    if url.startswith("file:"):
        Path(unquote(urlsplit(url).path)).mkdir(mode=0o700, parents=True, exist_ok=True)
    return ObstoreCaptures(url)


async def _ignored(events: Sequence[CloudEvent]) -> None:
    """There is no picture that they could label."""
