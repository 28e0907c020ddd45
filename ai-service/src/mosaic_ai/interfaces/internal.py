"""What the backend asks: the newest pictures of cameras, and at what is looked."""

import asyncio
import base64
from uuid import UUID

from fastapi import APIRouter, Response

from mosaic_ai.domain.frames import Frame
from mosaic_ai.interfaces.authorization import CallingServiceDep
from mosaic_ai.interfaces.elsewhere import (
    AI,
    holder,
    posters_elsewhere,
    watching_elsewhere,
)
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_contracts.errors import NotFoundError
from mosaic_contracts.internal_api import (
    AskedPosters,
    Poster,
    Posters,
    WatchedCamera,
    Watching,
)

router = APIRouter(prefix="/internal/v1", include_in_schema=False)


@router.get("/cameras/{camera_id}/latest.jpg")
async def latest(camera_id: UUID, service: CallingServiceDep, services: ServicesDep) -> Response:
    """The newest picture that was sampled; decoded only now."""
    follower = services.reconciler.follower(camera_id)
    chunk = follower.latest() if follower else None
    worker = holder(services, camera_id) if service != AI else None
    if worker and services.others:
        told = await services.others.latest(worker, camera_id)
        if told is not None:
            return _picture(*told)
    if chunk is None:
        raise NotFoundError("there is no picture of this camera")
    jpeg = await services.images.latest_jpeg(chunk)
    return _picture(jpeg, chunk.starts_at.isoformat())


def _picture(jpeg: bytes, captured_at: str) -> Response:
    headers = {"X-Captured-At": captured_at, "Cache-Control": "no-store"}
    return Response(jpeg, media_type="image/jpeg", headers=headers)


@router.post("/posters")
async def posters(
    asked: AskedPosters, service: CallingServiceDep, services: ServicesDep
) -> Posters:
    """Small pictures of many cameras at once, without those that have none: made of what the last look left."""
    pictures = [
        small
        for camera_id in dict.fromkeys(asked.cameras)
        if (follower := services.reconciler.follower(camera_id)) and (small := follower.small())
    ]
    here, elsewhere = await asyncio.gather(
        asyncio.gather(*(_poster(services, picture) for picture in pictures)),
        posters_elsewhere(services, asked) if service != AI else _none(),
    )
    return Posters(items=[*here, *elsewhere])


async def _none() -> list[Poster]:
    return []


async def _poster(services: Services, small: Frame) -> Poster:
    jpeg = base64.b64encode(await services.images.poster(small)).decode()
    return Poster(camera_id=small.camera_id, captured_at=small.captured_at, jpeg=jpeg)


@router.get("/watching")
async def watching(service: CallingServiceDep, services: ServicesDep) -> Watching:
    """Of every camera: without this nobody could tell a quiet hour from one that nobody looked at."""
    states = [follower.state() for follower in services.reconciler.followers]
    cameras = [
        WatchedCamera(
            camera_id=state.camera_id, last_frame_at=state.last_frame_at, coverage=state.coverage
        )
        for state in states
    ]
    here = Watching(outbox_depth=services.outbox.depth(), cameras=cameras)
    if service == AI:
        return here
    others = await watching_elsewhere(services)
    known = {each.camera_id for each in cameras}
    return Watching(
        outbox_depth=here.outbox_depth + others.outbox_depth,
        cameras=[*cameras, *(each for each in others.cameras if each.camera_id not in known)],
    )
