"""GET /api/ai/v1/status."""

from fastapi import APIRouter

from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.elsewhere import all_cameras
from mosaic_ai.interfaces.schemas import (
    CameraStatus,
    CaptureStatus,
    EngineStatus,
    SourceStatus,
    StatusResponse,
)
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_contracts.permissions import Principal, Verb

router = APIRouter(prefix="/api/ai/v1", tags=["status"])

NO_DETECTOR = "no detector weights are present: plates only are read"


@router.get("/status")
async def status(principal: PrincipalDep, services: ServicesDep) -> StatusResponse:
    """How sampling stands, of the cameras that the caller may see live."""
    engines = services.engine_host.engines
    cameras, workers = await all_cameras(services)
    return StatusResponse(
        cameras=_visible(principal, services, cameras),
        engines=EngineStatus(
            detector=engines.detection_engine or None, plates=engines.plate_engine
        ),
        limits=[
            *([] if engines.detector else [NO_DETECTOR]),
            *services.models.limits(),
            *services.disk_limits(),
        ],
        outbox_depth=sum(each.outbox_depth for each in workers) or services.outbox.depth(),
        backend_reached=services.reconciler.reached,
        sources=_sources(principal, services),
        capture=_capture(principal, services),
        workers=workers,
    )


def _capture(principal: Principal, services: Services) -> CaptureStatus | None:
    if services.capture is None:
        return None
    cameras = [
        camera.id
        for camera in services.reconciler.cameras()
        if camera.ai.capture and principal.may_on(Verb.LIVE, camera.group_id)
    ]
    return CaptureStatus(**services.capture.state._asdict(), cameras=cameras)


def _visible(
    principal: Principal, services: Services, cameras: list[CameraStatus]
) -> list[CameraStatus]:
    result = []
    for status in cameras:
        camera = services.reconciler.camera(status.camera_id)
        if camera and principal.may_on(Verb.LIVE, camera.group_id):
            result.append(status)
    return result


def _sources(principal: Principal, services: Services) -> list[SourceStatus]:
    """None for those who do not see cameras without a group."""
    if not principal.may_on(Verb.LIVE, None):
        return []
    return [
        SourceStatus(
            name=watched.source.name, kind=watched.source.kind, **watched.state()._asdict()
        )
        for watched in services.sources
    ]
