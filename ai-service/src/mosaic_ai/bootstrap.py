"""Wires the service: the only place where ports meet their adapters."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI

from mosaic_ai.application.ask_picture import PictureQuestions
from mosaic_ai.application.cpu_budget import CpuBudget
from mosaic_ai.application.follow_models import ModelFollower
from mosaic_ai.application.kept_running import kept_running
from mosaic_ai.application.model_journal import OutboxActivationJournal
from mosaic_ai.application.newest_pictures import LookedAt, NewestPictures
from mosaic_ai.application.plate_passages import PlatePassages
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.application.reconcile_cameras import CameraReconciler
from mosaic_ai.application.resume_reads import ReadResumer
from mosaic_ai.application.told_elsewhere import ListeningOutbox
from mosaic_ai.doctor_wiring import camera_doctor
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.follower_wiring import Followers
from mosaic_ai.infrastructure.backend_cameras import HttpCameraDirectory
from mosaic_ai.infrastructure.capture_opening import open_capture
from mosaic_ai.infrastructure.child_decoder import ChildDecoder
from mosaic_ai.infrastructure.hls_fetching import media_client
from mosaic_ai.infrastructure.image_service import ThreadedImages
from mosaic_ai.infrastructure.metrics import observe_count, observe_coverage
from mosaic_ai.infrastructure.processor_time import ProcessTreeTime
from mosaic_ai.infrastructure.streaming_sessions import HttpReaderSessions
from mosaic_ai.interfaces.app import create_ai_app
from mosaic_ai.interfaces.services import Services
from mosaic_ai.metrics_wiring import measured_stages, metric_lines
from mosaic_ai.model_wiring import Models, cores_of, open_models, processes_of
from mosaic_ai.settings import Settings
from mosaic_ai.sources_wiring import watched_sources
from mosaic_ai.stores import open_stores
from mosaic_ai.worker_wiring import (
    WorkerPlace,
    handing_over,
    place_of,
    sharing_of,
    worker_tasks,
)
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.logs import get_logger
from mosaic_platform.messaging import Consumer, OutboxRelay, Publisher
from mosaic_platform.revoked_users import RevokedUsers
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier

_log = get_logger(__name__)

CAMERA_QUEUE = "ai.cameras"
HTTP_TIMEOUT_S = 10.0
STOP_S = 5.0
LOOKS_AT_ONCE = 8
"""For each engine process: looks mostly wait for an engine, and those that wait share a canvas."""


def create_application(settings: Settings) -> FastAPI:
    """The whole service as an ASGI application; it works from its lifespan's start to its end."""
    place = place_of(settings)
    models = open_models(settings)

    async def engines_check() -> str:
        return "ok"

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, models, place) as services:
            app.state.services = services
            yield

    return create_ai_app(checks={"engines": engines_check}, lifespan=lifespan)


