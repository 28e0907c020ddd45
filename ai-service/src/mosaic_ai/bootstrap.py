"""Wires the service: the only place where ports meet their adapters."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI

from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.application.kept_running import kept_running
from mosaic_ai.application.look_at_frame import FramePipeline, Stages
from mosaic_ai.application.predict_image import ImagePredictor
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.application.reconcile_cameras import CameraReconciler
from mosaic_ai.application.record_reads import SightingRecorder
from mosaic_ai.application.resume_reads import ReadResumer
from mosaic_ai.application.told_elsewhere import ListeningOutbox
from mosaic_ai.bootstrap_workers import (
    WorkerPlace,
    handing_over,
    place_of,
    sharing_of,
    worker_tasks,
)
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.infrastructure.backend_cameras import HttpCameraDirectory
from mosaic_ai.infrastructure.child_decoder import ChildDecoder
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.infrastructure.hls_source import HlsFrameSource
from mosaic_ai.infrastructure.image_service import ThreadedImages
from mosaic_ai.infrastructure.images import to_jpeg
from mosaic_ai.infrastructure.metrics import (
    PrometheusObservations,
    observe_cameras,
    observe_coverage,
)
from mosaic_ai.infrastructure.models import load_engines
from mosaic_ai.infrastructure.obstore_evidence import ObstoreEvidence
from mosaic_ai.infrastructure.sqlite_open_reads import SqliteOpenReads
from mosaic_ai.infrastructure.streaming_sessions import HttpReaderSessions
from mosaic_ai.interfaces.app import create_ai_app
from mosaic_ai.interfaces.services import Services
from mosaic_ai.settings import Settings
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.logs import get_logger
from mosaic_platform.messaging import Consumer, OutboxRelay, Publisher, SqliteOutbox
from mosaic_platform.revoked_users import RevokedUsers
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier

_log = get_logger(__name__)

CAMERA_QUEUE = "ai.cameras"
HTTP_TIMEOUT_S = 10.0
STOP_S = 5.0


def create_application(settings: Settings) -> FastAPI:
    """The whole service as an ASGI application; it works from its lifespan's start to its end."""
    place = place_of(settings)
    engines = load_engines(settings.models_dir)

    async def engines_check() -> str:
        return "ok"

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, engines, place) as services:
            app.state.services = services
            yield

    return create_ai_app(checks={"engines": engines_check}, lifespan=lifespan)


@asynccontextmanager
async def running(
    settings: Settings, engines: Engines, place: WorkerPlace
) -> AsyncIterator[Services]:
    """Everything started, and at the end stopped in the reverse order."""
    signer = ServiceTokenSigner("ai", settings.secrets_dir)
    outbox = SqliteOutbox(place.folder / "outbox.sqlite")
    open_reads = SqliteOpenReads(place.folder / "open-reads.sqlite")
    publisher = Publisher(settings.amqp_url)
    relay = OutboxRelay(outbox, publisher)
    decoder = ChildDecoder()
    executor = ThreadPoolExecutor(settings.ai_threads, thread_name_prefix="look")
    images = ThreadedImages(
        ImagePredictor(engines.detector, engines.still_locator, engines.reader), decoder
    )
    predictions = Predictions()
    interpreter = Interpreter(settings.ai_plate_countries)
    limits = httpx.Limits(max_connections=512, max_keepalive_connections=128)
    async with httpx.AsyncClient(timeout=HTTP_TIMEOUT_S, limits=limits) as client:
        revoked = RevokedUsers(
            client, settings.backend_url, signer, place.folder / "revocations.json"
        )
        sessions = HttpReaderSessions(client, settings.streaming_url, signer)
        sharing = sharing_of(settings, place, client, signer, outbox.depth)
        listening = ListeningOutbox(outbox, sharing.elsewhere)
        resumer = ReadResumer(open_reads, listening, SystemClock(), sharing.elsewhere)
        evidence = ObstoreEvidence(settings.evidence_url)

        def make_follower(camera: DesiredCamera) -> CameraFollower:
            coverage = Coverage()
            pipeline = FramePipeline(
                camera.ai,
                Stages(
                    CvMotionGate(camera.ai.zones),
                    CvPatches(),
                    engines.detector,
                    engines.locator,
                    engines.reader,
                ),
            )
            recorder = SightingRecorder(
                camera.id,
                camera.ai.zones,
                evidence=evidence,
                open_reads=open_reads,
                outbox=listening,
                to_jpeg=to_jpeg,
                interpreter=interpreter,
                plate_engine=engines.plate_engine,
                detection_engine=engines.detection_engine,
            )
            resumer.resume(camera.id, pipeline, recorder)
            return CameraFollower(
                camera.id,
                HlsFrameSource(camera.id, sessions, decoder, client, coverage),
                pipeline,
                recorder,
                coverage=coverage,
                executor=executor,
                predictions=predictions,
                observations=PrometheusObservations(),
                recorded=relay.wake,
                clock=SystemClock(),
            )

        directory = HttpCameraDirectory(client, settings.backend_url, signer)
        reconciler = CameraReconciler(
            directory,
            make_follower,
            after_first=(lambda: None) if sharing.shared else resumer.close_orphans,
            share=sharing.share,
            left=handing_over(resumer, outbox, relay),
        )
        observe_coverage(lambda: _least_coverage(reconciler))
        observe_cameras(lambda: len(reconciler.followers))

        async def camera_changed(events: Sequence[CloudEvent]) -> None:
            reconciler.look_again()

        consumer = Consumer(settings.amqp_url, CAMERA_QUEUE, [CameraChanged.TYPE])
        await revoked.load()
        tasks = [
            _started("revocations", revoked.follow),
            _started("relay", relay.run),
            _started("consumer", lambda: consumer.run(camera_changed)),
            _started("reconciler", reconciler.run),
        ]
        work = worker_tasks(sharing, reconciler, resumer)
        tasks += [_started(name, run) for name, run in work.items()]
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
                engines=engines,
                outbox=outbox,
                shared=sharing.shared,
                others=sharing.others,
            )
        finally:
            await _ended(tasks)
            executor.shutdown(wait=True, cancel_futures=True)
            images.close()
            await asyncio.to_thread(decoder.close)
            await publisher.close()
            outbox.close()
            open_reads.close()
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
