"""Finds and counts detections. Each query looks at no more than a window of them, by an index, newest first.

The detections of a camera, of a label, of a track, or all of them, are each a stream for which an index gives the
newest; what else is asked is held against a window of these.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from mosaic_backend.detections.application.detections import (
    Count,
    DetectionFilters,
    Facets,
    Meets,
)
from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure import id_skew
from mosaic_backend.detections.infrastructure.bounded import in_order_of_an_index
from mosaic_backend.detections.infrastructure.models import Detection
from mosaic_contracts.ids import instant_of

WINDOW = 20_000
"""Detections that one page, or one count, looks at where not all of a stream fit."""
MOST_STREAMS = 500
"""The cameras of more than that are most of those that there are: all detections are looked at instead."""
MOST_VALUES = 50
_COLUMNS = ", ".join(field.column for field in Detection._meta.concrete_fields)
_FROM = "FROM unnest(%s::text[]) AS stream (value) CROSS JOIN LATERAL"


class Streams(NamedTuple):
    """column: by which an index finds them; empty for all detections as one stream."""

    column: str
    kind: str
    values: list[str]

    @property
    def condition(self) -> str:
        """Not by `=`, which would let `order` be that of the ids alone: all ids would be read for a rare value."""
        if not self.column:
            return "true"
        value = f"stream.value::{self.kind}"
        return f"{self.column} = ANY(ARRAY[{value}, {value}])"

    @property
    def order(self) -> str:
        """Which only the index of the column has."""
        return f"{self.column}, id DESC" if self.column else "id DESC"

    @property
    def share(self) -> int:
        """Of the window."""
        return max(1, WINDOW // len(self.values))


class Conditions:
    """SQL and its parameters, put together by AND."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[Any] = []

    def add(self, part: str, *values: Any) -> None:
        self._parts.append(part)
        self.values += values

    @property
    def sql(self) -> str:
        return "".join(f" AND {part}" for part in self._parts)


def newest(
    filters: DetectionFilters, before: UUID | None, limit: int
) -> tuple[list[Detection], UUID | None]:
    """Those before an id, and the id before which the next page looks; None: there is no more."""
    streams = _streams(filters)
    if not streams.values:
        return [], None
    loose = _loose(filters, streams)
    looked_to = _looked_to(streams, filters, before) if loose.sql else None
    bounds = _bounds(filters, before, looked_to)
    sql = (
        f"SELECT found.* {_FROM} (SELECT {_COLUMNS} FROM detections_detection"  # noqa: S608 - our own words
        f" WHERE {streams.condition}{bounds.sql}{loose.sql} ORDER BY {streams.order} LIMIT %s) AS found"
        " ORDER BY found.id DESC LIMIT %s"
    )
    parameters = [streams.values, *bounds.values, *loose.values, limit + 1, limit + 1]
    with in_order_of_an_index():
        rows = list(Detection.objects.raw(sql, parameters))
    if len(rows) > limit:
        return rows[:limit], rows[limit - 1].id
    return rows, looked_to


def facets(filters: DetectionFilters) -> Facets:
    """Of the newest WINDOW."""
    streams = _streams(filters)
    if not streams.values:
        return Facets(0, [], [], [], [], None)
    loose = _loose(filters, streams)
    looked_to = _looked_to(streams, filters, None)
    bounds = _bounds(filters, None, looked_to)
    sql = (
        "WITH found AS MATERIALIZED (SELECT counted.* "  # noqa: S608 - our own words
        f"{_FROM} (SELECT label, zones, camera_id, captured_at FROM detections_detection"
        f" WHERE {streams.condition}{bounds.sql}{loose.sql} ORDER BY {streams.order} LIMIT %s)"
        " AS counted)"
        " SELECT 'total', '', count(*) FROM found"
        " UNION ALL SELECT 'labels', label, count(*) FROM found GROUP BY label"
        " UNION ALL SELECT 'zones', zone, count(*) FROM found, unnest(zones) AS zone GROUP BY zone"
        " UNION ALL SELECT 'cameras', camera_id::text, count(*) FROM found GROUP BY camera_id"
        " UNION ALL SELECT 'hours', to_char(date_trunc('hour', captured_at AT TIME ZONE 'UTC'),"
        ' \'YYYY-MM-DD"T"HH24:MI:SS"Z"\'), count(*) FROM found'
        " GROUP BY date_trunc('hour', captured_at AT TIME ZONE 'UTC')"
    )
    counts: dict[str, list[Count]] = {}
    with in_order_of_an_index(), connection.cursor() as cursor:
        cursor.execute(sql, [streams.values, *bounds.values, *loose.values, streams.share])
        for name, value, number in cursor.fetchall():
            counts.setdefault(name, []).append(Count(value, number))
    return Facets(
        total=counts["total"][0].number,
        labels=_most(counts.get("labels", ())),
        zones=_most(counts.get("zones", ())),
        cameras=_most(counts.get("cameras", ())),
        hours=sorted(counts.get("hours", ())),
        counted_from=instant_of(looked_to) if looked_to else None,
    )


