"""The audit log as a file, streamed: however long it is, a thousand entries are held at a time."""

from collections.abc import AsyncIterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from mosaic_backend.audit.application.table import Format, writer
from mosaic_backend.audit.infrastructure.batches import next_batch
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.shared.database_connections import in_database_thread

_TYPES: dict[Format, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


def exported(rows: QuerySet[AuditEntry], form: Format) -> StreamingHttpResponse:
    name = f"audit-{timezone.now():%Y%m%dT%H%M%SZ}.{form}"
    return StreamingHttpResponse(
        _lines(rows, form),
        content_type=_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


async def _lines(rows: QuerySet[AuditEntry], form: Format) -> AsyncIterator[str]:
    # Asynchronous, because Django would read a whole synchronous iterator into memory first.
    write, after, first = writer(form), 0, True
    while True:
        batch = await in_database_thread(next_batch, rows, after)
        if batch or first:
            yield write(batch, first)
        if not batch:
            return
        after, first = batch[-1]["id"], False
