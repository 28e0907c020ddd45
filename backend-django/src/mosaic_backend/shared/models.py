"""The tables of the shared app, where Django looks for them."""

from mosaic_backend.shared.http.idempotency_keys import IdempotencyKey
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_backend.shared.plate_protection.state import PlateProtection

__all__ = ["IdempotencyKey", "OutboxRow", "PlateProtection"]
