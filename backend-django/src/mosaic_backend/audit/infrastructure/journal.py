"""Appends to the audit log and checks it."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from mosaic_backend.audit.domain.chain import GENESIS, Entry, entry_hash, first_broken
from mosaic_backend.audit.infrastructure.models import AuditEntry

_LOCK = 0x6D6F_7361_6175_6469  # one writer at a time, or two entries would follow the same one


def append(*, actor: str, action: str, subject: str, details: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(details, cls=DjangoJSONEncoder))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
        sequence, previous = last or (0, GENESIS)
        entry = Entry(
            sequence=sequence + 1,
            at=timezone.now(),
            actor=actor[:200],
            action=action,
            subject=subject[:200],
            details=plain,
        )
        AuditEntry.objects.create(
            sequence=entry.sequence,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            details=entry.details,
            hash=entry_hash(entry, previous),
        )


def first_broken_entry() -> int | None:
    """The sequence number at which the chain breaks; None when it holds."""
    rows = AuditEntry.objects.order_by("sequence").iterator(chunk_size=1000)
    return first_broken(
        (
            Entry(
                sequence=row.sequence,
                at=row.at,
                actor=row.actor,
                action=row.action,
                subject=row.subject,
                details=row.details,
            ),
            row.hash,
        )
        for row in rows
    )
