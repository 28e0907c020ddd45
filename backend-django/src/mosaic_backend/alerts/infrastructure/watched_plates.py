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
from mosaic_backend.detections.facade import Listed, keys_of
from mosaic_backend.shared.plate_protection.sealing import from_token
from mosaic_backend.shared.plate_protection.state import Forms, forms_here, near_forms, stored_forms
from mosaic_contracts.errors import NotFoundError, PermissionDeniedError
from mosaic_contracts.permissions import Principal, Verb

Entry = tuple[UUID, str, str, list[int], datetime | None, datetime | None]
"""List, text, folded, keys, valid from, valid until."""
# Key by key: asked for some hundred keys at once, PostgreSQL would rather read the whole table.
_ENTRIES = (
    "SELECT DISTINCT ON (entry.id) entry.watchlist_id, entry.text, entry.folded, entry.keys,"
    " entry.valid_from, entry.valid_until FROM unnest(%s::integer[]) AS asked (key)"
    " JOIN alerts_watchlistentry AS entry ON entry.keys && ARRAY[asked.key]"
    " WHERE %s::uuid IS NULL OR entry.watchlist_id = %s"
)
_HOLDING = (
    "SELECT folded FROM alerts_watchlistentry WHERE watchlist_id = ANY(%s::uuid[])"
    " AND (valid_from IS NULL OR valid_from <= %s) AND (valid_until IS NULL OR valid_until > %s)"
)
_GIVEN = "SELECT * FROM unnest(%s::text[])"
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


def listed_plates(lists: Collection[UUID] | None, principal: Principal, now: datetime) -> Listed:
    """See the facade. A list counts whether or not it watches at present; what matters is who is on it."""
    if not principal.may(Verb.ALERTS):
        raise PermissionDeniedError("watch lists are not yours to see")
    known = WatchList.objects.in_bulk(lists)
    if missing := [each for each in lists or () if each not in known]:
        raise NotFoundError(f"there is no watch list {missing[0]}")
    holding = [
        row.id for row in known.values() if Validity(row.valid_from, row.valid_until).holds(now)
    ]
    if forms_here() is not Forms.BOTH:
        return Listed(_HOLDING, (holding, now, now))
    # A plate stands in the list in one form, and in reads in another.
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [holding, now, now])
        plates = {from_token(row[0]) for row in cursor.fetchall()}
    return Listed(_GIVEN, ([form for plate in plates for form in stored_forms(plate)],))


def entries_with(keys: Collection[int], watchlist_id: UUID | None = None) -> list[Entry]:
    """Those with one of the keys, of one list or of all."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(ONLY_BY_KEYS)
        cursor.execute(_ENTRIES, [near_forms(list(keys)), watchlist_id, watchlist_id])
        rows: list[Entry] = cursor.fetchall()
        cursor.execute(_AS_BEFORE)
    return rows if forms_here() is Forms.PLAIN else [_opened(entry) for entry in rows]


def _opened(entry: Entry) -> Entry:
    """With the keys that follow from the plate, whatever is stored."""
    list_id, text, folded, _, since, until = entry
    plate = from_token(folded)
    return list_id, from_token(text), plate, keys_of(plate), since, until
