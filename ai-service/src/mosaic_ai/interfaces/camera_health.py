"""The camera doctor: /api/ai/v1/cameras/{camera_id}/health."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from mosaic_ai.application.examine_camera import KEPT_DAYS
from mosaic_ai.domain.camera_health.diagnosis import Examination
from mosaic_ai.domain.camera_health.facts import LightMode
from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.health_schemas import (
    CameraHealthResponse,
    HealthTrend,
    ViewReference,
    health_response,
    health_trend,
    view_reference,
)
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_contracts.errors import NotFoundError, PermissionDeniedError
from mosaic_contracts.permissions import Principal, Verb

router = APIRouter(prefix="/api/ai/v1/cameras/{camera_id}/health", tags=["camera health"])

NEVER_EXAMINED = "this camera was not examined yet"


def _seen(camera_id: UUID, principal: Principal, services: Services) -> UUID | None:
    """The camera's group. Raises NotFoundError for a camera that is not there or not to be seen."""
    known = services.reconciler.camera(camera_id)
    if known is None or not principal.may_on(Verb.LIVE, known.group_id):
        raise NotFoundError("there is no such camera")
    return known.group_id


async def _watched(camera_id: UUID, principal: PrincipalDep, services: ServicesDep) -> UUID:
    _seen(camera_id, principal, services)
    return camera_id


async def _examined(camera_id: UUID, principal: PrincipalDep, services: ServicesDep) -> UUID:
    """Raises PermissionDeniedError for whoever may neither configure nor move the camera."""
    group = _seen(camera_id, principal, services)
    if group not in principal.scope(Verb.CONFIGURE, Verb.PTZ):
        raise PermissionDeniedError
    return camera_id


async def _configured(camera_id: UUID, principal: PrincipalDep, services: ServicesDep) -> UUID:
    group = _seen(camera_id, principal, services)
    if not principal.may_on(Verb.CONFIGURE, group):
        raise PermissionDeniedError
    return camera_id


@router.get("")
async def health(
    camera: Annotated[UUID, Depends(_watched)], services: ServicesDep
) -> CameraHealthResponse:
    """The latest examination: score, findings with the setting to change, what was measured."""
    latest = await asyncio.to_thread(services.doctor.records.latest, camera)
    if latest is None:
        raise NotFoundError(NEVER_EXAMINED, code="never-examined")
    return await _told(camera, latest, services)


@router.post("")
async def examine(
    camera: Annotated[UUID, Depends(_examined)], services: ServicesDep
) -> CameraHealthResponse:
    """Examines the camera now, which takes about ten seconds; one examination of a camera at a time."""
    examination = await services.doctor.examiner.examine(camera, "asked")
    return await _told(camera, examination, services)


@router.get("/history")
async def history(
    camera: Annotated[UUID, Depends(_watched)],
    services: ServicesDep,
    days: Annotated[int, Query(ge=1, le=KEPT_DAYS)] = 30,
) -> HealthTrend:
    """The examinations of the last days, in short."""
    since = datetime.now(UTC) - timedelta(days=days)
    return health_trend(
        camera, await asyncio.to_thread(services.doctor.records.history, camera, since)
    )


@router.put("/reference")
async def take_reference(
    camera: Annotated[UUID, Depends(_configured)], services: ServicesDep
) -> ViewReference:
    """The present view is the right one from now on; by day and by night each has its own."""
    reference = await services.doctor.examiner.take_reference(camera)
    return view_reference(reference, datetime.now(UTC))


async def _told(camera: UUID, examination: Examination, services: Services) -> CameraHealthResponse:
    records, now = services.doctor.records, datetime.now(UTC)
    lights: tuple[LightMode, ...] = get_args(LightMode)
    found = [await asyncio.to_thread(records.reference, camera, light) for light in lights]
    return health_response(
        camera, examination, [view_reference(each, now) for each in found if each]
    )
