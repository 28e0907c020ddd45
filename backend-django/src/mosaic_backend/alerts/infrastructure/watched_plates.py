"""The entries of enabled watch lists."""

from collections.abc import Collection
from typing import cast

from mosaic_backend.alerts.application.alerts import Severity, WatchedPlate
from mosaic_backend.alerts.infrastructure.models import WatchListEntry


def watched_plates(skeletons: Collection[str]) -> list[WatchedPlate]:
    """Those with one of the skeletons."""
    rows = WatchListEntry.objects.filter(
        skeleton__in=skeletons, watchlist__enabled=True
    ).select_related("watchlist")
    return [
        WatchedPlate(
            watchlist_id=row.watchlist_id,
            watchlist_name=row.watchlist.name,
            severity=cast("Severity", row.watchlist.severity),
            text=row.text,
            folded=row.folded,
            skeleton=row.skeleton,
        )
        for row in rows
    ]
