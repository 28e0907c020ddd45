"""Corrections for other contexts, which know a read by its id."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.infrastructure.correction_store import DatabaseCorrections


class Corrected(NamedTuple):
    """text: in the words of the reviewer; plate: the same, folded."""

    text: str
    plate: str


def corrected(read_ids: Collection[UUID]) -> dict[UUID, Corrected]:
    """What people say of these reads, where they have."""
    found = DatabaseCorrections().of(read_ids)
    return {
        read_id: Corrected(correction.text, fold(correction.text))
        for read_id, correction in found.items()
    }
