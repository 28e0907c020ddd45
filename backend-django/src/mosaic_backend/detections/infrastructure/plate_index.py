"""Finds plate reads in PostgreSQL: every query has an index to go by."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import RawSQL

from mosaic_backend.detections.application.plates import PlateFilters, PlateRecord
from mosaic_backend.detections.domain.glyphs import unpacked
from mosaic_backend.detections.domain.instants import MARGIN, first_id_at
from mosaic_backend.detections.infrastructure.models import PlateRead


class PostgresPlateIndex:
    def newest(self, filters: PlateFilters, before: UUID | None, limit: int) -> list[PlateRecord]:
        return _newest(filtered(filters), before, limit)

    def exact(
        self, folded: str, filters: PlateFilters, before: UUID | None, limit: int
    ) -> list[PlateRecord]:
        return _newest(filtered(filters).filter(folded=folded), before, limit)

    def like(
        self, pattern: str, filters: PlateFilters, before: UUID | None, limit: int
    ) -> list[PlateRecord]:
        return _newest(fitting(filtered(filters), pattern), before, limit)

    def near(self, keys: Sequence[int], filters: PlateFilters, limit: int) -> list[PlateRecord]:
        rows = sharing(filtered(filters), keys).order_by(F("same_skeleton").desc(), "-id")
        return [record_of(row) for row in rows[:limit]]

    def get(self, read_id: UUID) -> PlateRecord | None:
        row = PlateRead.objects.filter(pk=read_id).first()
        return record_of(row) if row else None


def filtered(filters: PlateFilters) -> QuerySet[PlateRead]:
    """The reads that satisfy the filters; time is filtered by id too, which prunes partitions."""
    rows = PlateRead.objects.all()
    if filters.cameras is not None:
        rows = rows.filter(camera_id__in=filters.cameras)
    if filters.since is not None:
        rows = rows.filter(id__gte=first_id_at(filters.since - MARGIN), seen_at__gte=filters.since)
    if filters.until is not None:
        rows = rows.filter(id__lt=first_id_at(filters.until + MARGIN), seen_at__lt=filters.until)
    if filters.min_confidence is not None:
        rows = rows.filter(confidence__gte=filters.min_confidence)
    if filters.not_after is not None:
        rows = rows.filter(id__lte=filters.not_after)
    return rows


def fitting(rows: QuerySet[PlateRead], pattern: str) -> QuerySet[PlateRead]:
    r"""Those whose folded text is LIKE the pattern (escape character \, PostgreSQL's default)."""
    return rows.filter(
        RawSQL("detections_plateread.folded LIKE %s", [pattern], output_field=BooleanField())
    )


def sharing(rows: QuerySet[PlateRead], keys: Sequence[int]) -> QuerySet[PlateRead]:
    return rows.filter(keys__overlap=list(keys)).annotate(
        same_skeleton=RawSQL(
            "(detections_plateread.keys[1] = %s)", [keys[0]], output_field=BooleanField()
        )
    )


def _newest(rows: QuerySet[PlateRead], before: UUID | None, limit: int) -> list[PlateRecord]:
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [record_of(row) for row in rows.order_by("-id")[:limit]]


def record_of(row: PlateRead) -> PlateRecord:
    images: dict[str, Any] = row.images
    return PlateRecord(
        id=row.id,
        camera_id=row.camera_id,
        track_id=row.track_id,
        revision=row.revision,
        final=row.final,
        text=row.text,
        folded=row.folded,
        confidence=row.confidence,
        glyphs=unpacked(row.glyphs),
        first_seen_at=row.first_seen_at,
        seen_at=row.seen_at,
        last_seen_at=row.last_seen_at,
        votes=row.votes,
        box=tuple(row.box),
        frame=(row.frame_width, row.frame_height),
        vehicle=row.vehicle,
        zones=tuple(row.zones),
        images=images,
        engine=row.engine,
    )
