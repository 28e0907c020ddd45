"""The desired cameras from the backend's internal API."""

import httpx
import pydantic
from pydantic_core import from_json, to_json

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera, DesiredCameras
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
        self._parser = _Parser()

    async def fetch(self, etag: str | None) -> Desired | None:
        headers = self._signer.header()
        if etag:
            headers["If-None-Match"] = etag
        try:
            answer = await self._client.get(self._url, headers=headers)
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return None
            answer.raise_for_status()
            cameras = self._parser.parsed(answer.content)
        except httpx.HTTPError as error:
            raise UnavailableError(f"the backend did not tell the cameras: {error!r}") from error
        except pydantic.ValidationError as error:
            # Without its cause: that would carry the input, with the cameras' credentials.
            places = error.errors(include_input=False, include_url=False, include_context=False)
            raise UnavailableError(f"the backend's cameras break the contract: {places}") from None
        return Desired(cameras, answer.headers.get("etag"))


class _Parser:
    """Validates only what was not told before: 5,000 cameras take a tenth of a second, mostly one changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, DesiredCamera]] = {}

    def parsed(self, content: bytes) -> DesiredCameras:
        """Raises pydantic.ValidationError; what was known before stays so."""
        try:
            told = from_json(content)
            known = {item["id"]: self._camera(item) for item in told["items"]}
            cameras = DesiredCameras(
                items=[camera for _, camera in known.values()], revision=told["revision"]
            )
        except (ValueError, TypeError, KeyError):
            # Whatever is wrong with it, this tells where.
            return DesiredCameras.model_validate_json(content)
        self._known = known
        return cameras

    def _camera(self, item: dict[str, object]) -> tuple[object, DesiredCamera]:
        known = self._known.get(str(item["id"]))
        if known is not None and known[0] == item:
            return known
        return item, DesiredCamera.model_validate_json(to_json(item))
