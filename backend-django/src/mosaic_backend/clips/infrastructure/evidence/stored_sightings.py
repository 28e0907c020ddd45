"""Sightings out of the detections context."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from mosaic_backend.clips.application.sightings import SeenRead
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.detections import facade as detections
from mosaic_contracts.errors import NotFoundError

PAGE = 500


class StoredSightings:
    """Adapter of Sightings."""

    def reads(self, camera_id: UUID, span: Span) -> Iterator[SeenRead]:
        filters = detections.PlateFilters(frozenset({camera_id}), span.start, span.end)
        cursor: str | None = None
        while True:
            hits, cursor = detections.find_plates(None, None, filters, limit=PAGE, cursor=cursor)
            for hit in hits:
                yield _seen(hit.read)
            if cursor is None:
                return

    def detections(self, camera_id: UUID, span: Span) -> Iterator[Mapping[str, object]]:
        before: UUID | None = None
        while True:
            found = detections.find_detections(
                cameras=frozenset({camera_id}),
                since=span.start,
                until=span.end,
                before=before,
                limit=PAGE,
            )
            for each in found:
                yield {
                    "id": each.id,
                    "captured_at": each.captured_at,
                    "label": each.label,
                    "confidence": each.confidence,
                    "box": each.box,
                    "track_id": each.track_id,
                    "zones": each.zones,
                    "frame": {"width": each.frame[0], "height": each.frame[1]},
                    "engine": each.engine,
                }
            if len(found) < PAGE:
                return
            before = found[-1].id

    def picture(self, key: str) -> bytes | None:
        try:
            return detections.picture(key)
        except NotFoundError:
            return None


def _seen(read: detections.PlateRecord) -> SeenRead:
    content: dict[str, object] = {
        "id": read.id,
        "text": read.text,
        "folded": read.folded,
        "confidence": read.confidence,
        "candidates": read.glyphs,
        "first_seen_at": read.first_seen_at,
        "seen_at": read.seen_at,
        "last_seen_at": read.last_seen_at,
        "votes": read.votes,
        "final": read.final,
        "revision": read.revision,
        "track_id": read.track_id,
        "box": read.box,
        "frame": {"width": read.frame[0], "height": read.frame[1]},
        "vehicle": read.vehicle,
        "zones": read.zones,
        "engine": read.engine,
    }
    images = {kind: read.images[kind] for kind in detections.IMAGE_KINDS if read.images.get(kind)}
    return SeenRead(read.id, content, images)
