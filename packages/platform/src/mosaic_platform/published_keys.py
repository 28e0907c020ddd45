"""The keys that another service publishes (JWKS): fetched when needed, kept on disk over restarts."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jwt

from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger
from mosaic_platform.private_files import write_private

FETCH_WITHIN_S = 2.0
FIRST_WITHIN_S = 10.0
"""Where there are no keys at all, waiting for a slow publisher is better than refusing everybody."""
MIN_REFRESH_S = 10.0
ASK_AGAIN_AFTER_S = 300.0
KEEP_S = 86_400.0

_log = get_logger(__name__)


@dataclass(frozen=True)
class _Told:
    keys: jwt.PyJWKSet
    document: dict[str, Any]
    at_s: float  # of the wall clock: what is on disk outlives the monotonic one


class PublishedKeys:
    """Asks for an unknown key, and for known ones after ASK_AGAIN_AFTER_S: a key withdrawn there ends here too.

    Asks at most once in MIN_REFRESH_S where it has keys; where it has none, those who come while it asks share
    the outcome. While nobody answers, the last keys go on, be it after a restart, until
    they are KEEP_S old. kept: a file of this account; None keeps them in memory only.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        kept: Path | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._client = client
        self._url = url
        self._kept = kept
        self._clock = clock or SystemClock()
        self._told: _Told | None = None
        self._asked_at: float | None = None
        self._asks = 0
        self._loaded = False
        self._lock = asyncio.Lock()

    async def holding(self, kid: object) -> jwt.PyJWKSet:
        """The key set, with that key if it is published. Raises UnavailableError while there is none at all."""
        asks = self._asks
        async with self._lock:
            if not self._loaded:
                self._told = await asyncio.to_thread(self._load)
                self._loaded = True
            if self._asks == asks and self._wants_asking(kid):
                await self._ask()
            if self._told is None or not self._in_force(self._told):
                raise UnavailableError("the keys of the access tokens cannot be had now")
            return self._told.keys

    def _wants_asking(self, kid: object) -> bool:
        told, now = self._told, self._clock.monotonic()
        if told is None or not self._in_force(told):
            return True
        if self._asked_at is not None and now - self._asked_at < MIN_REFRESH_S:
            return False
        old = self._age_s(told) > ASK_AGAIN_AFTER_S
        return old or all(key.key_id != kid for key in told.keys.keys)

    def _age_s(self, told: _Told) -> float:
        return self._clock.now().timestamp() - told.at_s

    def _in_force(self, told: _Told) -> bool:
        """Keys from the future are those of a clock that was wrong: nobody knows how old they are."""
        return -MIN_REFRESH_S < self._age_s(told) < KEEP_S

    async def _ask(self) -> None:
        self._asked_at = self._clock.monotonic()
        has_some = self._told is not None and self._in_force(self._told)
        within_s = FETCH_WITHIN_S if has_some else FIRST_WITHIN_S
        try:
            async with asyncio.timeout(within_s):
                response = await self._client.get(self._url, timeout=within_s)
            response.raise_for_status()
            document = response.json()
            keys = jwt.PyJWKSet.from_dict(document)
        except (
            httpx.HTTPError,
            TimeoutError,
            ValueError,
            AttributeError,
            TypeError,
            jwt.PyJWTError,
        ) as error:
            _log.warning("keys_not_fetched", url=self._url, error=repr(error))
            return
        finally:
            self._asks += 1
        self._told = _Told(keys, document, self._clock.now().timestamp())
        await asyncio.to_thread(self._save, self._told)

    def _load(self) -> _Told | None:
        if self._kept is None:
            return None
        try:
            content = json.loads(self._kept.read_bytes())
            document, at_s = content["jwks"], float(content["fetched_at"])
            return _Told(jwt.PyJWKSet.from_dict(document), document, at_s)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, jwt.PyJWTError) as error:
            _log.warning("kept_keys_unreadable", path=self._kept, error=type(error).__name__)
            return None

    def _save(self, told: _Told) -> None:
        if self._kept is None:
            return
        try:
            content = {"fetched_at": told.at_s, "jwks": told.document}
            write_private(self._kept, json.dumps(content))
        except OSError as error:
            _log.warning("keys_not_kept", path=self._kept, error=repr(error))
