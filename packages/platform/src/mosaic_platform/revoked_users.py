"""The users whose access tokens are void, as the backend tells it: asked for every second, kept over restarts."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import httpx
import pydantic

from mosaic_contracts.internal_api import Revocations
from mosaic_platform.access_tokens import voided
from mosaic_platform.logs import get_logger
from mosaic_platform.private_files import write_private
from mosaic_platform.service_tokens import ServiceTokenSigner

ASK_EVERY_S = 1.0
ASK_WITHIN_S = 2.0

_log = get_logger(__name__)


class RevokedUsers:
    """Each answer tells all there is, so nothing can be missed. While nobody answers, what is known goes on.

    kept: a file of this account, so that a restart while the backend is down gives nothing back; None keeps
    them in memory only.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        backend_url: str,
        signer: ServiceTokenSigner,
        kept: Path | None = None,
    ) -> None:
        self._client = client
        self._url = f"{backend_url.rstrip('/')}/internal/v1/revocations"
        self._signer = signer
        self._kept = kept
        self._until: dict[str, datetime] = {}
        self._etag: str | None = None
        self._answers = True
        self._listeners: list[Callable[[], None]] = []

    def revoked(self, user_id: str, issued_at: datetime) -> bool:
        """Whether access tokens that this user was issued at this instant are void."""
        until = self._until.get(user_id)
        return until is not None and voided(issued_at, until)

    def when_changed(self, call: Callable[[], None]) -> None:
        """Calls at every change from now on, in the event loop."""
        self._listeners.append(call)

    async def load(self) -> None:
        """What is on disk, and one question to the backend: to be awaited before requests are taken."""
        kept = await asyncio.to_thread(self._read)
        if kept is not None:
            self._take(kept)
        await self.ask()

    async def follow(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(ASK_EVERY_S)
            await self.ask()

    async def ask(self) -> bool:
        """Asks once; tells whether there was an answer."""
        headers = self._signer.header()
        if self._etag:
            headers["If-None-Match"] = self._etag
        try:
            async with asyncio.timeout(ASK_WITHIN_S):
                answer = await self._client.get(self._url, headers=headers)
            if answer.status_code != httpx.codes.NOT_MODIFIED:
                answer.raise_for_status()
                told = Revocations.model_validate_json(answer.content)
                self._take(told)
                self._etag = answer.headers.get("etag")
                await asyncio.to_thread(self._write, told)
        except (httpx.HTTPError, TimeoutError, pydantic.ValidationError) as error:
            if self._answers:
                _log.warning("revocations_not_told", url=self._url, error=repr(error))
            self._answers = False
            return False
        if not self._answers:
            _log.info("revocations_told_again", url=self._url)
        self._answers = True
        return True

    def _take(self, told: Revocations) -> None:
        until = {str(item.user_id): item.until for item in told.items}
        if until == self._until:
            return
        self._until = until
        for call in self._listeners:
            call()

    def _read(self) -> Revocations | None:
        if self._kept is None:
            return None
        try:
            return Revocations.model_validate_json(self._kept.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, pydantic.ValidationError) as error:
            _log.warning("kept_revocations_unreadable", path=self._kept, error=type(error).__name__)
            return None

    def _write(self, told: Revocations) -> None:
        if self._kept is None:
            return
        try:
            write_private(self._kept, told.model_dump_json())
        except OSError as error:
            _log.warning("revocations_not_kept", path=self._kept, error=repr(error))
