"""Passages in PostgreSQL.

An id carries about the instant of the first look (contract of `mosaic.plate.read.v1`); a time span is looked up by
ids that are SLACK wider, so that the index of camera and id narrows it.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from mosaic_backend.detections.application.passages import Passage
from mosaic_backend.detections.application.plates import PlateRecord
from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure.models import PlateRead
from mosaic_backend.detections.infrastructure.plate_index import PostgresPlateIndex
from mosaic_backend.shared.plate_protection.sealing import from_token
from mosaic_backend.shared.plate_protection.state import stored_forms

SLACK = timedelta(minutes=10)
_COLUMNS = ("id", "camera_id", "folded", "first_seen_at", "last_seen_at", "confidence", "zones")
_OF_R = ", ".join(f"r.{column}" for column in _COLUMNS)
_OF_PLATES = (
    f"SELECT {_OF_R} FROM unnest(%s::text[]) AS wanted(plate)"  # noqa: S608 - names from above
    " CROSS JOIN LATERAL (SELECT * FROM detections_plateread r WHERE r.folded = wanted.plate"
    " AND r.id >= %s AND (%s::uuid[] IS NULL OR r.camera_id = ANY(%s::uuid[]))"
    " ORDER BY r.id DESC LIMIT %s) r"
)
_BEFORE = (
    f"SELECT wanted.id, {_OF_R}"  # noqa: S608 - names from above
    " FROM unnest(%s::uuid[], %s::text[], %s::uuid[]) AS wanted(id, plate, oldest)"
    " CROSS JOIN LATERAL (SELECT * FROM detections_plateread r WHERE r.folded = wanted.plate"
    " AND r.id < wanted.id AND r.id >= wanted.oldest ORDER BY r.id DESC LIMIT 1) r"
)


class PostgresPassages:
    """Adapter of `Passages`."""

    def reads(self, ids: Sequence[UUID]) -> list[PlateRecord]:
        return list(PostgresPlateIndex().records(ids).values())

    def at_camera(
        self, camera_id: UUID, since: datetime, until: datetime, limit: int
    ) -> list[Passage]:
        rows = rows_at_camera(camera_id, since, until)
        return _passages(rows.order_by("id").values_list(*_COLUMNS)[:limit])

    def of_plates(
        self, plates: Sequence[str], cameras: Set[UUID] | None, since: datetime, each: int
    ) -> dict[str, list[Passage]]:
        visible = None if cameras is None else list(cameras)
        wanted = [form for plate in plates for form in stored_forms(plate)]
        arguments = [wanted, first_id_at(since), visible, visible, each]
        found: dict[str, list[Passage]] = {}
        for passage in _opened(_fetched(_OF_PLATES, arguments)):
            found.setdefault(passage.plate, []).append(passage)
        if len(wanted) == len(plates):
            return found
        return {plate: sorted(own, key=_by_id, reverse=True)[:each] for plate, own in found.items()}

    def ids_since(self, since: datetime, after: UUID | None, limit: int) -> list[UUID]:
        rows = PlateRead.objects.filter(id__gte=first_id_at(since))
        if after is not None:
            rows = rows.filter(id__gt=after)
        return list(rows.order_by("id").values_list("id", flat=True)[:limit])

    def before(
        self, passages: Sequence[tuple[UUID, str, datetime]], within: timedelta
    ) -> dict[UUID, Passage]:
        if not passages:
            return {}
        asked = [
            (read_id, form, first_id_at(at - within))
            for read_id, plate, at in passages
            for form in stored_forms(plate)
        ]
        rows = _fetched(_BEFORE, [list(column) for column in zip(*asked, strict=True)])
        found: dict[UUID, Passage] = {}
        for read_id, passage in zip(
            [row[0] for row in rows], _opened([row[1:] for row in rows]), strict=True
        ):
            if read_id not in found or passage.id > found[read_id].id:
                found[read_id] = passage
        return found


def rows_at_camera(camera_id: UUID, since: datetime, until: datetime) -> QuerySet[PlateRead]:
    return PlateRead.objects.filter(
        camera_id=camera_id,
        id__gte=first_id_at(since - SLACK),
        id__lt=first_id_at(until + SLACK),
        first_seen_at__gte=since,
        first_seen_at__lt=until,
    )


def _passages(rows: Iterable[Any]) -> list[Passage]:
    return [Passage._make((*row[:6], tuple(row[6]))) for row in rows]


def _opened(rows: Iterable[Any]) -> list[Passage]:
    """The same of rows that the database has given as it has them."""
    return [each._replace(plate=from_token(each.plate)) for each in _passages(rows)]


def _by_id(passage: Passage) -> UUID:
    return passage.id


def _fetched(statement: str, arguments: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        rows: list[Any] = cursor.fetchall()
    return rows
