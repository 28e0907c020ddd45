"""GET /internal/v1/cameras/{id}/latest.jpg, for the backend's snapshot."""

from uuid import UUID

from fastapi import APIRouter, Response

from mosaic_ai.interfaces.authorization import CallingServiceDep
from mosaic_ai.interfaces.services import ServicesDep
from mosaic_contracts.errors import NotFoundError

router = APIRouter(prefix="/internal/v1", include_in_schema=False)


@router.get("/cameras/{camera_id}/latest.jpg")
async def latest(camera_id: UUID, _service: CallingServiceDep, services: ServicesDep) -> Response:
    """The newest picture that was sampled; decoded only now."""
    follower = services.reconciler.follower(camera_id)
    chunk = follower.latest() if follower else None
    if chunk is None:
        raise NotFoundError("there is no picture of this camera")
    jpeg = await services.images.latest_jpeg(chunk)
    return Response(
        jpeg,
        media_type="image/jpeg",
        headers={"X-Captured-At": chunk.starts_at.isoformat(), "Cache-Control": "no-store"},
    )
