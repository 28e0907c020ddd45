"""Finds plate reads in PostgreSQL: every query has an index to go by, and an end."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from mosaic_backend.detections.application.plates import (
    Candidate,
    Found,
    Listed,
    PlateFilters,
    PlateRecord,
)
from mosaic_backend.detections.domain.glyphs import unpacked
from mosaic_backend.detections.domain.instants import MARGIN, first_id_at
from mosaic_backend.detections.domain.patterns import (
    anchored,
    fitting_plates,
    known_by_beginning,
)
from mosaic_backend.detections.infrastructure.bounded import (
    by_beginnings,
    estimated,
    fetched,
    newest_among,
    newest_like,
    newest_of,
    without_scans,
)
from mosaic_backend.detections.infrastructure.models import PlateCorrection, PlateRead
from mosaic_backend.shared.plate_protection.sealing import unseal
from mosaic_backend.shared.plate_protection.state import Forms, forms_here, near_forms

COMMON, COMMON_WITHIN = 10_000, 3000
"""A pattern that more reads fit is found among the newest; one that fewer fit by its index, all of them.

COMMON_WITHIN: one that is not known by its beginning, of which each read has to be looked up in the table.
"""
CORRECTED = 1000
"""So many corrected reads are looked at beside the others."""


class PostgresPlateIndex:
    def newest(self, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        rows = filtered(filters)
        if filters.sparse:
            return _found(newest_of(filtered(bounds(filters)), rows, before, limit))
        reads = _records(_older(rows, before).order_by("-id")[:limit])
        return Found(reads, None, _number(rows, reads, before, limit))

    def exact(self, folded: str, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        corrected = PlateCorrection.objects.filter(folded=folded)
        rows = _older(filtered(filters), before)
        reads = _records(rows.filter(folded=folded).order_by("-id")[:limit])
        reads += _records(rows.filter(id__in=_ids(corrected)).order_by("-id")[:limit])
        reads = sorted({read.id: read for read in reads}.values(), key=_by_id, reverse=True)
        fits = filtered(filters).filter(folded=folded)
        return Found(reads[:limit], None, _number(fits, reads, before, limit))

    def like(self, pattern: str, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        rows = _older(filtered(filters), before)
        looked_at = filtered(bounds(filters))
        if forms_here() is not Forms.PLAIN:
            found = newest_like(looked_at, rows, pattern, before, limit)
            all_of_them = before is None and found[1] is None and len(found[0]) < limit
            return _found(found, len(found[0]) if all_of_them else None)
        if not anchored(pattern):
            fits = fitting(rows, pattern, by_index=False)
            return _found(newest_of(looked_at, fits, before, limit))
        fits = fitting(rows, pattern)
        begins = known_by_beginning(pattern)
        most = COMMON if begins else COMMON_WITHIN
        with by_beginnings() if begins else without_scans():
            ids, number = newest_among(fits, most, limit)
        if number > most:
            found = newest_of(looked_at, fitting(rows, pattern, by_index=False), before, limit)
            return _found(found, None if before else estimated(fits))
        fit = fitting_plates(pattern)
        said = rows.filter(id__in=_ids(_fitting_corrections(pattern)))
        corrected = [
            read_id for read_id, folded in said.values_list("id", "folded") if not fit(folded)
        ]
        newest = sorted([*ids, *corrected], reverse=True)[:limit]
        reads = self.records(newest)
        there = [reads[each] for each in newest if each in reads]
        return Found(there, None, None if before else number + len(corrected))

    def near(self, keys: Sequence[int], filters: PlateFilters, limit: int) -> list[Candidate]:
        rows = filtered(filters)
        with without_scans():
            found = _candidates(sharing(rows, keys), limit)
            corrected = PlateCorrection.objects.filter(
                _overlap("detections_platecorrection", near_forms(keys))
            )
            if others := _ids(corrected):
                found += _candidates(rows.filter(id__in=others), CORRECTED)
        return list({each.id: each for each in found}.values())

    def records(self, read_ids: Sequence[UUID]) -> dict[UUID, PlateRecord]:
        rows = PlateRead.objects.filter(id__in=read_ids) if read_ids else ()
        return {row.id: record_of(row) for row in rows}

    def get(self, read_id: UUID) -> PlateRecord | None:
        return self.records([read_id]).get(read_id)


def newest_records(filters: PlateFilters, limit: int) -> list[PlateRecord]:
    """By the filters that an index goes by, see `bounds`."""
    return _records(filtered(filters).order_by("-id")[:limit])


def bounds(filters: PlateFilters) -> PlateFilters:
    """Those of the filters that an index goes by: cameras and time."""
    return PlateFilters(filters.cameras, filters.since, filters.until, not_after=filters.not_after)


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
    if filters.vehicle is not None:
        rows = rows.filter(vehicle_label=filters.vehicle)
    if filters.colours:
        rows = rows.filter(vehicle_colour__in=filters.colours)
    if filters.direction is not None:
        rows = rows.filter(direction=filters.direction)
    if filters.listed is not None:
        rows = rows.filter(_listed(filters.listed))
    return _of_day(rows, filters)


def _of_day(rows: QuerySet[PlateRead], filters: PlateFilters) -> QuerySet[PlateRead]:
    since, until = filters.day_from, filters.day_until
    after = Q() if since is None else Q(seen_at__time__gte=since)
    until_then = Q() if until is None else Q(seen_at__time__lt=until)
    if since is not None and until is not None and since > until:
        return rows.filter(after | until_then)
    return rows.filter(after & until_then)


def _listed(plates: Listed) -> RawSQL:
    """Asked of each read by the indexes of the plates and of the corrections, however many there are.

    EXISTS would have PostgreSQL read all plates into a hash table.
    """
    among = f"SELECT true FROM ({plates.sql}) AS listed (folded) WHERE listed.folded ="  # noqa: S608 - ours
    said = "SELECT true FROM detections_platecorrection AS said WHERE said.read_id = detections_plateread.id AND"
    condition = (
        f"({among} detections_plateread.folded LIMIT 1)"
        f" OR ({said} ({among} said.folded LIMIT 1) LIMIT 1)"
    )
    asked = "IS TRUE" if plates.wanted else "IS NOT TRUE"
    return RawSQL(f"(({condition}) {asked})", plates.parameters * 2, output_field=BooleanField())  # noqa: S611


def fitting(
    rows: QuerySet[PlateRead], pattern: str, *, by_index: bool = True
) -> QuerySet[PlateRead]:
    r"""Those whose folded text is LIKE the pattern (escape character \, PostgreSQL's default).

    by_index False: no index of texts is used, where there are others that tell which rows are looked at.
    """
    text = "detections_plateread.folded"
    column = text if by_index else f"({text} || '')"
    return rows.filter(RawSQL(f"{column} LIKE %s", [pattern], output_field=BooleanField()))  # noqa: S611


def sharing(rows: QuerySet[PlateRead], keys: Sequence[int]) -> QuerySet[PlateRead]:
    """In the order in which a fuzzy search takes them."""
    first, wanted = near_forms(keys[:1]), near_forms(keys)
    either = " OR ".join(["detections_plateread.keys[1] = %s"] * len(first))
    same = RawSQL(f"({either})", first, output_field=BooleanField())  # noqa: S611 - names from here
    rows = rows.filter(_overlap("detections_plateread", wanted)).annotate(same_skeleton=same)
    return rows.order_by(F("same_skeleton").desc(), "-id")


def _candidates(rows: QuerySet[PlateRead], most: int) -> list[Candidate]:
    """With what people say that they read, asked of each by an index: as many ids are not sent back for it."""
    said = PlateCorrection.objects.filter(read_id=OuterRef("id")).values("text")
    wanted = rows.values_list("id", "camera_id", "glyphs", Subquery(said))[:most]
    return [
        Candidate(read_id, camera_id, unseal(glyphs), said and unseal(said))
        for read_id, camera_id, glyphs, said in fetched(wanted)
    ]


def _overlap(table: str, keys: Sequence[int]) -> RawSQL:
    """keys: as they are stored."""
    return RawSQL(  # noqa: S611 - names from here
        f"({table}.keys && %s::integer[])", [list(keys)], output_field=BooleanField()
    )


def _fitting_corrections(pattern: str) -> QuerySet[PlateCorrection]:
    like = RawSQL(
        "detections_platecorrection.folded LIKE %s", [pattern], output_field=BooleanField()
    )
    return PlateCorrection.objects.filter(like)


def _ids(corrections: QuerySet[PlateCorrection]) -> list[UUID]:
    return list(corrections.order_by("-read_id").values_list("read_id", flat=True)[:CORRECTED])


def _number(
    rows: QuerySet[PlateRead], found: Sequence[object], before: UUID | None, limit: int
) -> int | None:
    """How many there are in all, where `found` is what was found of them before `before`."""
    if before is not None:
        return None
    return len(found) if len(found) < limit else estimated(rows)


def _older(rows: QuerySet[PlateRead], before: UUID | None) -> QuerySet[PlateRead]:
    return rows if before is None else rows.filter(id__lt=before)


def _found(found: tuple[list[PlateRead], UUID | None], estimate: int | None = None) -> Found:
    rows, looked_to = found
    return Found([record_of(row) for row in rows], looked_to, estimate)


def _records(rows: QuerySet[PlateRead]) -> list[PlateRecord]:
    return [record_of(row) for row in rows]


def _by_id(read: PlateRecord) -> UUID:
    return read.id


def record_of(row: PlateRead) -> PlateRecord:
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
        box=row.box,
        frame=(row.frame_width, row.frame_height),
        vehicle=row.vehicle,
        zones=tuple(row.zones),
        images=row.images,
        engine=row.engine,
        direction=row.direction,
    )