@asynccontextmanager
async def running(
    settings: Settings, models: Models, place: WorkerPlace
) -> AsyncIterator[Services]:
    """Everything started, and at the end stopped in the reverse order."""
    signer = ServiceTokenSigner("ai", settings.secrets_dir)
    stores = open_stores(settings, place.folder)
    publisher = Publisher(settings.amqp_url)
    relay = OutboxRelay(stores.on_disk, publisher)
    decoder = ChildDecoder()
    processes = processes_of(settings)
    executor = ThreadPoolExecutor(LOOKS_AT_ONCE * processes, thread_name_prefix="look")
    budget = CpuBudget(cores_of(settings), ProcessTreeTime(), SystemClock(), engines=processes)
    images = ThreadedImages(decoder)
    looked_at = LookedAt(SystemClock())
    predictions = Predictions(looked_at.take)
    plates = PlatePassages()
    predictions.observe(plates.note)
    interpreter = Interpreter(settings.ai_plate_countries)
    limits = httpx.Limits(max_connections=512, max_keepalive_connections=128)
    async with (
        httpx.AsyncClient(timeout=HTTP_TIMEOUT_S, limits=limits) as client,
        media_client() as media,
        watched_sources(settings, models.host) as sources,
    ):
        revoked = RevokedUsers(
            client, settings.backend_url, signer, place.folder / "revocations.json"
        )
        sessions = HttpReaderSessions(client, settings.streaming_url, signer)
        activator = models.activator(
            OutboxActivationJournal(stores.outbox, SystemClock(), wake=relay.wake)
        )
        model_follower = ModelFollower(models.active, activator, SystemClock().monotonic)
        sharing = sharing_of(
            settings,
            place,
            client,
            signer,
            outbox_depth=stores.on_disk.depth,
            models=model_follower,
        )
        listening = ListeningOutbox(stores.outbox, sharing.elsewhere)
        resumer = ReadResumer(stores.open_reads, listening, SystemClock(), sharing.elsewhere)

        stages = measured_stages(settings)
        lines = metric_lines(settings, stages, lambda: reconciler, stores.on_disk.depth)

        followers = Followers(
            host=models.host,
            sessions=sessions,
            media=media,
            decoder=decoder,
            budget=budget,
            stages=stages,
            observations=lines,
            interpreter=interpreter,
            stores=stores,
            outbox=listening,
            relay=relay,
            resumer=resumer,
            executor=executor,
            predictions=predictions,
        )
        reconciler = CameraReconciler(
            HttpCameraDirectory(client, settings.backend_url, signer),
            followers.follower,
            after_first=(lambda: None) if sharing.shared else resumer.close_orphans,
            share=sharing.share,
            left=handing_over(resumer, stores.on_disk, relay),
        )
        observe_coverage(lambda: _least_coverage(reconciler))
        observe_count(lambda: len(reconciler.followers))

        doctor = camera_doctor(
            settings,
            sessions=sessions,
            media=media,
            plates=plates,
            outbox=stores.outbox,
            published=relay.wake,
            followed=lambda: {follower.camera_id for follower in reconciler.followers},
        )

        async def camera_changed(events: Sequence[CloudEvent]) -> None:
            reconciler.look_again()

        capturing = open_capture(settings, models.host, predictions, reconciler.camera)
        consumer = Consumer(settings.amqp_url, CAMERA_QUEUE, [CameraChanged.TYPE])
        await revoked.load()
        tasks = [
            _started("revocations", revoked.follow),
            _started("relay", relay.run),
            _started("budget", budget.run),
            _started("consumer", lambda: consumer.run(camera_changed)),
            _started("reconciler", reconciler.run),
            *(_started(name, run) for name, run in stores.tasks.items()),
            _started("metrics", lines.run),
            *(_started(name, run) for name, run in capturing.runs),
            _started("doctor", doctor.rounds.run),
            *(
                _started(name, run)
                for name, run in worker_tasks(sharing, reconciler, resumer, model_follower).items()
            ),
        ]
        try:
            yield Services(
                access_tokens=AccessTokenVerifier(
                    client,
                    f"{settings.backend_url.rstrip('/')}/api/v1/auth/jwks.json",
                    place.folder / "access-token-keys.json",
                    revoked=revoked.revoked,
                ),
                service_tokens=ServiceTokenVerifier(settings.secrets_dir, ["backend", "ai"]),
                reconciler=reconciler,
                predictions=predictions,
                images=images,
                interpreter=interpreter,
                engine_host=models.host,
                models=activator,
                questions=PictureQuestions(models.host),
                outbox=stores.on_disk,
                disk_limits=stores.limits,
                newest=NewestPictures(reconciler.follower, looked_at, decoder, SystemClock()),
                sources=sources,
                capture=capturing.capture,
                doctor=doctor,
                shared=sharing.shared,
                others=sharing.others,
            )
        finally:
            await _ended(tasks)
            executor.shutdown(wait=True, cancel_futures=True)
            images.close()
            await asyncio.to_thread(decoder.close)
            await asyncio.to_thread(models.host.close)
            await publisher.close()
            await asyncio.to_thread(stores.close)
            doctor.close()
            place.release()


def _started(name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
    return asyncio.create_task(kept_running(run, "task_broke_off", task=name), name=name)


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancels them; what does not end within STOP_S is left behind, and named."""
    for task in tasks:
        task.cancel()
    _, pending = await asyncio.wait(tasks, timeout=STOP_S)
    if pending:
        _log.error("tasks_did_not_end", tasks=[task.get_name() for task in pending])


def _least_coverage(reconciler: CameraReconciler) -> float:
    shares = [follower.state().coverage for follower in reconciler.followers]
    return min((share for share in shares if share is not None), default=1.0)
