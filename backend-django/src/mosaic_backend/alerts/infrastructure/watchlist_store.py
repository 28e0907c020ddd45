"""Writes watch lists: entries carry the folded forms that matching goes by."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.detections.facade import fold, keys_of
from mosaic_backend.shared.plate_protection.conversion import convert_rows
from mosaic_backend.shared.plate_protection.state import Forms, forms_here


def counted_lists() -> QuerySet[WatchList]:
    return WatchList.objects.annotate(entry_count=Count("entries"))


def forms_of(text: str) -> dict[str, Any]:
    """What an entry's fields are by its text; `folded` is empty for what is no plate."""
    folded = fold(text)
    return {"folded": folded, "keys": keys_of(folded)}


def in_one_form(watchlist_id: UUID) -> None:
    """While plates are being protected: lets those that the list has be known. In the caller's transaction."""
    if forms_here() is Forms.BOTH:
        convert_rows(WatchListEntry.objects.filter(watchlist_id=watchlist_id))


def add_entries(watchlist_id: UUID, entries: Iterable[Mapping[str, Any]]) -> list[WatchListEntry]:
    """Adds plates, and tells all of them as stored; one that is there, in whatever spelling, stays as it is."""
    in_one_form(watchlist_id)
    rows = {}
    for entry in entries:
        forms = forms_of(entry["text"])
        rows[forms["folded"]] = WatchListEntry(
            watchlist_id=watchlist_id,
            text=entry["text"].strip(),
            note=entry.get("note", ""),
            valid_from=entry.get("valid_from"),
            valid_until=entry.get("valid_until"),
            **forms,
        )
    WatchListEntry.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=1000)
    return list(
        WatchListEntry.objects.filter(watchlist_id=watchlist_id, folded__in=rows).order_by("id")
    )
