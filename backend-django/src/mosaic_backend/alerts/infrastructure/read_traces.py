"""What alerts, watch lists and back-tests know of plate reads: if they need them, and how they forget them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from mosaic_backend.alerts.application.alerts import WATCHLIST_MATCH
from mosaic_backend.alerts.infrastructure.models import (
    Alert,
    BackTest,
    BackTestHit,
    WatchListEntry,
)

OPEN_ALERT, WATCH_LIST = "open-alert", "watch-list"
UNNAMED = "A plate seen"
Plates = Mapping[UUID, Collection[str]]
"""Read → what it says, folded: as it was read, and as somebody corrected it."""


def why_kept(reads: Plates, now: datetime) -> dict[UUID, str]:
    """Which of the reads are still needed here: by an open alert, or because their plate is watched.

    Watched is a plate that an enabled list has, while list and entry hold, on whatever cameras; and a near read
    that such a list has raised an alert for.
    """
    watched = _watched({plate for plates in reads.values() for plate in plates}, now)
    kept = {
        read_id: WATCH_LIST for read_id, plates in reads.items() if not watched.isdisjoint(plates)
    }
    alerts = list(
        Alert.objects.filter(plate_read_id__in=list(reads)).values_list(
            "plate_read_id", "watchlist_id", "plate", "acknowledged_at", "muted"
        )
    )
    still = _holding(
        WatchListEntry.objects.filter(
            watchlist_id__in={list_id for _, list_id, *_ in alerts},
            folded__in={plate for _, _, plate, *_ in alerts if plate},
        ),
        now,
    )
    pairs = set(still.values_list("watchlist_id", "folded"))
    for read_id, list_id, plate, acknowledged_at, muted in alerts:
        if read_id is None:
            continue
        if (list_id, plate) in pairs:
            kept[read_id] = WATCH_LIST
        elif acknowledged_at is None and not muted:
            kept.setdefault(read_id, OPEN_ALERT)
    return kept


def _watched(plates: Collection[str], now: datetime) -> set[str]:
    rows = WatchListEntry.objects.filter(folded__in=plates)
    return set(_holding(rows, now).values_list("folded", flat=True))


def _holding(rows: QuerySet[WatchListEntry], now: datetime) -> QuerySet[WatchListEntry]:
    for prefix in ("", "watchlist__"):
        since, until = f"{prefix}valid_from", f"{prefix}valid_until"
        rows = rows.filter(
            Q(**{since: None}) | Q(**{f"{since}__lte": now}),
            Q(**{until: None}) | Q(**{f"{until}__gt": now}),
        )
    return rows.filter(watchlist__enabled=True)


def forget_reads(read_ids: Collection[UUID]) -> int:
    """Alerts of the reads name their plates no more, back-tests lose them. In the caller's transaction."""
    _hide(Alert.objects.filter(plate_read_id__in=read_ids))
    return BackTestHit.objects.filter(read_id__in=read_ids).delete()[0]


def forget_plate(plate: str, *, but: Collection[UUID]) -> dict[str, int]:
    """The same of all that names this folded text, and lists have it no more; how many of each kind.

    but: reads of which everything stays.
    """
    entries = WatchListEntry.objects.filter(folded=plate)
    hits = BackTestHit.objects.filter(plate=plate).exclude(read_id__in=but)
    others = Q(plate_read_id=None) | ~Q(plate_read_id__in=but)
    return {
        "alerts": _hide(Alert.objects.filter(others, plate=plate)),
        "watch_list_entries": entries.delete()[0],
        "back_test_hits": hits.delete()[0],
        "back_tests": _forget_given(plate),
    }


def _hide(alerts: QuerySet[Alert]) -> int:
    """Which list it was of stays; a note may hold the plate too."""
    named = alerts.filter(kind=WATCHLIST_MATCH).exclude(title=UNNAMED)
    return named.update(title=UNNAMED, plate="", note="")


def _forget_given(plate: str) -> int:
    """Back-tests of plates that were given instead of a list's."""
    changed = 0
    for test in BackTest.objects.filter(plates__isnull=False):
        left = [each for each in test.plates or () if each["folded"] != plate]
        if left != test.plates:
            test.plates = left
            test.save(update_fields=["plates"])
            changed += 1
    return changed


def traces_of(plate: str, read_ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """What is known of the folded text and the reads: alerts, entries of watch lists, hits of back-tests."""
    of_plate = Q(plate=plate)
    alerts = Alert.objects.filter(of_plate | Q(plate_read_id__in=read_ids)).order_by("id")
    entries = WatchListEntry.objects.filter(folded=plate)
    hits = BackTestHit.objects.filter(of_plate | Q(read_id__in=read_ids)).order_by("id")
    return {
        "alerts": [
            dict(row)
            for row in alerts.values(
                "id",
                "kind",
                "severity",
                "title",
                "plate",
                "likelihood",
                "camera_id",
                "plate_read_id",
                "raised_at",
                "muted",
                "acknowledged_at",
                "acknowledged_by",
                "note",
                list=F("watchlist__name"),
            )
        ],
        "watch_list_entries": [
            dict(row)
            for row in entries.order_by("id").values(
                "id",
                "text",
                "note",
                "valid_from",
                "valid_until",
                list=F("watchlist__name"),
                list_reason=F("watchlist__reason"),
            )
        ],
        "back_test_hits": [
            dict(row)
            for row in hits.values(
                "id",
                "back_test_id",
                "read_id",
                "camera_id",
                "seen_at",
                "text",
                "plate",
                requested_by=F("back_test__requested_by"),
                reason=F("back_test__reason"),
            )
        ],
    }
