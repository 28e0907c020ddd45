"""Second factors in the database: secrets encrypted, recovery codes as digests."""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mosaic_backend.identity.domain.second_factor import matching_step, new_secret
from mosaic_backend.identity.infrastructure.models import RecoveryCode, SecondFactor

WRONG_CODES = 10
WRONG_WINDOW = timedelta(minutes=15)


class DatabaseSecondFactors:
    """Adapter of `SecondFactors`.

    After WRONG_CODES from anywhere no code of the app is taken for a while, because six digits can be guessed by
    many at once; recovery codes cannot, and still are.
    """

    def enabled(self, user_id: UUID) -> bool:
        return SecondFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()

    def accepts(self, user_id: UUID, code: str, now: datetime) -> bool:
        text = "".join(code.split()).lower()
        with transaction.atomic():
            factor = SecondFactor.objects.select_for_update().get(user_id=user_id)
            if _recovered(user_id, text, now):
                return True
            open_since = factor.wrong_since
            if open_since is None or now - open_since >= WRONG_WINDOW:
                factor.wrong_since, factor.wrong_codes = now, 0
            step = matching_step(_bytes(factor.secret), text, now)
            if step is None or step <= factor.last_step or factor.wrong_codes >= WRONG_CODES:
                factor.wrong_codes += 1
                factor.save(update_fields=["wrong_codes", "wrong_since"])
                return False
            factor.last_step, factor.wrong_codes, factor.wrong_since = step, 0, None
            factor.save(update_fields=["last_step", "wrong_codes", "wrong_since"])
            return True

    def begin(self, user_id: UUID) -> bytes:
        secret = new_secret()
        SecondFactor.objects.update_or_create(
            user_id=user_id,
            defaults={
                "secret": base64.b32encode(secret).decode(),
                "confirmed_at": None,
                "last_step": 0,
            },
        )
        return secret

    def pending(self, user_id: UUID) -> bytes | None:
        factor = SecondFactor.objects.filter(user_id=user_id, confirmed_at=None).first()
        return _bytes(factor.secret) if factor else None

    @transaction.atomic
    def confirm(self, user_id: UUID, step: int, recovery_codes: Sequence[str]) -> None:
        SecondFactor.objects.filter(user_id=user_id).update(
            confirmed_at=timezone.now(), last_step=step
        )
        RecoveryCode.objects.filter(user_id=user_id).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user_id=user_id, digest=_digest(code)) for code in recovery_codes
        )

    @transaction.atomic
    def remove(self, user_id: UUID) -> None:
        RecoveryCode.objects.filter(user_id=user_id).delete()
        SecondFactor.objects.filter(user_id=user_id).delete()

    def recovery_codes_left(self, user_id: UUID) -> int:
        return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def _recovered(user_id: UUID, code: str, now: datetime) -> bool:
    unused = RecoveryCode.objects.filter(user_id=user_id, digest=_digest(code), used_at=None)
    return bool(unused.update(used_at=now))


def _bytes(secret: str) -> bytes:
    return base64.b32decode(secret)


def _digest(code: str) -> str:
    """Fifty bits of chance need no slow hash; the key keeps a stolen table from being tried out."""
    return salted_hmac("mosaic.recovery", code.replace("-", ""), algorithm="sha256").hexdigest()
