"""Tries to sign in, in the database: they must outlast a restart and be one for all processes."""

import hashlib
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from mosaic_backend.identity.domain.attempts import ADDRESS_LIMIT, PAIR_LIMIT, WINDOW, Failures
from mosaic_backend.identity.infrastructure.models import SignInFailure
from mosaic_contracts.errors import UnavailableError

KEPT = timedelta(minutes=31)
ALONE_WITHIN_S = 10.0
LOOK_EVERY_S = 0.02


class DatabaseAttempts:
    """Adapter of `Attempts`."""

    @contextmanager
    def alone(self, username: str, address: str) -> Iterator[None]:
        """By a lock of the database's session, which ends with the process, too."""
        name = f"{_digest(username)} {address}".encode()
        key = int.from_bytes(hashlib.sha256(name).digest()[:8], signed=True)
        give_up_at = time.monotonic() + ALONE_WITHIN_S
        with connection.cursor() as cursor:
            while not _first_of(cursor, "SELECT pg_try_advisory_lock(%s)", key):
                if time.monotonic() > give_up_at:
                    raise UnavailableError("too many are signing in as this user at once")
                time.sleep(LOOK_EVERY_S)
            try:
                yield
            finally:
                _first_of(cursor, "SELECT pg_advisory_unlock(%s)", key)

    def begin(self, username: str, address: str, now: datetime) -> UUID:
        SignInFailure.objects.filter(at__lt=now - KEPT).delete()
        row = SignInFailure.objects.create(account=_digest(username), address=address, at=now)
        return row.id

    def others(self, attempt: UUID, username: str, address: str, now: datetime) -> Failures:
        rows = SignInFailure.objects.exclude(id=attempt).filter(at__gte=now - KEPT)
        account = rows.filter(account=_digest(username))
        return Failures(
            pair=_latest(account.filter(address=address), PAIR_LIMIT),
            address=_latest(rows.filter(address=address), ADDRESS_LIMIT),
            account=account.filter(at__gt=now - WINDOW).count(),
        )

    def forget(self, attempt: UUID) -> None:
        SignInFailure.objects.filter(id=attempt).delete()

    def succeeded(self, username: str, address: str) -> None:
        SignInFailure.objects.filter(account=_digest(username), address=address).delete()


def _first_of(cursor: CursorWrapper, question: str, key: int) -> bool:
    cursor.execute(question, [key])
    row = cursor.fetchone()
    return bool(row and row[0])


def _latest(rows: QuerySet[SignInFailure], limit: int) -> list[datetime]:
    return list(rows.order_by("-at").values_list("at", flat=True)[:limit])


def _digest(username: str) -> str:
    name = unicodedata.normalize("NFKC", username)
    return salted_hmac("mosaic.sign-in", name, algorithm="sha256").hexdigest()
