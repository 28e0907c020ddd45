"""Answers for cameras that another worker follows: it is asked, once, and asks nobody further.

Who asks for another worker comes with the AI's own service token; such a request is answered from what is here.
"""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from mosaic_ai.application.workers import WorkerReport
from mosaic_ai.interfaces.schemas import CameraStatus
from mosaic_ai.interfaces.services import Services
from mosaic_ai.interfaces.worker_schemas import WorkerStatus
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import AskedPosters, Poster, WatchedCamera, Watching

_CAMERAS = TypeAdapter(list[CameraStatus])
AI = "ai"
NOBODY = "no worker follows it yet"


def own_cameras(services: Services) -> list[CameraStatus]:
    name = services.shared.identity.name if services.shared else None
    return [
        CameraStatus(**follower.state()._asdict(), worker=name)
        for follower in services.reconciler.followers
    ]


def other_workers(services: Services) -> list[WorkerReport]:
    """Those that are heard of; none where this is the only process."""
    return services.shared.workers.living() if services.shared else []


def holder(services: Services, camera_id: UUID) -> WorkerReport | None:
    """Who else follows the camera."""
    if services.shared is None or services.reconciler.follower(camera_id):
        return None
    return services.shared.workers.holder(camera_id)


async def all_cameras(services: Services) -> tuple[list[CameraStatus], list[WorkerStatus]]:
    """Of all workers; what one does not tell is missing, and cameras that nobody follows say so."""
    own = own_cameras(services)
    if services.shared is None or services.others is None:
        return own, []
    others = other_workers(services)
    told = await asyncio.gather(*(_cameras_of(services, each) for each in others))
    seen = {each.camera_id: each for cameras in told for each in cameras or ()}
    seen |= {each.camera_id: each for each in own}
    claimed = {camera_id for each in others for camera_id in each.claimed}
    for camera in services.reconciler.cameras():
        followed = camera.id in seen or camera.id in claimed
        if camera.enabled and camera.ai.enabled and not followed:
            seen[camera.id] = _followed_by_nobody(camera.id)
    workers = [
        WorkerStatus(
            name=services.shared.identity.name,
            cameras=len(own),
            answers=True,
            outbox_depth=services.outbox.depth(),
        )
    ]
    for each, cameras in zip(others, told, strict=True):
        workers.append(
            WorkerStatus(
                name=each.name,
                cameras=len(each.claimed),
                answers=cameras is not None,
                outbox_depth=each.outbox_depth,
            )
        )
    return list(seen.values()), sorted(workers, key=lambda each: each.name)


async def _cameras_of(services: Services, worker: WorkerReport) -> list[CameraStatus] | None:
    assert services.others is not None  # noqa: S101 - asked before
    try:
        return _CAMERAS.validate_json(await services.others.cameras(worker))
    except (UnavailableError, ValidationError):
        return None


def _followed_by_nobody(camera_id: UUID) -> CameraStatus:
    return CameraStatus(
        camera_id=camera_id,
        state="connecting",
        reason=NOBODY,
        last_frame_at=None,
        last_frame_age_s=None,
        due=0,
        sampled=0,
        coverage=None,
    )


async def posters_elsewhere(services: Services, asked: AskedPosters) -> list[Poster]:
    """What other workers have of them; those that do not answer are left out, as cameras without a picture are."""
    if services.others is None:
        return []
    by_worker: dict[str, tuple[WorkerReport, list[UUID]]] = {}
    for camera_id in dict.fromkeys(asked.cameras):
        if found := holder(services, camera_id):
            by_worker.setdefault(found.key, (found, []))[1].append(camera_id)
    told = await asyncio.gather(
        *(
            services.others.posters(worker, AskedPosters(cameras=cameras))
            for worker, cameras in by_worker.values()
        ),
        return_exceptions=True,
    )
    return [poster for each in told if not isinstance(each, BaseException) for poster in each.items]


async def watching_elsewhere(services: Services) -> Watching:
    """What the others look at and have in their outboxes. Raises UnavailableError where one does not say.

    One that fell silent without a word may have events in its outbox: it counts as one that waits.
    """
    if services.shared is None or services.others is None:
        return Watching(outbox_depth=0, cameras=[])
    others = services.others
    told = await asyncio.gather(*(others.watching(each) for each in other_workers(services)))
    cameras: list[WatchedCamera] = [camera for each in told for camera in each.cameras]
    depth = sum(each.outbox_depth for each in told) + services.shared.workers.in_doubt()
    return Watching(outbox_depth=depth, cameras=cameras)


async def predictions_elsewhere(services: Services, camera_id: UUID) -> AsyncIterator[str]:
    """Of the worker that follows the camera now, until it no longer does or does not answer; else none."""
    worker = holder(services, camera_id)
    if worker is None or services.others is None:
        return
    try:
        async with services.others.predictions(worker, camera_id) as predictions:
            async for each in predictions:
                yield each
    except UnavailableError:
        return
