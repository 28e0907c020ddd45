"""What other contexts may ask of detections."""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.application.correct_plates import Change
from mosaic_backend.detections.application.cursors import decoded, encoded
from mosaic_backend.detections.application.find_reads_of import ReadsOf
from mosaic_backend.detections.application.likelihoods import Beside, likelihoods_beside
from mosaic_backend.detections.application.passages import Passage, Passages
from mosaic_backend.detections.application.plates import (
    Candidate,
    Found,
    Listed,
    PlateFilters,
    PlateIndex,
    PlateRecord,
)
from mosaic_backend.detections.application.search_plates import Hit
from mosaic_backend.detections.application.shown import IMAGE_KINDS, shown_hit
from mosaic_backend.detections.bootstrap import plate_index
from mosaic_backend.detections.domain.beliefs import beliefs_of
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyph_table import table_of
from mosaic_backend.detections.domain.glyphs import glyphs_of, packed
from mosaic_backend.detections.domain.likelihood import lookup_keys
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.domain.patterns import MAX_QUERY_LENGTH, Match, checked_query
from mosaic_backend.detections.domain.scoring import aligned
from mosaic_backend.detections.infrastructure import counts, forgetting, partitions, store
from mosaic_backend.detections.infrastructure.correcting import Corrected, corrected
from mosaic_backend.detections.infrastructure.passages import PostgresPassages
from mosaic_backend.detections.infrastructure.plate_index import newest_records
from mosaic_backend.detections.infrastructure.reads_in_order import StoredRead, reads_between
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_contracts.events import DetectionRecorded, PlateRead

__all__ = [
    "IMAGE_KINDS",
    "MAX_QUERY_LENGTH",
    "Beside",
    "Candidate",
    "Change",
    "Corrected",
    "DetectionView",
    "Found",
    "Hit",
    "Listed",
    "Match",
    "Passage",
    "Passages",
    "PlateFilters",
    "PlateIndex",
    "PlateRecord",
    "PlateView",
    "ReadsOf",
    "StoredRead",
    "checked_query",
    "correct",
    "corrected",
    "detected_between",
    "erased_since",
    "find_detections",
    "find_plates",
    "fold",
    "forget_corrections_to",
    "forget_reads",
    "glyphs_of",
    "keep_partitions",
    "keys_of",
    "likelihoods",
    "lookup_keys",
    "packed",
    "passages",
    "picture",
    "plate",
    "plates",
    "plates_between",
    "reads_between",
    "reads_like",
    "reads_near",
    "reads_of",
    "reads_per_hour",
    "recent_reads",
    "relative_likelihoods",
    "remember_erased",
    "remove_crops",
    "shown_hit",
    "store_detections",
    "store_plate_reads",
]

PASSAGE = timedelta(minutes=10)
"""A plate is rarely in the picture for longer."""


@dataclass(frozen=True)
class PlateView:
    id: UUID
    camera_id: UUID
    text: str
    confidence: float
    seen_at: datetime


@dataclass(frozen=True)
class DetectionView:
    """One object in one frame; box: (x, y, width, height) in shares of the picture, frame: its pixels."""

    id: UUID
    camera_id: UUID
    captured_at: datetime
    label: str
    confidence: float
    box: tuple[float, ...]
    track_id: UUID | None
    zones: tuple[str, ...]
    frame: tuple[int, int]
    engine: str = ""


def find_detections(
    *,
    cameras: Set[UUID] | None,
    label: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    min_confidence: float | None = None,
    zone: str | None = None,
    before: UUID | None,
    limit: int,
) -> list[DetectionView]:
    """Newest first; `cameras` None: of all. before: only those with a smaller id."""
    rows = bootstrap.detections(
        cameras=cameras,
        label=label,
        since=since,
        until=until,
        min_confidence=min_confidence,
        zone=zone,
    )
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [
        DetectionView(
            id=row.id,
            camera_id=row.camera_id,
            captured_at=row.captured_at,
            label=row.label,
            confidence=row.confidence,
            box=tuple(row.box),
            track_id=row.track_id,
            zones=tuple(row.zones),
            frame=(row.frame_width, row.frame_height),
            engine=row.engine,
        )
        for row in rows.order_by("-id")[:limit]
    ]


def find_plates(
    text: str | None,
    match: Match | None,
    filters: PlateFilters,
    *,
    limit: int,
    cursor: str | None,
    index: PlateIndex | None = None,
) -> tuple[list[Hit], str | None]:
    """A page and the cursor of the next. Raises InvalidInputError for a bad text or cursor.

    index: where to search, if not in the stored reads.
    """
    page = bootstrap.search_plates(index)(
        text=text,
        match=match,
        filters=filters,
        limit=limit,
        position=decoded(cursor) if cursor else None,
    )
    return page.hits, encoded(page.after) if page.after else None


def detected_between(
    camera_id: UUID,
    since: datetime,
    until: datetime,
    *,
    labels: Sequence[str] = (),
    zones: Sequence[str] = (),
) -> list[datetime]:
    """The instants at which something was seen; labels, zones: only of these kinds, in one of these zones."""
    rows = bootstrap.detections(
        cameras=frozenset({camera_id}),
        label=None,
        since=since,
        until=until,
        min_confidence=None,
        zone=None,
    )
    if labels:
        rows = rows.filter(label__in=labels)
    if zones:
        rows = rows.filter(zones__overlap=list(zones))
    return list(rows.values_list("captured_at", flat=True).distinct())


