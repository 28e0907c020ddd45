"""MediaMTX's control API."""

from collections.abc import AsyncIterator, Callable, Collection
from typing import Any
from urllib.parse import quote

import httpx

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events.types import StreamTrack
from mosaic_streaming.application.ports import Reading
from mosaic_streaming.domain.health import Observed
from mosaic_streaming.domain.paths import Settings

PAGE = 1000
PAGE_OF_STATES = 20_000
"""For every page MediaMTX asks all its paths how they are."""
SESSION_KINDS = ("hlssessions", "webrtcsessions", "rtspsessions")


class MediaMtxApi:
    """Speaks to the API of v1.20; every call raises UnavailableError while it does not answer.

    Only reads and kicks: a change of the configuration by the API that meets a reload of the file deadlocks
    MediaMTX (core.reloadConf waits for the API's mutex, which the API call holds while it waits for core).
    """

    def __init__(self, client: httpx.AsyncClient, api_url: str) -> None:
        self._client = client
        self._url = api_url.rstrip("/")

    async def configured_paths(self) -> dict[str, Settings]:
        return {item["name"]: item async for item in self._items("config/paths/list")}

    async def configured_path(self, name: str) -> Settings | None:
        answer = await self._call("GET", f"config/paths/get/{quote(name)}", fine=(404,))
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        found: Settings = answer.json()
        return found

    async def observed_paths(self) -> dict[str, Observed]:
        return {
            item["name"]: _observed(item)
            async for item in self._items("paths/list", page_size=PAGE_OF_STATES)
        }

    async def kick_readers(self, names: Collection[str]) -> int:
        return await self._kick(lambda session: session.get("path") in names)

    async def kick_readings(self, wanted: Callable[[Reading], bool]) -> int:
        return await self._kick(
            lambda session: wanted(
                Reading(str(session.get("path") or ""), str(session.get("user") or ""))
            )
        )

    async def _kick(self, wanted: Callable[[dict[str, Any]], bool]) -> int:
        kicked = 0
        for kind in SESSION_KINDS:
            sessions = [item async for item in self._items(f"{kind}/list", missing_is_empty=True)]
            for session in sessions:
                if wanted(session):
                    await self._call("POST", f"{kind}/kick/{session['id']}", fine=(404,))
                    kicked += 1
        return kicked

    async def alive(self) -> bool:
        try:
            await self._call("GET", "info")
        except UnavailableError:
            return False
        return True

    async def _items(
        self, what: str, *, missing_is_empty: bool = False, page_size: int = PAGE
    ) -> AsyncIterator[dict[str, Any]]:
        page, pages = 0, 1
        while page < pages:
            answer = await self._call(
                "GET",
                f"{what}?page={page}&itemsPerPage={page_size}",
                fine=(400, 404) if missing_is_empty else (),
            )
            if answer.status_code != httpx.codes.OK:
                return
            content = answer.json()
            for item in content["items"]:
                yield item
            page, pages = page + 1, content["pageCount"]

    async def _call(
        self,
        method: str,
        what: str,
        *,
        fine: Collection[int] = (),
    ) -> httpx.Response:
        try:
            answer = await self._client.request(method, f"{self._url}/v3/{what}")
        except httpx.HTTPError as error:
            raise UnavailableError(f"MediaMTX does not answer: {error!r}") from error
        if answer.is_success or answer.status_code in fine:
            return answer
        raise UnavailableError(
            f"MediaMTX answered {answer.status_code} to {method} {what.partition('?')[0]}"
        )


def _observed(item: dict[str, Any]) -> Observed:
    return Observed(
        ready=bool(item["ready"]),
        readers=len(item["readers"]),
        hls=any(reader["type"].startswith("hls") for reader in item["readers"]),
        tracks=tuple(
            StreamTrack(
                codec=track["codec"],
                width=(track.get("codecProps") or {}).get("width") or None,
                height=(track.get("codecProps") or {}).get("height") or None,
            )
            for track in item["tracks2"]
        ),
    )
