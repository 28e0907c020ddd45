"""The cameras as the backend wants them, by its internal API."""

import httpx
import pydantic

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_platform.service_tokens import ServiceTokenSigner


class HttpCameraDirectory:
    """CameraDirectory over HTTP; asks with If-None-Match."""

    def __init__(
        self, client: httpx.AsyncClient, backend_url: str, signer: ServiceTokenSigner
    ) -> None:
        self._client = client
        self._url = f"{backend_url.rstrip('/')}/internal/v1/cameras"
        self._signer = signer
        self._etag: str | None = None

    async def cameras(self) -> DesiredCameras | None:
        headers = self._signer.header()
        if self._etag:
            headers["If-None-Match"] = self._etag
        try:
            response = await self._client.get(self._url, headers=headers)
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            response.raise_for_status()
            cameras = DesiredCameras.model_validate_json(response.content)
        except (httpx.HTTPError, pydantic.ValidationError) as error:
            raise UnavailableError("the backend does not tell its cameras") from error
        self._etag = response.headers.get("etag")
        return cameras