def plates_between(
    camera_id: UUID, since: datetime, until: datetime
) -> dict[UUID, tuple[datetime, datetime]]:
    """Of each passage of a plate, by the id of its read, from when to when it was seen."""
    passages: dict[UUID, tuple[datetime, datetime]] = {}
    filters = PlateFilters(frozenset({camera_id}), since - PASSAGE, until + PASSAGE)
    cursor: str | None = None
    while True:
        hits, cursor = find_plates(None, None, filters, limit=500, cursor=cursor)
        passages |= {hit.read.id: (hit.read.first_seen_at, hit.read.last_seen_at) for hit in hits}
        if cursor is None:
            return passages


def plate(read_id: UUID) -> PlateRecord | None:
    return plate_index().get(read_id)


def plates(read_ids: Collection[UUID]) -> dict[UUID, PlateRecord]:
    """Those that are there."""
    return plate_index().records(list(read_ids))


def picture(key: str) -> bytes:
    """A JPEG of the evidence store. Raises NotFoundError for one that is gone."""
    return bootstrap.evidence().picture(key)


def store_detections(frames: Sequence[DetectionRecorded]) -> None:
    """Stores each detection once. Raises InvalidInputError for what breaks the contract."""
    store.store_detections(frames)


def store_plate_reads(reads: Sequence[PlateRead]) -> set[UUID]:
    """Keeps the highest revision; the ids that are new or bettered. Raises InvalidInputError."""
    return store.store_plate_reads(reads)


def recent_reads(cameras: Set[UUID] | None, limit: int) -> list[PlateView]:
    """Newest first; `cameras` None: of all."""
    return [
        PlateView(read.id, read.camera_id, read.text, read.confidence, read.seen_at)
        for read in newest_records(PlateFilters(cameras), limit)
    ]


def reads_per_hour(cameras: Set[UUID] | None, hours: Sequence[datetime]) -> list[int]:
    """How many in each of the hours, of which `hours` has the beginnings, one after the other."""
    return counts.reads_per_hour(cameras, hours)


def keep_partitions(now: datetime) -> list[str]:
    return partitions.keep_partitions(now)


def passages() -> Passages:
    return PostgresPassages()


def reads_of(
    plate: str, filters: PlateFilters, before: UUID | None, limit: int
) -> list[PlateRecord]:
    """The reads of exactly this folded text, or corrected to it, newest first. before: of smaller ids."""
    return plate_index().exact(plate, filters, before, limit).reads


def likelihoods(plate: str, reads: Sequence[PlateRecord]) -> list[float]:
    """Of each read, how likely it is if the true plate is this folded text; to be compared within one read."""
    cameras = [read.camera_id for read in reads]
    beliefs = beliefs_of(cameras, bootstrap.lessons().of(set(cameras)))
    table = table_of([packed(read.glyphs) for read in reads])
    found: list[float] = aligned(plate, table, beliefs).scores().tolist()
    return found


def relative_likelihoods(pairs: Sequence[Beside]) -> list[float]:
    """Of each pair, how likely the plate is beside the read's likeliest, 0..1, by what its camera confuses."""
    found: list[float] = likelihoods_beside(bootstrap.lessons(), pairs).tolist()
    return found


def correct(read: PlateRecord, text: str, reason: str, by: str) -> Change:
    """In the caller's transaction. Raises InvalidInputError for a text that no plate has."""
    return bootstrap.correct_plates().correct(read, text, reason, by)


def forget_reads(read_ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """Takes reads away with their corrections, in the caller's transaction; which were there.

    How many they were stays counted. Their pictures go by `remove_crops`, after the commit.
    """
    return forgetting.forget_reads(read_ids, now, add_event)


def remember_erased(read_ids: Sequence[UUID], now: datetime) -> None:
    """What still comes of these reads is not stored."""
    forgetting.remember_erased(read_ids, now)


def erased_since(instant: datetime) -> set[UUID]:
    """The reads that were erased from then on."""
    return forgetting.erased_since(instant)


def remove_crops(now: datetime) -> int:
    """Removes pictures whose reads are gone, for a while; how many. Raises UnavailableError."""
    return forgetting.remove_crops(bootstrap.evidence())


def reads_like(plate: str, least: float) -> ReadsOf:
    """All reads of this folded text, and those near it: application/find_reads_of."""
    return bootstrap.find_reads().of(plate, least)


def reads_near(plate: str, filters: PlateFilters, least: float, most: int) -> list[PlateRecord]:
    """Those that may be of this folded text, as they were read: application/find_reads_of."""
    return bootstrap.find_reads().near(plate, filters, least, most)


def forget_corrections_to(plate: str, *, but: Collection[UUID]) -> int:
    """Corrections to this folded text whose reads are gone, in the caller's transaction; `but`: of these reads."""
    return forgetting.forget_corrections_to(plate, but)
