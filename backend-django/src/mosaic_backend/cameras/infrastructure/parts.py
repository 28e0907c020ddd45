"""Calls to the other services, with our service token."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import httpx
from pydantic import ValidationError

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.database_connections import give_back_connection
from mosaic_contracts.errors import NotFoundError, UnavailableError
from mosaic_contracts.internal_api import Posters
from mosaic_platform.service_tokens import ServiceTokenSigner

PROBE_TIMEOUT_S = 20.0
PICTURE_TIMEOUT_S = 3.0
MAX_PICTURE_BYTES = 8 << 20
MAX_POSTERS_BYTES = 16 << 20


@dataclass(frozen=True)
class Picture:
    """A JPEG; captured_at as the AI service told it (RFC 3339)."""

    jpeg: bytes
    captured_at: str


@lru_cache
def _client() -> httpx.Client:
    return httpx.Client(limits=httpx.Limits(max_connections=20), follow_redirects=False)


@lru_cache
def _signer() -> ServiceTokenSigner:
    return ServiceTokenSigner("backend", environment().secrets_dir)


def probe(source_url: str) -> dict[str, Any]:
    """Asks streaming to try an address. Raises UnavailableError."""
    response = _ask(
        "streaming",
        "POST",
        f"{environment().streaming_url}/internal/v1/probe",
        PROBE_TIMEOUT_S,
        json={"source_url": source_url},
    )
    outcome = response.json()
    if response.status_code != httpx.codes.OK or not isinstance(outcome, dict):
        raise UnavailableError("the streaming service could not try the address")
    return outcome


def latest_picture(camera_id: UUID) -> Picture:
    """The newest picture that the AI looked at. Raises NotFoundError or UnavailableError."""
    response = _ask(
        "AI",
        "GET",
        f"{environment().ai_url}/internal/v1/cameras/{camera_id}/latest.jpg",
        PICTURE_TIMEOUT_S,
    )
    if response.status_code == httpx.codes.NOT_FOUND:
        raise NotFoundError("There is no picture of this camera yet.")
    if response.status_code != httpx.codes.OK or len(response.content) > MAX_PICTURE_BYTES:
        raise UnavailableError("the AI service has no picture to give")
    return Picture(response.content, response.headers.get("X-Captured-At", ""))


def posters(camera_ids: Collection[UUID]) -> Posters:
    """Small newest pictures of those that have one. Raises UnavailableError."""
    response = _ask(
        "AI",
        "POST",
        f"{environment().ai_url}/internal/v1/posters",
        PICTURE_TIMEOUT_S,
        json={"cameras": [str(camera_id) for camera_id in camera_ids]},
    )
    try:
        if response.status_code == httpx.codes.OK and len(response.content) <= MAX_POSTERS_BYTES:
            return Posters.model_validate_json(response.content)
    except ValidationError as error:
        raise UnavailableError("the AI service answers what is no posters") from error
    raise UnavailableError("the AI service has no pictures to give")


def _ask(part: str, method: str, url: str, timeout_s: float, **body: Any) -> httpx.Response:
    give_back_connection()
    try:
        return _client().request(method, url, headers=_signer().header(), timeout=timeout_s, **body)
    except httpx.HTTPError as error:
        raise UnavailableError(f"the {part} service does not answer") from error
