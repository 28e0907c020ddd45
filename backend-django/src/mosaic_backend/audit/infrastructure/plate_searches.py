"""Who looked for a plate, and why: entries whose text is one that `fits`, and entries about certain subjects."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

from mosaic_backend.audit.infrastructure.batches import batches
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.audit.infrastructure.seals import opened_each

SEARCHES = (
    "plates.searched",
    "plate.history-seen",
    "plate.journey-seen",
    "plate.companions-seen",
)


def searches_for(fits: Callable[[str, str | None], bool]) -> Iterator[dict[str, Any]]:
    """fits: asked with the text of each search and its way of matching, where it says one. Oldest first."""
    for batch in batches(AuditEntry.objects.filter(action__in=SEARCHES)):
        for entry, details in zip(
            batch, opened_each([each["details"] for each in batch]), strict=True
        ):
            text = details.get("text") if isinstance(details, dict) else None
            if isinstance(text, str) and fits(text, details.get("match")):
                yield {**entry, "details": details}


def entries_about(subjects: Collection[str]) -> Iterator[dict[str, Any]]:
    for batch in batches(AuditEntry.objects.filter(subject__in=subjects)):
        yield from batch


def last_reason(actor_id: str, since: datetime) -> str:
    rows = AuditEntry.objects.filter(at__gte=since, actor_id=actor_id).exclude(reason="")
    return rows.order_by("-at").values_list("reason", flat=True).first() or ""