def _most(counts: Sequence[Count]) -> list[Count]:
    return sorted(counts, key=lambda count: (-count.number, count.value))[:MOST_VALUES]


def _streams(filters: DetectionFilters) -> Streams:
    """By the narrowest index that there is for what is asked."""
    if filters.track is not None:
        return Streams("track_id", "uuid", [str(filters.track)])
    if filters.cameras is not None and len(filters.cameras) <= MOST_STREAMS:
        return Streams("camera_id", "uuid", sorted(map(str, filters.cameras)))
    if filters.labels:
        return Streams("label", "text", list(dict.fromkeys(filters.labels)))
    return Streams("", "", [""])


def _loose(filters: DetectionFilters, streams: Streams) -> Conditions:
    """What no index of the streams tells."""
    loose = Conditions()
    if filters.cameras is not None and streams.column != "camera_id":
        loose.add("camera_id = ANY(%s::uuid[])", list(map(str, filters.cameras)))
    if filters.labels and streams.column != "label":
        loose.add("label = ANY(%s)", list(filters.labels))
    if filters.zones:
        loose.add("zones && %s::text[]", list(filters.zones))
    if filters.min_confidence is not None:
        loose.add("confidence >= %s", filters.min_confidence)
    if filters.box is not None:
        x1, y1, x2, y2 = filters.box
        if filters.meets is Meets.CENTRE:
            loose.add("box[1] + box[3] / 2 BETWEEN %s AND %s", x1, x2)
            loose.add("box[2] + box[4] / 2 BETWEEN %s AND %s", y1, y2)
        else:
            loose.add("box[1] <= %s AND box[1] + box[3] >= %s", x2, x1)
            loose.add("box[2] <= %s AND box[2] + box[4] >= %s", y2, y1)
    if filters.since is not None:
        loose.add("captured_at >= %s", filters.since)
    if filters.until is not None:
        loose.add("captured_at < %s", filters.until)
    return loose


def _bounds(
    filters: DetectionFilters, before: UUID | None, looked_to: UUID | None = None
) -> Conditions:
    """Of ids; those of the time prune partitions."""
    bounds = Conditions()
    margin = id_skew.widest() if filters.since or filters.until else id_skew.USUAL
    lowest = [first_id_at(filters.since - margin)] if filters.since else []
    highest = [first_id_at(filters.until + margin)] if filters.until else []
    if lowest or looked_to:
        bounds.add("id >= %s", max([*lowest, *([looked_to] if looked_to else [])]))
    if highest or before:
        bounds.add("id < %s", min([*highest, *([before] if before else [])]))
    return bounds


def _looked_to(streams: Streams, filters: DetectionFilters, before: UUID | None) -> UUID | None:
    """Down to which id a window over all streams reaches; None: to their ends."""
    bounds = _bounds(filters, before)
    sql = (
        f'SELECT max(last.id::text COLLATE "C") {_FROM} (SELECT id FROM detections_detection'  # noqa: S608 - our own words
        f" WHERE {streams.condition}{bounds.sql} ORDER BY {streams.order} OFFSET %s LIMIT 1) AS last"
    )
    with in_order_of_an_index(), connection.cursor() as cursor:
        cursor.execute(sql, [streams.values, *bounds.values, streams.share - 1])
        (found,) = cursor.fetchone()
    return UUID(found) if found else None
