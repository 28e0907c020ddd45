"""What browsers ask: stream sessions and stream states."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import AwareDatetime, BaseModel, Field
from structlog.contextvars import get_contextvars

from mosaic_contracts.events import StreamState
from mosaic_contracts.events.types import StreamStateName
from mosaic_contracts.permissions import Principal
from mosaic_platform.access_tokens import AccessTokenVerifier, CheckedToken
from mosaic_platform.web import BearerToken
from mosaic_streaming.application.playback import Transport
from mosaic_streaming.application.sessions import Sessions
from mosaic_streaming.application.transcoded_streams import Browser
from mosaic_streaming.application.watch_journal import WatchJournal
from mosaic_streaming.domain.paths import StreamName
from mosaic_streaming.domain.transcoding import Cause
from mosaic_streaming.interfaces.origin import address_of, origin_of


class Transcoded(BaseModel):
    """codec: of what the camera sends, which is made H.264 without B-frames because of `cause`."""

    codec: str
    cause: Cause


class StreamSession(BaseModel):
    """Where to read the stream and with what. The token is needed for the first request only.

    state, reason, detail: what is known of the stream now; in `error` it may come back while one waits.
    hls_ready: segments are at hand, so HLS shows a picture before WebRTC meets its next key frame.
    transcoded: null where it is as the camera sends it.
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
    transcoded: Transcoded | None = None


class Wish(BaseModel):
    """What a viewer asks for. transport: by which it will likely be read. plays_hevc: by LL-HLS."""

    stream: StreamName = "main"
    transport: Transport = "webrtc"
    plays_hevc: bool = False


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
        asked: Annotated[Wish, Query()],
    ) -> StreamSession:
        """Opens a session on one camera for a minute's use: HLS and WHEP addresses with their token.

        stream: `sub` is the camera's second, smaller one; 409 where it has none. The token is good for both.

        transport: by which it will likely be read. plays_hevc: the browser plays H.265 by LL-HLS. A stream that
        the browser cannot play so is transcoded where the camera may be: 503 `transcodings-full` or `no-encoder`
        where that cannot be now.
        """
        browser = Browser(plays_hevc=asked.plays_hevc, by_webrtc=asked.transport == "webrtc")
        session = await sessions.open_viewer_session(viewer, camera_id, asked.stream, browser)
        await journal.watched(
            viewer.principal,
            camera_id,
            address=address_of(request),
            request_id=str(get_contextvars().get("request_id", "")),
        )
        origin = origin_of(request.headers, public_url)
        told, transcoded = session.state, session.transcoded
        return StreamSession(
            stream=asked.stream,
            hls_url=f"{origin}/hls/{session.path}/index.m3u8?cookieCheck=1",
            whep_url=f"{origin}/whep/{session.path}/whep",
            token=session.token,
            expires_at=session.expires_at,
            state=told.state if told else None,
            reason=told.reason if told else None,
            detail=told.detail if told else None,
            hls_ready=session.has_playlist,
            transcoded=Transcoded(codec=transcoded.codec, cause=transcoded.cause)
            if transcoded
            else None,
        )

    @router.get("/streams")
    async def list_streams(viewer: Annotated[Principal, Depends(principal)]) -> Streams:
        """The present states of the streams of all cameras that the viewer may watch."""
        return Streams(items=sessions.visible_streams(viewer))

    return router
