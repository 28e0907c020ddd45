"""Wires the service: the one place that knows every class."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from prometheus_client import REGISTRY

from mosaic_contracts.clock import SystemClock
from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.logs import get_logger
from mosaic_platform.messaging import OutboxRelay, Publisher, SqliteOutbox
from mosaic_platform.revoked_users import RevokedUsers
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.end_revoked import RevokedViewers
from mosaic_streaming.application.membership import Membership
from mosaic_streaming.application.own_report import OwnReport
from mosaic_streaming.application.playback import Playback
from mosaic_streaming.application.rates import ViewerRates
from mosaic_streaming.application.reconcile import Reconciler
from mosaic_streaming.application.refused_hosts import RefusedHosts
from mosaic_streaming.application.sessions import Sessions
from mosaic_streaming.application.transcoded_streams import TranscodedStreams
from mosaic_streaming.application.transcodings import Transcodings
from mosaic_streaming.application.watch_journal import WatchJournal
from mosaic_streaming.application.watch_streams import StreamWatcher
from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.transcoding import Limits
from mosaic_streaming.infrastructure.backend_cameras import BackendCameraSource
from mosaic_streaming.infrastructure.camera_file import CameraFile
from mosaic_streaming.infrastructure.ffprobe import FfprobeProber
from mosaic_streaming.infrastructure.http_nodes import HttpNodeClient
from mosaic_streaming.infrastructure.mediamtx_api import MediaMtxApi
from mosaic_streaming.infrastructure.mediamtx_file import MediaMtxFile
from mosaic_streaming.infrastructure.name_service import NameService
from mosaic_streaming.infrastructure.relayed_outbox import RelayedOutbox
from mosaic_streaming.infrastructure.rtsp_prewarmer import RtspPrewarmer
from mosaic_streaming.infrastructure.stream_tokens import StreamTokenSigner
from mosaic_streaming.infrastructure.transcoder import Transcoder
from mosaic_streaming.interfaces.camera_events import consume_camera_events
from mosaic_streaming.interfaces.http import HttpParts, http_application
from mosaic_streaming.settings import Settings

REFRESH_EVERY_S = 5.0
PREWARMS_A_MINUTE = 120
HTTP_TIMEOUT = httpx.Timeout(5.0, connect=2.0)

_log = get_logger(__name__)


def build(settings: Settings) -> FastAPI:
    """The application, with everything that runs beside it in its lifespan."""
    clock = SystemClock()
    client = httpx.AsyncClient(timeout=HTTP_TIMEOUT, trust_env=False)
    policy = AddressPolicy(settings.networks)
    media = MediaMtxApi(client, settings.mediamtx_api_url)
    prober = FfprobeProber(policy)
    tokens = StreamTokenSigner(settings.secrets_dir, clock)
    prewarmer = RtspPrewarmer(tokens)
    signer = ServiceTokenSigner("streaming", settings.secrets_dir)
    revoked = RevokedUsers(
        client, settings.backend_url, signer, settings.data_dir / "revocations.json"
    )
    desired = DesiredState(
        BackendCameraSource(client, settings.backend_url, signer),
        CameraFile(settings.data_dir / "cameras.json"),
        clock,
    )
    membership = Membership(
        settings.own_node,
        settings.nodes,
        HttpNodeClient(client, signer),
        lambda: desired.revision,
        clock,
    )
    ender = RevokedViewers(media, desired, revoked.revoked, clock)
    revoked.when_changed(ender.wake)
    names = NameService()
    refused = RefusedHosts(desired, names, policy)
    transcodings = Transcodings(settings.most_transcodings, clock)
    transcoder = Transcoder(
        desired,
        transcodings,
        tokens,
        settings.mediamtx_rtsp_url,
        Limits(settings.transcoding_height, settings.transcoding_bitrate_bps),
    )
    reconciler = Reconciler(
        desired,
        media,
        MediaMtxFile(
            settings.mediamtx_config, settings.mediamtx_base_config, settings.recordings_dir
        ),
        policy,
        refused,
        membership=membership,
        clock=clock,
        transcoder_url=lambda: transcoder.url,
    )
    outbox = SqliteOutbox(settings.data_dir / "outbox.db")
    publisher = Publisher(settings.amqp_url)
    relay = OutboxRelay(outbox, publisher)
    sink = RelayedOutbox(outbox, relay)
    watcher = StreamWatcher(desired, media, prober, sink, membership=membership, clock=clock)
    playback = Playback(desired, clock)
    REGISTRY.register(playback)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await membership.load()
        await desired.load()
        await revoked.load()
        await transcoder.open(
            settings.transcoding_host, settings.transcoding_port, settings.transcoding_url
        )
        async with _beside(
            follow=desired.follow(REFRESH_EVERY_S),
            nodes=membership.run(),
            reconcile=reconciler.run(),
            names=refused.run(),
            revocations=revoked.follow(),
            ender=ender.run(),
            groups=ender.follow_groups(),
            watch=watcher.run(),
            relay=relay.run(),
            consume=consume_camera_events(settings.amqp_url, desired, membership),
        ):
            yield
        names.close()
        await transcoder.close()
        await prewarmer.close()
        await publisher.close()
        await client.aclose()
        outbox.close()

    return http_application(
        HttpParts(
            desired=desired,
            media=media,
            sessions=Sessions(
                desired,
                watcher,
                tokens,
                prewarmer,
                membership,
                transcoded=TranscodedStreams(watcher, membership, transcodings),
                taken_up=reconciler.taken_up,
            ),
            journal=WatchJournal(sink, clock),
            playback=playback,
            prewarm_rates=ViewerRates(clock, most=PREWARMS_A_MINUTE),
            prober=prober,
            access_tokens=AccessTokenVerifier(
                client,
                f"{settings.backend_url.rstrip('/')}/api/v1/auth/jwks.json",
                settings.data_dir / "access-token-keys.json",
                revoked=revoked.revoked,
            ),
            service_tokens=ServiceTokenVerifier(settings.secrets_dir, ("backend", "ai")),
            node_tokens=ServiceTokenVerifier(settings.secrets_dir, ("streaming",)),
            own_report=OwnReport(
                desired, media, watcher, reconciler, membership, transcodings=transcodings
            ),
            membership=membership,
            jwks=tokens.jwks,
            public_url=settings.public_url,
        ),
        lifespan,
    )


@asynccontextmanager
async def _beside(**works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs endless works beside the block. One that fails ends the process: the supervisor starts it anew."""
    tasks = [asyncio.create_task(work, name=name) for name, work in works.items()]
    for task in tasks:
        task.add_done_callback(_end_process_if_failed)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _end_process_if_failed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("work_failed", work=task.get_name(), exc_info=error)
        signal.raise_signal(signal.SIGTERM)
