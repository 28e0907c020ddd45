"""All reads that are of a plate, or may be: for whoever has to tell or to erase what is known of it."""

from typing import NamedTuple
from uuid import UUID

from mosaic_backend.detections.application.plates import (
    Candidate,
    PlateFilters,
    PlateIndex,
    PlateRecord,
)
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyphs import unpacked
from mosaic_backend.detections.domain.likelihood import relative_likelihoods
from mosaic_backend.detections.domain.neighbourhood import keys_of_query

MOST_NEAR = 50_000
"""Near candidates that are looked at, those with the same look-alikes first, then the newest."""
PAGE = 500
EVERYWHERE = PlateFilters(None)


class ReadsOf(NamedTuple):
    """Each with its likelihood: 1 where the plate was read, or somebody says so.

    truncated: there may be more near ones.
    """

    reads: list[tuple[PlateRecord, float]]
    truncated: bool


def find_reads_of(index: PlateIndex, plate: str, least: float) -> ReadsOf:
    """plate: folded. least: how likely the plate must be beside what was read, 0..1; 1: no near reads."""
    found = {read.id: (read, 1.0) for read in _exact(index, plate)}
    if least >= 1.0:
        return ReadsOf(list(found.values()), truncated=False)
    candidates = index.near(keys_of_query(plate), EVERYWHERE, MOST_NEAR)
    near = _near([each for each in candidates if each.id not in found], plate, least)
    reads = index.records(list(near))
    found |= {read_id: (read, near[read_id]) for read_id, read in reads.items()}
    return ReadsOf(list(found.values()), truncated=len(candidates) >= MOST_NEAR)


def _exact(index: PlateIndex, plate: str) -> list[PlateRecord]:
    found: list[PlateRecord] = []
    before: UUID | None = None
    while page := index.exact(plate, EVERYWHERE, before, PAGE).reads:
        found += page
        before = page[-1].id
    return found


def _near(candidates: list[Candidate], plate: str, least: float) -> dict[UUID, float]:
    """Without those of which somebody says that they are another plate."""
    open_ones = [each for each in candidates if each.said is None or fold(each.said) == plate]
    found: dict[UUID, float] = {}
    for start in range(0, len(open_ones), PAGE):
        batch = open_ones[start : start + PAGE]
        scores = relative_likelihoods([(plate, unpacked(each.packed)) for each in batch])
        found |= {
            each.id: float(score)
            for each, score in zip(batch, scores, strict=True)
            if score >= least
        }
    return found
