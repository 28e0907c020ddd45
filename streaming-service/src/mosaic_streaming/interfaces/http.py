"""The service's HTTP application."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.service_tokens import ServiceTokenVerifier
from mosaic_platform.web import create_app
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import Membership
from mosaic_streaming.application.own_report import OwnReport
from mosaic_streaming.application.playback import Playback
from mosaic_streaming.application.ports import MediaServer, Prober
from mosaic_streaming.application.rates import ViewerRates
from mosaic_streaming.application.sessions import Sessions
from mosaic_streaming.application.watch_journal import WatchJournal
from mosaic_streaming.interfaces.internal_api import internal_router
from mosaic_streaming.interfaces.node_api import node_router
from mosaic_streaming.interfaces.nodes_view import nodes_router
from mosaic_streaming.interfaces.tiles_api import tiles_router
from mosaic_streaming.interfaces.viewer_api import viewer_router

BODY_LIMIT = 64 * 1024


@dataclass(frozen=True)
class HttpParts:
    """What the interface needs; bootstrap makes it."""

    desired: DesiredState
    media: MediaServer
    sessions: Sessions
    journal: WatchJournal
    playback: Playback
    prewarm_rates: ViewerRates
    prober: Prober
    access_tokens: AccessTokenVerifier
    service_tokens: ServiceTokenVerifier
    node_tokens: ServiceTokenVerifier
    own_report: OwnReport
    membership: Membership
    jwks: Callable[[], dict[str, Any]]
    public_url: str


def http_application(
    parts: HttpParts, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[Any]] | None = None
) -> FastAPI:
    async def desired_is_known() -> str:
        return "ok" if parts.desired.known else "the cameras are not known yet"

    async def media_answers() -> str:
        return "ok" if await parts.media.alive() else "MediaMTX does not answer"

    app = create_app(
        "Mosaic streaming",
        checks={"cameras": desired_is_known, "mediamtx": media_answers},
        lifespan=lifespan,
        max_body_bytes=BODY_LIMIT,
    )
    app.include_router(
        viewer_router(parts.sessions, parts.journal, parts.access_tokens, parts.public_url)
    )
    app.include_router(
        tiles_router(parts.sessions, parts.playback, parts.prewarm_rates, parts.access_tokens)
    )
    app.include_router(
        internal_router(parts.sessions, parts.prober, parts.jwks, parts.service_tokens)
    )
    app.include_router(nodes_router(parts.own_report, parts.membership, parts.access_tokens))
    app.include_router(node_router(parts.own_report, parts.desired, parts.node_tokens))
    return app
