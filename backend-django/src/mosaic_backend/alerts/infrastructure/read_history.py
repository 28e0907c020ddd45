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
    checked_query,
    find_plates,
    lookup_keys,
    reads_near,
    reads_of,
)
from mosaic_contracts.errors import InvalidInputError

PAGE = 1000
MOST_NEAR = 3000
MOST_BESIDE = 50


@dataclass(frozen=True)
class StoredReads:
    """Adapter of `History`; cameras: None for all."""

    cameras: Set[UUID] | None
    since: datetime
    until: datetime

    def of_plate(self, folded: str, least: float) -> Iterator[SeenPlate]:
        for read in self._near(folded, least):
            yield seen_of(read)
        before: UUID | None = None
        while page := reads_of(folded, self._filters, before, PAGE):
            yield from map(seen_of, page)
            before = page[-1].id

    def _near(self, folded: str, least: float) -> list[PlateRecord]:
        try:
            checked_query(folded, Match.FUZZY)
        except InvalidInputError:
            return []  # too short a plate to be looked for by likelihood
        return reads_near(folded, self._filters, least, MOST_NEAR)

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
