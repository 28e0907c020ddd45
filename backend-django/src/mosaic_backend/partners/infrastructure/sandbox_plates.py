"""The plate reads of a sandbox, to be searched like the live ones."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from uuid import UUID

from mosaic_backend.detections.facade import (
    Candidate,
    Found,
    PlateFilters,
    PlateRecord,
    fold,
    glyphs_of,
    keys_of,
    packed,
)
from mosaic_backend.partners.domain.recorded_day import (
    FINAL_READ_AFTER_MS,
    FIRST_READ_AFTER_MS,
    Moment,
    RecordedDay,
)
from mosaic_backend.partners.domain.recorded_events import read_at, read_id_of
from mosaic_backend.partners.domain.replay import DAY_MS

_LATEST = datetime.max.replace(tzinfo=UTC)
Accepts = Callable[[str], bool]
_folded, _keys = lru_cache(fold), lru_cache(keys_of)  # of a few dozen plates


class SandboxPlates:
    """A PlateIndex. since_ms, now_ms: what was told between is there, as it was known at now_ms."""

    def __init__(self, day: RecordedDay, since_ms: int, now_ms: int) -> None:
        self._day, self._since_ms, self._now_ms = day, since_ms, now_ms

    def newest(self, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        return Found(list(islice(self._found(filters, before, lambda _: True), limit)))

    def exact(self, folded: str, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        return Found(list(islice(self._found(filters, before, folded.__eq__), limit)))

    def like(self, pattern: str, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        fits = re.compile(_expression(pattern), re.DOTALL).fullmatch
        found = self._found(filters, before, lambda folded: bool(fits(folded)))
        return Found(list(islice(found, limit)))

    def near(self, keys: Sequence[int], filters: PlateFilters, limit: int) -> list[Candidate]:
        wanted = set(keys)
        found = self._found(filters, None, lambda folded: not wanted.isdisjoint(_keys(folded)))
        reads = list(found)
        reads.sort(key=lambda read: _keys(read.folded)[0] != keys[0])  # stable: newest first
        return [Candidate(read.id, read.camera_id, packed(read.glyphs)) for read in reads[:limit]]

    def records(self, read_ids: Sequence[UUID]) -> dict[UUID, PlateRecord]:
        return {read.id: read for read_id in read_ids if (read := self.get(read_id))}

    def get(self, read_id: UUID) -> PlateRecord | None:
        number, seen_ms = divmod(self._day.elapsed_of(read_id), DAY_MS)
        for moment in self._day.reads.seen_at(seen_ms):
            told_ms = number * DAY_MS + moment.ms
            known = self._since_ms <= told_ms <= self._now_ms
            if known and read_id_of(self._day, number, moment) == read_id:
                return self._record(number, moment)
        return None

    def _found(
        self, filters: PlateFilters, before: UUID | None, accepts: Accepts
    ) -> Iterator[PlateRecord]:
        """Newest first."""
        reads, last_ms = self._day.reads, self._now_ms
        if before is not None:
            last_ms = min(last_ms, self._day.elapsed_of(before) + FIRST_READ_AFTER_MS)
        first, last = reads.told_before(self._since_ms) + 1, reads.told_by(last_ms)
        for number, moment in reads.back(first, last):
            camera = self._day.camera_ids[self._day.camera_of(moment)[0]]
            if filters.cameras is not None and camera not in filters.cameras:
                continue
            if not accepts(_folded(self._text(number, moment))):
                continue
            read = self._record(number, moment)
            if (before is None or read.id < before) and _satisfies(read, filters):
                yield read

    def _text(self, number: int, moment: Moment) -> str:
        plate = self._day.passage_of(moment)[1].plate
        if plate is None:
            return ""
        return plate.text if self._is_final(number, moment) else plate.first_read

    def _is_final(self, number: int, moment: Moment) -> bool:
        begins, passage = self._day.passage_of(moment)
        last_ms = passage.plate.last_ms if passage.plate else 0
        return number * DAY_MS + begins + last_ms + FINAL_READ_AFTER_MS <= self._now_ms

    def _record(self, number: int, moment: Moment) -> PlateRecord:
        read = read_at(self._day, number, moment, final=self._is_final(number, moment))
        return PlateRecord(
            id=read.read_id,
            camera_id=read.camera_id,
            track_id=read.track_id,
            revision=read.revision,
            final=read.final,
            text=read.text,
            folded=_folded(read.text),
            confidence=read.confidence,
            glyphs=glyphs_of(read.text, read.candidates, read.confidence),
            first_seen_at=read.first_seen_at,
            seen_at=read.seen_at,
            last_seen_at=read.last_seen_at,
            votes=read.votes,
            box=read.box,
            frame=(read.frame.width, read.frame.height),
            vehicle=read.vehicle.model_dump(mode="json") if read.vehicle else None,
            zones=tuple(read.zones),
            images={kind: key for kind, key in read.images.model_dump(mode="json").items() if key},
            engine=read.engine,
        )


def _satisfies(read: PlateRecord, filters: PlateFilters) -> bool:
    return (
        (filters.since is None or read.seen_at >= filters.since)
        and (filters.until or _LATEST) > read.seen_at
        and read.confidence >= (filters.min_confidence or 0.0)
        and (filters.not_after is None or read.id <= filters.not_after)
    )


def _expression(pattern: str) -> str:
    r"""A LIKE pattern with escape character \ as a regular expression."""
    parts, escaped = [], False
    for char in pattern:
        if not escaped and char == "\\":
            escaped = True
            continue
        parts.append(
            {"%": ".*", "_": "."}.get(char, re.escape(char)) if not escaped else re.escape(char)
        )
        escaped = False
    return "".join(parts)
