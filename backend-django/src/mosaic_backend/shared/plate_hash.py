"""A plate that can be recognised and not read: HMAC-SHA256 of its folded text by the site's `plate-key`."""

import hashlib
import hmac
from functools import lru_cache

from mosaic_backend.config.environment import environment


@lru_cache
def _key() -> bytes:
    return environment().secret("plate-key").encode()


def plate_hash(folded: str) -> str:
    """Hex; the same for the same plate, and of no use to whoever lacks the key."""
    return hmac.new(_key(), folded.encode(), hashlib.sha256).hexdigest()
