"""A plate that can be recognised and not read: HMAC-SHA256 of its folded text by the site's `plate-key`."""

import hashlib
import hmac

from mosaic_backend.shared.plate_protection.keys import site_key


def plate_hash(folded: str) -> str:
    """Hex; the same for the same plate, and of no use to whoever lacks the key."""
    return hmac.new(site_key(), folded.encode(), hashlib.sha256).hexdigest()
