"""Wires what several workers need: leases in RabbitMQ and each other's addresses. One alone needs none of it."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from mosaic_ai.application.camera_share import AllCameras, CameraShare, Identity
from mosaic_ai.application.follow_models import ModelFollower
from mosaic_ai.application.reconcile_cameras import CameraReconciler
from mosaic_ai.application.resume_reads import ReadResumer
from mosaic_ai.application.share_cameras import SharedCameras
from mosaic_ai.application.told_elsewhere import ToldElsewhere
from mosaic_ai.application.workers import WorkerReport, Workers
from mosaic_ai.infrastructure.http_workers import HttpWorkers
from mosaic_ai.infrastructure.rabbit_leases import RabbitLeases
from mosaic_ai.infrastructure.share_memory import FileShareMemory
from mosaic_ai.infrastructure.worker_folder import WorkerFolder, take_folder
from mosaic_ai.settings import Settings
from mosaic_contracts.clock import SystemClock
from mosaic_platform.messaging import OutboxRelay, SqliteOutbox
from mosaic_platform.service_tokens import ServiceTokenSigner

ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
CLOSE_EVERY_S = 5.0
SENT_WITHIN_S = 2.0


@dataclass(frozen=True)
class WorkerPlace:
    """Where a worker keeps its own, and what it is called; both are the service's where it is the only one."""

    folder: Path
    name: str = ""
    lock: WorkerFolder | None = None

    def release(self) -> None:
        if self.lock is not None:
            self.lock.release()


@dataclass(frozen=True)
class Sharing:
    """share: for the reconciler. shared, others: None where this is the only process."""

    share: CameraShare
    elsewhere: ToldElsewhere
    shared: SharedCameras | None = None
    others: HttpWorkers | None = None


def place_of(settings: Settings) -> WorkerPlace:
    """Raises FolderTakenError."""
    if not settings.ai_worker:
        return WorkerPlace(settings.data_dir)
    lock, name = take_folder(settings.data_dir, settings.ai_worker)
    return WorkerPlace(lock.path, name, lock)


def sharing_of(
    settings: Settings,
    place: WorkerPlace,
    client: httpx.AsyncClient,
    signer: ServiceTokenSigner,
    *,
    outbox_depth: Callable[[], int],
    models: ModelFollower,
) -> Sharing:
    clock = SystemClock()
    elsewhere = ToldElsewhere(clock.monotonic)
    if not place.name:
        return Sharing(AllCameras(), elsewhere)
    key = uuid4().hex
    workers = Workers(clock.monotonic, key)
    others = HttpWorkers(client, signer)

    def heard(report: WorkerReport) -> None:
        shared.hear(report)
        models.hear(report)

    shared = SharedCameras(
        Identity(key, place.name, url_of(settings), settings.ai_worker_weight),
        connect=lambda: RabbitLeases(
            settings.amqp_url,
            heard=heard,
            read=elsewhere.hear,
            camera_changed=shared.look_again,
        ),
        workers=workers,
        others=others,
        memory=FileShareMemory(place.folder / "share.json"),
        outbox_depth=outbox_depth,
        models=models.told,
        clock=clock,
    )
    return Sharing(shared, elsewhere, shared, others)


def url_of(settings: Settings) -> str:
    """Where the other workers reach this one."""
    if settings.ai_worker_url:
        return settings.ai_worker_url.rstrip("/")
    host = socket.gethostname() if settings.ai_host in ANYWHERE else settings.ai_host
    return f"http://{host}:{settings.ai_port}"


def handing_over(
    resumer: ReadResumer, outbox: SqliteOutbox, relay: OutboxRelay
) -> Callable[[UUID], Awaitable[None]]:
    """What happens to a camera that another worker follows from now on."""

    async def left(camera_id: UUID) -> None:
        resumer.leave(camera_id)
        relay.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(SENT_WITHIN_S):
                while outbox.depth():  # noqa: ASYNC110 - a file's
                    await asyncio.sleep(0.05)

    return left


def worker_tasks(
    sharing: Sharing, reconciler: CameraReconciler, resumer: ReadResumer, models: ModelFollower
) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
    """What has to run beside the reconciler; nothing where this is the only process."""
    shared = sharing.shared
    if shared is None:
        return {}
    return {
        "sharing": lambda: shared.run(reconciler),
        "models of others": models.run,
        "left reads": lambda: _close_left(resumer),
    }


async def _close_left(resumer: ReadResumer) -> None:
    while True:
        await asyncio.sleep(CLOSE_EVERY_S)
        resumer.close_left()
