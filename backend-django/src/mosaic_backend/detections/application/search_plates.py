"""Searches plates by text: exactly, by prefix, by wildcards, or by likelihood."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.application.plates import (
    Candidate,
    Found,
    Lessons,
    PlateFilters,
    PlateIndex,
    PlateRecord,
)
from mosaic_backend.detections.domain.beliefs import beliefs_of
from mosaic_backend.detections.domain.explanation import explain, what_formats_say
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
from mosaic_backend.detections.domain.plate_grammar import PlateGrammar
from mosaic_backend.detections.domain.scoring import Alignments, aligned, posteriors

CANDIDATES = 3000
"""Reads that a fuzzy search scores; those whose skeleton is the query's come before the others."""
LEAST_SCORE = 1e-6
"""Below this, by its glyphs alone, a read is no hit: about two glyphs that are nothing like the query's, in an
unsure read. Plate formats order the hits and never hide one."""


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


class Scored(NamedTuple):
    """Candidates beside a query, arrays of the shape (candidates,). by_glyphs: the score without plate formats."""

    candidates: list[Candidate]
    alignments: Alignments
    by_glyphs: NDArray[np.float32]
    scores: NDArray[np.float32]


class SearchPlates:
    def __init__(self, index: PlateIndex, lessons: Lessons, grammar: PlateGrammar) -> None:
        self._index = index
        self._lessons = lessons
        self._grammar = grammar

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
            return _page(found, limit, lambda shown: self._hits(query, shown))
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
        found = self._scored(query, candidates)
        scores = found.scores.tolist()
        order = sorted(
            (-scores[row], -candidates[row].id.int, row)
            for row in np.flatnonzero(found.by_glyphs >= LEAST_SCORE).tolist()
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
            Hit(read, -score, self._why(query, found, row))
            for score, _, row in shown
            if (read := reads.get(candidates[row].id))
        ]
        after = None
        if len(order) > limit:
            score, _, row = shown[-1]
            after = Position(candidates[row].id, -score, newest)
        return Page(hits, after, number)

    def _hits(self, query: str, reads: list[PlateRecord]) -> list[Hit]:
        found = self._scored(
            query, [Candidate(read.id, read.camera_id, packed(read.glyphs)) for read in reads]
        )
        return [
            Hit(read, score, self._why(query, found, row))
            for row, (read, score) in enumerate(zip(reads, found.scores.tolist(), strict=True))
        ]

    def _scored(self, query: str, candidates: list[Candidate]) -> Scored:
        """Where a person says what a read reads, formats have no say."""
        learned = self._lessons.of({candidate.camera_id for candidate in candidates})
        cameras = [None if each.said else each.camera_id for each in candidates]
        table, beliefs = (
            table_of([_packed(each) for each in candidates]),
            beliefs_of(cameras, learned),
        )
        alignments = aligned(query, table, beliefs)
        by_glyphs = alignments.scores()
        weighed = posteriors(query, by_glyphs, table, beliefs, self._grammar)
        said = np.array([each.said is not None for each in candidates], dtype=np.bool_)
        return Scored(candidates, alignments, by_glyphs, np.where(said, by_glyphs, weighed))

    def _why(self, query: str, found: Scored, row: int) -> str:
        candidate, alignments = found.candidates[row], found.alignments
        if candidate.said is None:
            glyphs = unpacked(candidate.packed)
            differences = explain(query, glyphs, alignments, row)
            formats = what_formats_say(query, glyphs, self._grammar)
            return f"{differences}; {formats}" if formats else differences
        if fold(candidate.said) == query:
            return f"corrected to {candidate.said}"
        difference = explain(query, certain(fold(candidate.said)), alignments, row)
        return f"corrected to {candidate.said}: {difference}"


def _packed(candidate: Candidate) -> str:
    return packed(certain(fold(candidate.said))) if candidate.said else candidate.packed


def _page(found: Found, limit: int, hits: Callable[[list[PlateRecord]], list[Hit]]) -> Page:
    shown = found.reads[:limit]
    last = shown[-1].id if len(found.reads) > limit else found.looked_to
    return Page(hits(shown), Position(last) if last else None, found.estimate)
