"""Which keys were good a moment ago. Lets nobody in: it says whose limits to ask for while a key is looked up."""

import time

from mosaic_backend.partners.domain.client import Client

KEPT_S = 5.0
"""A revoked key counts in the limits of its client for no longer than this."""
MOST = 10_000


class LatelySeen:
    """Keys by their digest; no key itself is kept."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[float, Client]] = {}

    def client_of(self, digest: str) -> Client | None:
        at, client = self._seen.get(digest, (0.0, None))
        return client if time.monotonic() - at < KEPT_S else None

    def note(self, digest: str, client: Client) -> None:
        if len(self._seen) >= MOST:
            self._seen.clear()
        self._seen[digest] = (time.monotonic(), client)

    def forget(self, digest: str) -> None:
        self._seen.pop(digest, None)
