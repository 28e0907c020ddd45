"""Fetches playlists and media of HLS, with limits, for whoever needs them once."""

from collections.abc import Mapping

import httpx

from mosaic_ai.domain.errors import SessionExpiredError, SourceError

REQUEST_TIMEOUT_S = 15.0
MAX_MEDIA_BYTES = 24 * 1024 * 1024


async def text_of(
    client: httpx.AsyncClient,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, int] | None = None,
) -> tuple[str, str]:
    """The final address and its text. Raises SourceError."""
    address = httpx.URL(url).copy_merge_params(query) if query else httpx.URL(url)
    response = await client.get(
        address, headers=headers, follow_redirects=True, timeout=REQUEST_TIMEOUT_S
    )
    _raise_for(response)
    return str(response.url), response.text


async def media_of(client: httpx.AsyncClient, url: str) -> bytes:
    """The bytes of an init section or a segment. Raises SourceError."""
    async with client.stream("GET", url, timeout=REQUEST_TIMEOUT_S) as response:
        _raise_for(response)
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > MAX_MEDIA_BYTES:
                raise SourceError("a segment is too large")
    return bytes(body)


def _raise_for(response: httpx.Response) -> None:
    if response.status_code in (401, 403, 404):
        raise SessionExpiredError(f"the server answered {response.status_code}")
    if response.status_code >= 400:
        raise SourceError(f"the server answered {response.status_code}")
