"""Reader sessions from the streaming service."""

from uuid import UUID

import httpx
import pydantic

from mosaic_ai.domain.errors import SourceError
from mosaic_contracts.internal_api import ReaderSession
from mosaic_platform.service_tokens import ServiceTokenSigner


class HttpReaderSessions:
    """ReaderSessions over HTTP."""

    def __init__(
        self, client: httpx.AsyncClient, streaming_url: str, signer: ServiceTokenSigner
    ) -> None:
        self._client = client
        self._base = f"{streaming_url.rstrip('/')}/internal/v1/cameras"
        self._signer = signer

    async def open(self, camera_id: UUID) -> ReaderSession:
        """Raises SourceError."""
        try:
            response = await self._client.post(
                f"{self._base}/{camera_id}/reader-sessions", headers=self._signer.header()
            )
            response.raise_for_status()
            return ReaderSession.model_validate_json(response.content)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise SourceError(f"streaming answered {status}", code="no-session") from error
        except (httpx.HTTPError, pydantic.ValidationError) as error:
            raise SourceError("streaming gives no session", code="no-session") from error
