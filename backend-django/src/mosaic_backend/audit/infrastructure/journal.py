"""Appends to the audit log, and puts what was appended into the chain.

Appending takes no lock: an entry is a plain row of the caller's transaction, so that a long transaction holds
up nobody. The chain is made afterwards by whoever has the chain's lock, from rows that are committed, in the
order of their keys; a row whose transaction ended late comes later in the chain than its key says.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from mosaic_backend.audit.domain.actor import Actor
from mosaic_backend.audit.domain.chain import GENESIS, Entry, entry_hash
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.audit.infrastructure.plain import plain_text, plain_value
from mosaic_backend.shared.http.request_origin import RequestOrigin

_LOCK = 0x6D6F_7361_6175_6469  # one chainer at a time, or two entries would follow the same one
BATCH = 2000


@dataclass(frozen=True)
class Said:
    """What an entry will say. details, before, after: values that Django's JSON encoder takes."""

    actor: Actor
    action: str
    subject: str
    details: dict[str, Any]
    at: datetime
    origin: RequestOrigin
    reason: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def append_all(entries: Sequence[Said]) -> None:
    AuditEntry.objects.bulk_create([_row(said) for said in entries], batch_size=500)


def _row(said: Said) -> AuditEntry:
    return AuditEntry(
        at=said.at,
        actor_kind=said.actor.kind.value,
        actor=plain_text(said.actor.name)[:200],
        actor_id=plain_text(said.actor.id)[:64],
        action=plain_text(said.action)[:100],
        subject=plain_text(said.subject)[:200],
        reason=plain_text(said.reason)[:500],
        address=plain_text(said.origin.address)[:64],
        request_id=plain_text(said.origin.request_id)[:64],
        details=_json(said.details),
        before=None if said.before is None else _json(said.before),
        after=None if said.after is None else _json(said.after),
    )


def chain_appended(*, wait: bool = False) -> int:
    """Chains what is committed and not chained yet; how many. Where another is at it: nothing, or wait for it."""
    chained = 0
    while done := _chain_batch(wait=wait):
        chained += done
    return chained


def _chain_batch(*, wait: bool) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        rows = list(AuditEntry.objects.filter(sequence=None).order_by("pk")[:BATCH])
        if not rows:
            return 0
        sequence, previous = last_link()
        links = []
        for row in rows:
            sequence += 1
            previous = entry_hash(entry_of(row, sequence), previous)
            links.append((row.pk, sequence, previous))
        cursor.execute(
            "UPDATE audit_auditentry SET sequence = link.sequence, hash = link.hash"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS link (id, sequence, hash)"
            " WHERE audit_auditentry.id = link.id",
            [list(column) for column in zip(*links, strict=True)],
        )
        return len(links)


def last_link() -> tuple[int, str]:
    """Number and hash of the last entry of the chain."""
    chained = AuditEntry.objects.filter(sequence__isnull=False)
    last = chained.order_by("-sequence").values_list("sequence", "hash").first()
    return (last[0] or 0, last[1]) if last else (0, GENESIS)


def entry_of(row: AuditEntry, sequence: int) -> Entry:
    return Entry(
        sequence=sequence,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        details=row.details,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        reason=row.reason,
        address=row.address,
        request_id=row.request_id,
        before=row.before,
        after=row.after,
    )


def _json(value: dict[str, Any]) -> Any:
    return plain_value(json.loads(json.dumps(value, cls=DjangoJSONEncoder)))
