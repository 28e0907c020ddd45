"""Searches plates by text: exactly, by prefix, by wildcards, or by likelihood."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from mosaic_backend.detections.application.plates import (
    Candidate,
    Found,
    Lessons,
    PlateFilters,
    PlateIndex,
    PlateRecord,
)
from mosaic_backend.detections.domain.beliefs import beliefs_of
from mosaic_backend.detections.domain.explanation import explain
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyph_table import table_of
from mosaic_backend.detections.domain.glyphs import certain, packed, unpacked
from mosaic_backend.detections.domain.neighbourhood import keys_of_query
from mosaic_backend.detections.domain.patterns import (
    Match,
    checked_query,
    default_match,
    like_pattern,
)
from mosaic_backend.detections.domain.scoring import Alignments, aligned

CANDIDATES = 3000
"""Reads that a fuzzy search scores; those whose skeleton is the query's come before the others."""
LEAST_SCORE = 1e-6
"""Below this a read is no hit: about two glyphs that are nothing like the query's, in an unsure read."""


@dataclass(frozen=True)
class Position:
    """Where a page ended. A ranked search also needs the score, and what was newest on its first page."""

    id: UUID
    score: float | None = None
    newest: UUID | None = None


@dataclass(frozen=True)
class Hit:
    read: PlateRecord
    score: float | None
    why: str | None


@dataclass(frozen=True)
class Page:
    """estimate: how many hits there are in all, about; None where it is not known cheaply."""

    hits: list[Hit]
    after: Position | None
    estimate: int | None = None


class SearchPlates:
    def __init__(self, index: PlateIndex, lessons: Lessons) -> None:
        self._index = index
        self._lessons = lessons

    def __call__(
        self,
        *,
        text: str | None,
        match: Match | None,
        filters: PlateFilters,
        limit: int,
        position: Position | None = None,
    ) -> Page:
        """One page of hits. Raises InvalidInputError for a text that cannot be looked for."""
        before = position.id if position else None
        if text is None:
            found = self._index.newest(filters, before, limit + 1)
            return _page(found, limit, lambda shown: [Hit(read, None, None) for read in shown])
        match = match or default_match(text)
        query = checked_query(text, match)
        if match is Match.FUZZY:
            return self._ranked(query, filters, limit, position)
        if match is Match.EXACT:
            found = self._index.exact(query, filters, before, limit + 1)
            return _page(found, limit, lambda shown: self._scored(query, shown))
        pattern = query + "%" if match is Match.PREFIX else like_pattern(query)
        shown = f"begins with {query}" if match is Match.PREFIX else f"fits {query}"
        return _page(
            self._index.like(pattern, filters, before, limit + 1),
            limit,
            lambda reads: [Hit(read, read.confidence, shown) for read in reads],
        )

    def _ranked(
        self, query: str, filters: PlateFilters, limit: int, position: Position | None
    ) -> Page:
        """Likeliest first. Later pages look at no read that is newer than the first page's newest."""
        newest = position.newest if position else None
        filters = replace(filters, not_after=newest)
        candidates = self._index.near(keys_of_query(query), filters, CANDIDATES)
        found = self._aligned(query, candidates)
        order = sorted(
            (-score, -candidate.id.int, row)
            for row, (score, candidate) in enumerate(
                zip(found.scores().tolist(), candidates, strict=True)
            )
            if score >= LEAST_SCORE
        )
        number = len(order)
        if position and position.score is not None:
            passed = (-position.score, -position.id.int)
            order = [entry for entry in order if entry[:2] > passed]
        if newest is None and candidates:
            newest = max(candidate.id for candidate in candidates)
        shown = order[:limit]
        reads = self._index.records([candidates[row].id for _, _, row in shown])
        hits = [
            Hit(read, -score, _why(query, candidates[row], found, row))
            for score, _, row in shown
            if (read := reads.get(candidates[row].id))
        ]
        after = None
        if len(order) > limit:
            score, _, row = shown[-1]
            after = Position(candidates[row].id, -score, newest)
        return Page(hits, after, number)

    def _scored(self, query: str, reads: list[PlateRecord]) -> list[Hit]:
        candidates = [Candidate(read.id, read.camera_id, packed(read.glyphs)) for read in reads]
        found = self._aligned(query, candidates)
        return [
            Hit(read, score, _why(query, candidate, found, row))
            for row, (read, score, candidate) in enumerate(
                zip(reads, found.scores().tolist(), candidates, strict=True)
            )
        ]

    def _aligned(self, query: str, candidates: list[Candidate]) -> Alignments:
        learned = self._lessons.of({candidate.camera_id for candidate in candidates})
        cameras = [None if each.said else each.camera_id for each in candidates]
        table = table_of([_packed(each) for each in candidates])
        return aligned(query, table, beliefs_of(cameras, learned))


def _packed(candidate: Candidate) -> str:
    return packed(certain(fold(candidate.said))) if candidate.said else candidate.packed


def _why(query: str, candidate: Candidate, found: Alignments, row: int) -> str:
    if candidate.said is None:
        return explain(query, unpacked(candidate.packed), found, row)
    if fold(candidate.said) == query:
        return f"corrected to {candidate.said}"
    difference = explain(query, certain(fold(candidate.said)), found, row)
    return f"corrected to {candidate.said}: {difference}"


def _page(found: Found, limit: int, hits: Callable[[list[PlateRecord]], list[Hit]]) -> Page:
    shown = found.reads[:limit]
    last = shown[-1].id if len(found.reads) > limit else found.looked_to
    return Page(hits(shown), Position(last) if last else None, found.estimate)
