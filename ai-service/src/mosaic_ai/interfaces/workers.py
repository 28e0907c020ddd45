"""What one worker asks another by itself: whether it has RabbitMQ, and how its cameras stand."""

from collections.abc import AsyncIterator
from uuid import UUID

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

from mosaic_ai.application.workers import WorkerReport
from mosaic_ai.interfaces.authorization import CallingServiceDep
from mosaic_ai.interfaces.elsewhere import own_cameras
from mosaic_ai.interfaces.schemas import CameraStatus
from mosaic_ai.interfaces.services import ServicesDep
from mosaic_ai.interfaces.stream import predictions_here
from mosaic_contracts.errors import NotFoundError

router = APIRouter(prefix="/internal/v1", include_in_schema=False)


@router.get("/worker")
async def worker(_service: CallingServiceDep, services: ServicesDep) -> WorkerReport:
    if services.shared is None:
        raise NotFoundError("this is no worker among others")
    return services.shared.report()


@router.get("/worker/cameras")
async def cameras(_service: CallingServiceDep, services: ServicesDep) -> list[CameraStatus]:
    return own_cameras(services)


@router.get("/cameras/{camera_id}/predictions", response_class=EventSourceResponse)
async def predictions(
    camera_id: UUID, _service: CallingServiceDep, services: ServicesDep
) -> AsyncIterator[ServerSentEvent]:
    """Until the camera leaves this worker."""
    async for prediction in predictions_here(services, camera_id):
        yield ServerSentEvent(event="prediction", data=prediction)
