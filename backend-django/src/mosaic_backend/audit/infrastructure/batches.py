"""Reads the log in batches by key, so that its length does not matter."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from mosaic_backend.audit.application.table import COLUMNS
from mosaic_backend.audit.infrastructure.models import AuditEntry

BATCH = 1000


def batches(rows: QuerySet[AuditEntry]) -> Iterator[list[dict[str, Any]]]:
    """Oldest first."""
    after = 0
    while batch := next_batch(rows, after):
        yield batch
        after = batch[-1]["id"]


def next_batch(rows: QuerySet[AuditEntry], after: int) -> list[dict[str, Any]]:
    """What follows the key `after`."""
    return list(rows.order_by("pk").filter(pk__gt=after).values(*COLUMNS)[:BATCH])
