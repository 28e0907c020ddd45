"""What works once: challenges and states, kept by their digests until they would expire anyway."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from mosaic_backend.identity.infrastructure.models import SpentProof

STATE_LIFETIME = timedelta(minutes=10)


def first_time(text: str, now: datetime, lifetime: timedelta) -> bool:
    SpentProof.objects.filter(expires_at__lt=now).delete()
    digest = hashlib.sha256(text.encode()).hexdigest()
    try:
        with transaction.atomic():
            SpentProof.objects.create(digest=digest, expires_at=now + lifetime)
    except IntegrityError:
        return False
    return True


class DatabaseSpentStates:
    """Adapter of `SpentStates`."""

    def spend(self, state: str) -> bool:
        return first_time(f"state {state}", timezone.now(), STATE_LIFETIME)
