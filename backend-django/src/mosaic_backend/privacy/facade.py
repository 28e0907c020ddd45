"""What other contexts may ask of privacy."""

from datetime import datetime

from mosaic_backend.privacy.infrastructure import forgetting

__all__ = ["forget_plates"]


def forget_plates(now: datetime) -> int:
    """Forgets plate reads that are old and that nothing needs, for a while; how many."""
    return forgetting.forget_plates(now)
