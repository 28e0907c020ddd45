"""When the MediaMTX that runs now was started."""

from datetime import UTC, datetime

import httpx

TIMEOUT = httpx.Timeout(2.0, connect=1.0)


class MediaMtxRun:
    """Asks its control API; keeps one connection. Without an address nothing is known."""

    def __init__(self, api_url: str) -> None:
        self._url = api_url.rstrip("/")
        self._client: httpx.Client | None = None

    def started_at(self) -> datetime | None:
        """None: it does not run, or nobody told where it is. Raises TimeoutError where that is not clear."""
        if not self._url:
            raise TimeoutError
        if self._client is None:
            self._client = httpx.Client(timeout=TIMEOUT, trust_env=False)
        try:
            told = self._client.get(f"{self._url}/v3/info").raise_for_status().json()
            return datetime.fromisoformat(told["started"]).astimezone(UTC)
        except httpx.ConnectError:
            return None
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise TimeoutError from error
