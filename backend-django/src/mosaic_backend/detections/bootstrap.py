"""Wires the context: which adapter stands behind which port."""

from functools import lru_cache

from django.utils import timezone

from mosaic_backend.config.environment import environment
from mosaic_backend.detections.application.correct_plates import Corrections, CorrectPlates
from mosaic_backend.detections.application.find_reads_of import FindReads
from mosaic_backend.detections.application.plates import Lessons, PlateIndex
from mosaic_backend.detections.application.search_plates import SearchPlates
from mosaic_backend.detections.domain.plate_grammar import PlateGrammar
from mosaic_backend.detections.infrastructure.accuracy_index import weekly_accuracy
from mosaic_backend.detections.infrastructure.correction_store import DatabaseCorrections
from mosaic_backend.detections.infrastructure.detection_index import detections
from mosaic_backend.detections.infrastructure.evidence import ObstoreEvidence
from mosaic_backend.detections.infrastructure.lesson_store import DatabaseLessons
from mosaic_backend.detections.infrastructure.plate_index import PostgresPlateIndex
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_contracts.plate_formats import expected_formats

__all__ = [
    "correct_plates",
    "corrections",
    "detections",
    "evidence",
    "find_reads",
    "lessons",
    "plate_grammar",
    "plate_index",
    "search_plates",
    "weekly_accuracy",
]


def plate_index() -> PlateIndex:
    return PostgresPlateIndex()


def search_plates(index: PlateIndex | None = None) -> SearchPlates:
    """index: where to search, if not in the stored reads."""
    return SearchPlates(index or plate_index(), lessons(), plate_grammar())


def find_reads() -> FindReads:
    return FindReads(plate_index(), lessons())


@lru_cache
def plate_grammar() -> PlateGrammar:
    return PlateGrammar(expected_formats(environment().plate_countries))


def lessons() -> Lessons:
    return DatabaseLessons()


def corrections() -> Corrections:
    return DatabaseCorrections()


def correct_plates() -> CorrectPlates:
    return CorrectPlates(corrections(), add_event, timezone.now)


@lru_cache
def evidence() -> ObstoreEvidence:
    return ObstoreEvidence(environment().evidence_url)
