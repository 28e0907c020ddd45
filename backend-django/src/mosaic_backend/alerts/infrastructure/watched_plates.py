"""The entries of enabled watch lists, found by the keys of what was read.

PostgreSQL's index on the keys is the only one there is: a list counts from the moment its change is committed, in
every consumer, and a read costs some ten look-ups however long the lists are.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from mosaic_backend.alerts.application.alerts import WatchedPlate
from mosaic_backend.alerts.domain.rules import Validity
from mosaic_backend.alerts.infrastructure.list_rules import rules_of
from mosaic_backend.alerts.infrastructure.models import WatchList

Entry = tuple[UUID, str, str, list[int], datetime | None, datetime | None]
"""List, text, folded, keys, valid from, valid until."""
# Key by key: asked for some hundred keys at once, PostgreSQL would rather read the whole table.
_ENTRIES = (
    "SELECT DISTINCT ON (entry.id) entry.watchlist_id, entry.text, entry.folded, entry.keys,"
    " entry.valid_from, entry.valid_until FROM unnest(%s::integer[]) AS asked (key)"
    " JOIN alerts_watchlistentry AS entry ON entry.keys && ARRAY[asked.key]"
    " WHERE %s::uuid IS NULL OR entry.watchlist_id = %s"
)
# Statistics from before a long import would have PostgreSQL read all entries for each key.
ONLY_BY_KEYS = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)"
)
_AS_BEFORE = ONLY_BY_KEYS.replace("'off'", "'on'")


def watched_plates(keys: Collection[int], now: datetime) -> list[WatchedPlate]:
    """Those with one of the keys, of lists that hold now as the entries do."""
    found = entries_with(keys)
    if not found:
        return []
    lists = {
        row.id: rules_of(row)
        for row in WatchList.objects.filter(id__in={entry[0] for entry in found}, enabled=True)
    }
    plates = (
        WatchedPlate(lists[list_id], text, folded, tuple(own), Validity(since, until))
        for list_id, text, folded, own, since, until in found
        if list_id in lists
    )
    return [
        plate for plate in plates if plate.rules.validity.holds(now) and plate.validity.holds(now)
    ]


def entries_with(keys: Collection[int], watchlist_id: UUID | None = None) -> list[Entry]:
    """Those with one of the keys, of one list or of all."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(ONLY_BY_KEYS)
        cursor.execute(_ENTRIES, [list(keys), watchlist_id, watchlist_id])
        rows: list[Entry] = cursor.fetchall()
        cursor.execute(_AS_BEFORE)
        return rows
