"""Corrections in PostgreSQL."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from mosaic_backend.detections.application.plates import PlateRecord
from mosaic_backend.detections.domain.correction import Correction
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.infrastructure.lesson_store import learn
from mosaic_backend.detections.infrastructure.models import PlateCorrection, PlateRead
from mosaic_contracts.errors import NotFoundError


class DatabaseCorrections:
    """Adapter of `Corrections`."""

    def of(self, read_ids: Collection[UUID]) -> dict[UUID, Correction]:
        rows = PlateCorrection.objects.filter(read_id__in=read_ids) if read_ids else ()
        return {row.read_id: _of(row) for row in rows}

    def locked(self, read_id: UUID) -> Correction | None:
        with connection.cursor() as cursor:
            # There may be no row yet that could be locked.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"correction {read_id}"]
            )
        return self.of([read_id]).get(read_id)

    def put(self, read: PlateRecord, correction: Correction) -> None:
        """Raises NotFoundError for a read that has been forgotten meanwhile."""
        if not PlateRead.objects.select_for_update(no_key=True).filter(pk=read.id).exists():
            raise NotFoundError
        self._forget(read.id)
        folded = fold(correction.text)
        PlateCorrection.objects.update_or_create(
            read_id=read.id,
            defaults={
                "camera_id": read.camera_id,
                "read_text": read.text,
                "text": correction.text,
                "folded": folded,
                "keys": keys_of(folded),
                "reason": correction.reason,
                "corrected_by": correction.corrected_by,
                "corrected_at": correction.corrected_at,
            },
        )
        learn(read.camera_id, read.text, correction.text)

    def remove(self, read_id: UUID) -> None:
        self._forget(read_id)
        PlateCorrection.objects.filter(read_id=read_id).delete()

    def _forget(self, read_id: UUID) -> None:
        """What the read's correction has taught."""
        for row in PlateCorrection.objects.filter(read_id=read_id):
            learn(row.camera_id, row.read_text, row.text, -1)


def _of(row: PlateCorrection) -> Correction:
    return Correction(row.text, row.reason, row.corrected_by, row.corrected_at)
