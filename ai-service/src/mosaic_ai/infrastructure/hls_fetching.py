"""Answers of a media server, taken with limits: what sends them may be broken or somebody else."""

import asyncio
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from aiohttp import ClientSession, ClientTimeout, CookieJar, TCPConnector
from yarl import URL

from mosaic_ai.domain.errors import SessionExpiredError, SourceError

MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
DEFAULT_PORTS = {"http": 80, "https": 443}


class FetchLimits(NamedTuple):
    """within_s: for a whole answer, its redirects included."""

    within_s: float = 15.0
    playlist_bytes: int = 512 * 1024
    media_bytes: int = 24 * 1024 * 1024


def media_client() -> ClientSession:
    """For the fetchers of all cameras, as many at the same time as there are; to be closed in its event loop."""
    return ClientSession(
        connector=TCPConnector(limit=0),
        cookie_jar=CookieJar(unsafe=True),  # of servers that are named by address
        timeout=ClientTimeout(total=None),
        auto_decompress=False,
    )


class HlsFetcher:
    """Fetches from one origin alone, that of the session's address."""

    def __init__(self, client: ClientSession, origin_of: str, limits: FetchLimits) -> None:
        self._client = client
        self._origin = _origin(origin_of)
        self._limits = limits

    async def text(self, url: str, *, headers: dict[str, str] | None = None) -> tuple[str, str]:
        """The final address and its text. Raises SourceError, TimeoutError, aiohttp.ClientError."""
        final, body = await self._answer(url, self._limits.playlist_bytes, headers or {})
        return final, body.decode(errors="replace")

    async def media(self, url: str) -> bytes:
        """An init section, part or segment. Raises as `text` does."""
        return (await self._answer(url, self._limits.media_bytes, {}))[1]

    async def _answer(self, url: str, limit: int, headers: dict[str, str]) -> tuple[str, bytes]:
        try:
            async with asyncio.timeout(self._limits.within_s):
                for _ in range(MAX_REDIRECTS):
                    self._check(url)
                    onward, body = await self._once(url, limit, headers)
                    if onward is None:
                        return url, body
                    url = urljoin(url, onward)
        except ValueError as error:
            raise SourceError("the playlist names an impossible address") from error
        raise SourceError("the server redirects without end", code="redirected")

    async def _once(
        self, url: str, limit: int, headers: dict[str, str]
    ) -> tuple[str | None, bytes]:
        """Where the server sends on to, or the body."""
        # Never packed: a small answer must not unpack to a large one.
        wanted = {**headers, "Accept-Encoding": "identity"}
        async with self._client.get(
            URL(url, encoded=True), headers=wanted, allow_redirects=False
        ) as response:
            if response.status in REDIRECTS and "location" in response.headers:
                return response.headers["location"], b""
            if response.status in (401, 403, 404):
                raise SessionExpiredError(f"the server answered {response.status}")
            if response.status != 200:
                raise SourceError(f"the server answered {response.status}")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise SourceError("the server packs what was asked for unpacked")
            body = bytearray()
            async for piece in response.content.iter_any():
                body += piece
                if len(body) > limit:
                    raise SourceError(f"an answer of more than {limit} bytes", code="too-large")
        return None, bytes(body)

    def _check(self, url: str) -> None:
        if _origin(url) != self._origin:
            raise SourceError("the stream leads to another server", code="redirected")


def resolved(base: str, reference: str) -> str:
    """The address that a playlist at `base` names. Raises SourceError."""
    try:
        return urljoin(base, reference)
    except ValueError as error:
        raise SourceError("the playlist names an impossible address") from error


def with_query(url: str, query: str) -> str:
    """The address with that added to its query."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, query]))))


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)
