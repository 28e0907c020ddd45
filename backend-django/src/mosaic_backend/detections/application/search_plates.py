"""Searches plates by text: exactly, by prefix, by wildcards, or by likelihood."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from mosaic_backend.detections.application.plates import PlateFilters, PlateIndex, PlateRecord
from mosaic_backend.detections.domain.explanation import explain
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.domain.patterns import (
    Match,
    checked_query,
    default_match,
    like_pattern,
)
from mosaic_backend.detections.domain.scoring import aligned

CANDIDATES = 2000
"""Reads that a fuzzy search scores; those whose skeleton is the query's come before the others."""
LEAST_SCORE = 1e-5
"""Below this a read is no hit: about one glyph that is nothing like the query's, in a very unsure read."""


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
    hits: list[Hit]
    after: Position | None


class SearchPlates:
    def __init__(self, index: PlateIndex) -> None:
        self._index = index

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
            reads = self._index.newest(filters, before, limit + 1)
            return _page(reads, limit, lambda shown: [Hit(read, None, None) for read in shown])
        match = match or default_match(text)
        query = checked_query(text, match)
        if match is Match.FUZZY:
            return self._ranked(query, filters, limit, position)
        if match is Match.EXACT:
            reads = self._index.exact(query, filters, before, limit + 1)
            return _page(reads, limit, lambda shown: _scored(query, shown))
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
        reads = self._index.near(keys_of(query), replace(filters, not_after=newest), CANDIDATES)
        glyphs = [read.glyphs for read in reads]
        found = aligned(query, glyphs)
        order = sorted(
            (-float(score), -read.id.int, row)
            for row, (score, read) in enumerate(zip(found.scores(glyphs), reads, strict=True))
            if score >= LEAST_SCORE
        )
        if position and position.score is not None:
            passed = (-position.score, -position.id.int)
            order = [entry for entry in order if entry[:2] > passed]
        if newest is None and reads:
            newest = max(read.id for read in reads)
        shown = order[:limit]
        hits = [
            Hit(reads[row], -score, explain(query, glyphs[row], found, row))
            for score, _, row in shown
        ]
        more = len(order) > limit
        after = Position(hits[-1].read.id, hits[-1].score, newest) if more else None
        return Page(hits, after)


def _page(
    reads: list[PlateRecord], limit: int, hits: Callable[[list[PlateRecord]], list[Hit]]
) -> Page:
    shown = reads[:limit]
    after = Position(shown[-1].id) if len(reads) > limit else None
    return Page(hits(shown), after)


def _scored(query: str, reads: list[PlateRecord]) -> list[Hit]:
    glyphs = [read.glyphs for read in reads]
    found = aligned(query, glyphs)
    return [
        Hit(read, float(score), explain(query, read.glyphs, found, row))
        for row, (read, score) in enumerate(zip(reads, found.scores(glyphs), strict=True))
    ]
