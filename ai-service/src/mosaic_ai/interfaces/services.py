"""What the HTTP interface needs of the running service."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request

from mosaic_ai.application.activate_model import ModelActivator
from mosaic_ai.application.ask_picture import PictureQuestions
from mosaic_ai.application.asked_workers import AskedWorkers
from mosaic_ai.application.capture_frames import FrameCapture
from mosaic_ai.application.engine_host import EngineHost
from mosaic_ai.application.examine_camera import CameraExaminer
from mosaic_ai.application.newest_pictures import NewestPictures
from mosaic_ai.application.predict_image import ImagePrediction
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.application.reconcile_cameras import CameraReconciler
from mosaic_ai.application.share_cameras import SharedCameras
from mosaic_ai.application.watch_source import WatchedSources
from mosaic_ai.domain.camera_health.ports import HealthRecords
from mosaic_ai.domain.engine_choice import ChosenEngines
from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.ports import VideoChunk
from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.service_tokens import ServiceTokenVerifier

T = TypeVar("T")


class ImageService(Protocol):
    """Work on single pictures, done off the event loop."""

    def place(self) -> AbstractContextManager[None]:
        """Held while a picture is received and looked at. Raises UnavailableError when all are taken."""

    async def predict(
        self, picture: bytes | Frame, engines: ChosenEngines
    ) -> tuple[Pixels, ImagePrediction]:
        """Of a file or a camera. Raises what `open_image` raises, and UnavailableError when too many wait."""

    async def looked_at(self, content: bytes, look: Callable[[Pixels], T]) -> T:
        """Gives the decoded picture to `look`, in a thread. Raises as `predict`, and what `look` raises."""

    async def latest_jpeg(self, chunk: VideoChunk) -> bytes:
        """Raises DecodingError."""

    async def poster(self, small: Frame) -> bytes:
        """A JPEG of its size."""


class Doctor(Protocol):
    """Examines cameras, and keeps what came of it."""

    @property
    def examiner(self) -> CameraExaminer: ...
    @property
    def records(self) -> HealthRecords: ...


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
    engine_host: EngineHost
    models: ModelActivator
    questions: PictureQuestions
    outbox: Depth
    newest: NewestPictures
    sources: WatchedSources
    doctor: Doctor
    disk_limits: Callable[[], list[str]] = list
    """What is not kept for want of room, in words."""
    capture: FrameCapture | None = None
    """Unset where no pictures are kept."""
    shared: SharedCameras | None = None
    """Where this is one of several workers; with `others`, whom it asks."""
    others: AskedWorkers | None = None


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)  # noqa: S101 - set in bootstrap before the first request
    return services


ServicesDep = Annotated[Services, Depends(_services)]
