"""What browsers ask: stream sessions and stream states."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status
from pydantic import AwareDatetime, BaseModel, Field
from structlog.contextvars import get_contextvars

from mosaic_contracts.events import StreamState
from mosaic_contracts.events.types import StreamStateName
from mosaic_contracts.permissions import Principal
from mosaic_platform.access_tokens import AccessTokenVerifier, CheckedToken
from mosaic_platform.web import BearerToken
from mosaic_streaming.application.sessions import Sessions
from mosaic_streaming.application.watch_journal import WatchJournal
from mosaic_streaming.domain.paths import StreamName
from mosaic_streaming.interfaces.origin import address_of, origin_of


class StreamSession(BaseModel):
    """Where to read the stream and with what. The token is needed for the first request only.

    state, reason, detail: what is known of the stream now; in `error` it may come back while one waits.
    hls_ready: segments are at hand, so HLS shows a picture before WebRTC meets its next key frame.
    """

    stream: StreamName
    hls_url: str
    whep_url: str
    token: str = Field(repr=False)
    expires_at: AwareDatetime
    state: StreamStateName | None = None
    reason: str | None = None
    detail: str | None = None
    hls_ready: bool = False


class Streams(BaseModel):
    """The streams of the cameras that one may watch."""

    items: list[StreamState]


def viewer_router(
    sessions: Sessions, journal: WatchJournal, verifier: AccessTokenVerifier, public_url: str
) -> APIRouter:
    router = APIRouter(prefix="/api/streaming/v1", tags=["streams"])

    async def checked(token: BearerToken) -> CheckedToken:
        return await verifier.checked(token)

    async def principal(token: Annotated[CheckedToken, Depends(checked)]) -> Principal:
        return token.principal

    @router.post("/cameras/{camera_id}/sessions", status_code=status.HTTP_201_CREATED)
    async def open_session(
        camera_id: UUID,
        viewer: Annotated[CheckedToken, Depends(checked)],
        request: Request,
        stream: StreamName = "main",
    ) -> StreamSession:
        """Opens a session on one camera for a minute's use: HLS and WHEP addresses with their token.

        stream: `sub` is the camera's second, smaller one; 409 where it has none. The token is good for both.
        """
        session = await sessions.open_viewer_session(viewer, camera_id, stream)
        await journal.watched(
            viewer.principal,
            camera_id,
            address=address_of(request),
            request_id=str(get_contextvars().get("request_id", "")),
        )
        origin = origin_of(request.headers, public_url)
        told = session.state
        return StreamSession(
            stream=stream,
            hls_url=f"{origin}/hls/{session.path}/index.m3u8?cookieCheck=1",
            whep_url=f"{origin}/whep/{session.path}/whep",
            token=session.token,
            expires_at=session.expires_at,
            state=told.state if told else None,
            reason=told.reason if told else None,
            detail=told.detail if told else None,
            hls_ready=session.has_playlist,
        )

    @router.get("/streams")
    async def list_streams(viewer: Annotated[Principal, Depends(principal)]) -> Streams:
        """The present states of the streams of all cameras that the viewer may watch."""
        return Streams(items=sessions.visible_streams(viewer))

    return router
