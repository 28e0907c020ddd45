"""The desired cameras from the backend's internal API."""

import httpx
import pydantic

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_platform.service_tokens import ServiceTokenSigner
from mosaic_streaming.application.ports import Desired


class BackendCameraSource:
    """GET /internal/v1/cameras with a service token and an entity tag."""

    def __init__(
        self, client: httpx.AsyncClient, backend_url: str, signer: ServiceTokenSigner
    ) -> None:
        self._client = client
        self._url = f"{backend_url.rstrip('/')}/internal/v1/cameras"
        self._signer = signer

    async def fetch(self, etag: str | None) -> Desired | None:
        headers = self._signer.header()
        if etag:
            headers["If-None-Match"] = etag
        try:
            answer = await self._client.get(self._url, headers=headers)
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return None
            answer.raise_for_status()
            cameras = DesiredCameras.model_validate_json(answer.content)
        except httpx.HTTPError as error:
            raise UnavailableError(f"the backend did not tell the cameras: {error!r}") from error
        except pydantic.ValidationError as error:
            # Without its cause: that would carry the input, with the cameras' credentials.
            places = error.errors(include_input=False, include_url=False, include_context=False)
            raise UnavailableError(f"the backend's cameras break the contract: {places}") from None
        return Desired(cameras, answer.headers.get("etag"))
