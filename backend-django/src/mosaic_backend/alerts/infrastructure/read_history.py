"""The stored reads as a back-test wants them, by the searches of detections."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.application.alerts import SeenPlate
from mosaic_backend.detections.facade import (
    Match,
    PlateFilters,
    PlateRecord,
    find_plates,
    lookup_keys,
)
from mosaic_contracts.errors import InvalidInputError

PAGE = 1000
MOST_NEAR = 2000
MOST_BESIDE = 50


@dataclass(frozen=True)
class StoredReads:
    """Adapter of `History`; cameras: None for all."""

    cameras: Set[UUID] | None
    since: datetime
    until: datetime

    def of_plate(self, folded: str) -> Iterator[SeenPlate]:
        try:
            near, _ = find_plates(folded, Match.FUZZY, self._filters, limit=MOST_NEAR, cursor=None)
            yield from (seen_of(hit.read) for hit in near)
        except InvalidInputError:
            pass  # too short a plate to be looked for by likelihood
        cursor: str | None = None
        while True:
            exact, cursor = find_plates(
                folded, Match.EXACT, self._filters, limit=PAGE, cursor=cursor
            )
            yield from (seen_of(hit.read) for hit in exact)
            if cursor is None:
                return

    def newest_first(self) -> Iterator[list[SeenPlate]]:
        cursor: str | None = None
        while True:
            hits, cursor = find_plates(None, None, self._filters, limit=PAGE, cursor=cursor)
            if hits:
                yield [seen_of(hit.read) for hit in hits]
            if cursor is None:
                return

    def beside(self, read: SeenPlate, within: timedelta) -> list[SeenPlate]:
        about = PlateFilters(
            frozenset({read.camera_id}), read.seen_at - within, read.seen_at + within
        )
        hits, _ = find_plates(None, None, about, limit=MOST_BESIDE, cursor=None)
        return [seen_of(hit.read) for hit in hits]

    @property
    def _filters(self) -> PlateFilters:
        return PlateFilters(self.cameras, self.since, self.until)


def seen_of(read: PlateRecord) -> SeenPlate:
    return SeenPlate(
        read.id,
        read.camera_id,
        read.text,
        read.folded,
        read.seen_at,
        read.glyphs,
        tuple(lookup_keys(read.folded, read.glyphs)),
    )
