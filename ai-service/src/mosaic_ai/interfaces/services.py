"""What the HTTP interface needs of the running service."""

from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends, Request

from mosaic_ai.application.asked_workers import AskedWorkers
from mosaic_ai.application.predict_image import ImagePrediction
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.application.reconcile_cameras import CameraReconciler
from mosaic_ai.application.share_cameras import SharedCameras
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.ports import VideoChunk
from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.service_tokens import ServiceTokenVerifier


class ImageService(Protocol):
    """Work on single pictures, done off the event loop."""

    async def predict(self, content: bytes) -> tuple[Pixels, ImagePrediction]:
        """Raises what `open_image` raises, and UnavailableError when too many wait."""

    async def latest_jpeg(self, chunk: VideoChunk) -> bytes:
        """Raises DecodingError."""

    async def poster(self, small: Frame) -> bytes:
        """A JPEG of its size."""


class Depth(Protocol):
    def depth(self) -> int: ...


@dataclass(frozen=True)
class Services:
    """Made in bootstrap, kept in the application's state."""

    access_tokens: AccessTokenVerifier
    service_tokens: ServiceTokenVerifier
    reconciler: CameraReconciler
    predictions: Predictions
    images: ImageService
    interpreter: Interpreter
    engines: Engines
    outbox: Depth
    shared: SharedCameras | None = None
    """Where this is one of several workers; with `others`, whom it asks."""
    others: AskedWorkers | None = None


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)  # noqa: S101 - set in bootstrap before the first request
    return services


ServicesDep = Annotated[Services, Depends(_services)]
