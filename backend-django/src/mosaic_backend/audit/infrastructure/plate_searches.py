"""Who looked for a plate: entries whose text is one that `fits`, and entries about certain subjects."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from mosaic_backend.audit.infrastructure.batches import batches
from mosaic_backend.audit.infrastructure.models import AuditEntry

SEARCHES = (
    "plates.searched",
    "plate.history-seen",
    "plate.journey-seen",
    "plate.companions-seen",
)


def searches_for(fits: Callable[[str, str | None], bool]) -> Iterator[dict[str, Any]]:
    """fits: asked with the text of each search and its way of matching, where it says one. Oldest first."""
    for batch in batches(AuditEntry.objects.filter(action__in=SEARCHES)):
        for entry in batch:
            details = entry["details"] if isinstance(entry["details"], dict) else {}
            text = details.get("text")
            if isinstance(text, str) and fits(text, details.get("match")):
                yield entry


def entries_about(subjects: Collection[str]) -> Iterator[dict[str, Any]]:
    for batch in batches(AuditEntry.objects.filter(subject__in=subjects)):
        yield from batch
