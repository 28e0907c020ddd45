"""What the other services ask, with their service tokens; and the keys that MediaMTX fetches."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import ReaderSession
from mosaic_platform.service_tokens import ServiceTokenVerifier
from mosaic_platform.web import BearerToken
from mosaic_streaming.application.ports import Prober
from mosaic_streaming.application.sessions import Sessions
from mosaic_streaming.domain.paths import StreamName
from mosaic_streaming.domain.probing import ProbeOutcome

SCHEMES = ("rtsp://", "rtsps://", "http://", "https://", "rtmp://", "rtmps://", "srt://")


class ReaderSessionRequest(BaseModel):
    stream: StreamName = "main"


class ProbeRequest(BaseModel):
    source_url: str = Field(min_length=1, max_length=2048, repr=False)


def internal_router(
    sessions: Sessions,
    prober: Prober,
    jwks_document: Callable[[], dict[str, Any]],
    verifier: ServiceTokenVerifier,
) -> APIRouter:
    router = APIRouter(prefix="/internal", tags=["internal"])

    async def service(token: BearerToken) -> str:
        return verifier.service(token)

    @router.get("/jwks.json")
    async def jwks() -> dict[str, Any]:
        """The keys of the stream tokens; public by nature, reachable from the private network only."""
        return jwks_document()

    @router.post("/v1/cameras/{camera_id}/reader-sessions")
    async def open_reader_session(
        camera_id: UUID,
        caller: Annotated[str, Depends(service)],
        body: ReaderSessionRequest | None = None,
    ) -> ReaderSession:
        """A service's session on one camera."""
        asked = body or ReaderSessionRequest()
        return await sessions.open_reader_session(caller, camera_id, asked.stream)

    @router.post("/v1/probe")
    async def probe(body: ProbeRequest, _service: Annotated[str, Depends(service)]) -> ProbeOutcome:
        """Looks at a source: 6 s at most, 5 s more for a picture. One that is no good is an answer, no error."""
        if not body.source_url.lower().startswith(SCHEMES):
            raise InvalidInputError(
                "the address is of no kind that cameras have", pointer="/source_url"
            )
        return await prober.probe(body.source_url, measure=True)

    return router
