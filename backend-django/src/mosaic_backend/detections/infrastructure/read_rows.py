"""Plate reads by their ids."""

from collections.abc import Collection
from uuid import UUID

from mosaic_backend.detections.application.plates import PlateRecord
from mosaic_backend.detections.infrastructure.models import PlateRead
from mosaic_backend.detections.infrastructure.plate_index import record_of


def plates(read_ids: Collection[UUID]) -> dict[UUID, PlateRecord]:
    """Those that are there."""
    return {row.id: record_of(row) for row in PlateRead.objects.filter(pk__in=read_ids)}
