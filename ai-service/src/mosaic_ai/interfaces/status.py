"""GET /api/ai/v1/status and /models."""

from fastapi import APIRouter

from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.elsewhere import all_cameras
from mosaic_ai.interfaces.schemas import (
    CameraStatus,
    EngineStatus,
    ModelDescription,
    ModelsResponse,
    StatusResponse,
)
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_contracts.permissions import Principal, Verb

router = APIRouter(prefix="/api/ai/v1", tags=["status"])

NO_DETECTOR = "no detector weights are present: plates only are read"


@router.get("/status")
async def status(principal: PrincipalDep, services: ServicesDep) -> StatusResponse:
    """How sampling stands, of the cameras that the caller may see live."""
    engines = services.engines
    cameras, workers = await all_cameras(services)
    return StatusResponse(
        cameras=_visible(principal, services, cameras),
        engines=EngineStatus(
            detector=engines.detection_engine or None, plates=engines.plate_engine
        ),
        limits=[] if engines.detector else [NO_DETECTOR],
        outbox_depth=sum(each.outbox_depth for each in workers) or services.outbox.depth(),
        backend_reached=services.reconciler.reached,
        workers=workers,
    )


@router.get("/models")
async def models(_principal: PrincipalDep, services: ServicesDep) -> ModelsResponse:
    """The models in use, and those that are absent."""
    return ModelsResponse(
        items=[ModelDescription(**entry._asdict()) for entry in services.engines.entries]
    )


def _visible(
    principal: Principal, services: Services, cameras: list[CameraStatus]
) -> list[CameraStatus]:
    result = []
    for status in cameras:
        camera = services.reconciler.camera(status.camera_id)
        if camera and principal.may_on(Verb.LIVE, camera.group_id):
            result.append(status)
    return result
