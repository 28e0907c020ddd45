"""All reads that are of a plate, or may be: for whoever has to tell or to erase what is known of it."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from mosaic_backend.detections.application.likelihoods import Beside, likelihoods_beside
from mosaic_backend.detections.application.plates import (
    Candidate,
    Lessons,
    PlateFilters,
    PlateIndex,
    PlateRecord,
)
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyphs import unpacked
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


@dataclass(frozen=True)
class FindReads:
    index: PlateIndex
    lessons: Lessons

    def of(self, plate: str, least: float) -> ReadsOf:
        """plate: folded. least: how likely the plate must be beside what was read, 0..1; 1: no near reads."""
        found = {read.id: (read, 1.0) for read in self._exact(plate)}
        if least >= 1.0:
            return ReadsOf(list(found.values()), truncated=False)
        candidates = self.index.near(keys_of_query(plate), EVERYWHERE, MOST_NEAR)
        others = [each for each in candidates if each.id not in found and _may_be(each, plate)]
        near = self._likely(others, plate, least)
        reads = self.index.records(list(near))
        found |= {read_id: (read, near[read_id]) for read_id, read in reads.items()}
        return ReadsOf(list(found.values()), truncated=len(candidates) >= MOST_NEAR)

    def near(self, plate: str, filters: PlateFilters, least: float, most: int) -> list[PlateRecord]:
        """Those that may be of the folded plate, as they were read: whatever somebody said of them since.

        most: of the candidates, as MOST_NEAR. Only those that are likely enough are fetched.
        """
        candidates = self.index.near(keys_of_query(plate), filters, most)
        return list(self.index.records(list(self._likely(candidates, plate, least))).values())

    def _exact(self, plate: str) -> list[PlateRecord]:
        found: list[PlateRecord] = []
        before: UUID | None = None
        while page := self.index.exact(plate, EVERYWHERE, before, PAGE).reads:
            found += page
            before = page[-1].id
        return found

    def _likely(self, candidates: list[Candidate], plate: str, least: float) -> dict[UUID, float]:
        found: dict[UUID, float] = {}
        for start in range(0, len(candidates), PAGE):
            batch = candidates[start : start + PAGE]
            pairs = [Beside(plate, each.camera_id, unpacked(each.packed)) for each in batch]
            scores = likelihoods_beside(self.lessons, pairs)
            found |= {
                each.id: float(score)
                for each, score in zip(batch, scores, strict=True)
                if score >= least
            }
        return found


def _may_be(candidate: Candidate, plate: str) -> bool:
    """Not one of which somebody says that it is another plate."""
    return candidate.said is None or fold(candidate.said) == plate
