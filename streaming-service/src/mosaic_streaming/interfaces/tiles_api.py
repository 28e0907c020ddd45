"""What the tiles of a mosaic ask beside their sessions: to open paths beforehand, and to take how they play."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, ConfigDict, Field

from mosaic_platform.access_tokens import AccessTokenVerifier, CheckedToken
from mosaic_platform.web import BearerToken
from mosaic_streaming.application.playback import Playback, TileReport, Transport
from mosaic_streaming.application.rates import ViewerRates
from mosaic_streaming.application.sessions import Sessions
from mosaic_streaming.domain.paths import StreamName

MOST_TILES = 64
MOST_DELAY_MS = 3_600_000
MOST_FIRST_FRAME_MS = 600_000


class PrewarmRequest(BaseModel):
    """Cameras that will likely be watched next."""

    model_config = ConfigDict(extra="forbid")

    cameras: list[UUID] = Field(min_length=1, max_length=MOST_TILES)
    stream: StreamName = "main"


class PlaybackReport(BaseModel):
    """How one tile plays now. first_frame_ms: sent once, after it began to play."""

    model_config = ConfigDict(extra="forbid")

    camera_id: UUID
    transport: Transport
    delay_ms: int | None = Field(default=None, ge=0, le=MOST_DELAY_MS)
    stalled: bool = False
    first_frame_ms: int | None = Field(default=None, ge=0, le=MOST_FIRST_FRAME_MS)


class PlaybackReports(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reports: list[PlaybackReport] = Field(min_length=1, max_length=MOST_TILES)


def tiles_router(
    sessions: Sessions, playback: Playback, prewarms: ViewerRates, verifier: AccessTokenVerifier
) -> APIRouter:
    router = APIRouter(prefix="/api/streaming/v1", tags=["streams"])

    async def checked(token: BearerToken) -> CheckedToken:
        return await verifier.checked(token)

    @router.post("/prewarm", status_code=status.HTTP_204_NO_CONTENT)
    async def prewarm(
        body: PrewarmRequest, viewer: Annotated[CheckedToken, Depends(checked)]
    ) -> None:
        """Has the streams opened now, so that a session that follows finds them running; gives no right to watch.

        Cameras that are unknown, disabled or not the viewer's are passed over, and the answer does not tell which.
        """
        prewarms.take(viewer.principal.user_id)
        sessions.prewarm(viewer.principal, body.cameras, body.stream)

    @router.post("/playback-reports", status_code=status.HTTP_204_NO_CONTENT)
    async def report_playback(
        body: PlaybackReports, viewer: Annotated[CheckedToken, Depends(checked)]
    ) -> None:
        """Takes how tiles play, for the metrics. Cameras that are unknown or not the viewer's are passed over."""
        playback.take(
            viewer,
            [
                TileReport(
                    each.camera_id,
                    each.transport,
                    each.delay_ms,
                    each.stalled,
                    each.first_frame_ms,
                )
                for each in body.reports
            ],
        )

    return router
