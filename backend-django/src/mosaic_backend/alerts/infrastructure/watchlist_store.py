"""Writes watch lists: entries carry the folded forms that matching goes by."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.detections.facade import fold, skeleton


def counted_lists() -> QuerySet[WatchList]:
    return WatchList.objects.annotate(entry_count=Count("entries"))


def add_entries(watchlist_id: UUID, entries: Iterable[Mapping[str, str]]) -> list[WatchListEntry]:
    """Adds plates, and tells all of them as stored; one that is there, in whatever spelling, stays as it is."""
    rows = {}
    for entry in entries:
        folded = fold(entry["text"])
        rows[folded] = WatchListEntry(
            watchlist_id=watchlist_id,
            text=entry["text"].strip(),
            folded=folded,
            skeleton=skeleton(folded),
            note=entry.get("note", ""),
        )
    WatchListEntry.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=1000)
    return list(
        WatchListEntry.objects.filter(watchlist_id=watchlist_id, folded__in=rows).order_by("id")
    )
