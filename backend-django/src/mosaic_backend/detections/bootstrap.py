"""Wires the context: which adapter stands behind which port."""

from functools import lru_cache

from mosaic_backend.config.environment import environment
from mosaic_backend.detections.application.plates import PlateIndex
from mosaic_backend.detections.application.search_plates import SearchPlates
from mosaic_backend.detections.infrastructure.detection_index import detections
from mosaic_backend.detections.infrastructure.evidence import ObstoreEvidence
from mosaic_backend.detections.infrastructure.plate_index import PostgresPlateIndex

__all__ = ["detections", "evidence", "plate_index", "search_plates"]


def plate_index() -> PlateIndex:
    return PostgresPlateIndex()


def search_plates(index: PlateIndex | None = None) -> SearchPlates:
    """index: where to search, if not in the stored reads."""
    return SearchPlates(index or plate_index())


@lru_cache
def evidence() -> ObstoreEvidence:
    return ObstoreEvidence(environment().evidence_url)
