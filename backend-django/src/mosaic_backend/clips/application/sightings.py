"""What was seen by a camera, as it goes into an evidence package."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from mosaic_backend.clips.domain.spans import Span


@dataclass(frozen=True)
class SeenRead:
    """A plate read: its content without pictures, and kind of picture to key."""

    id: UUID
    content: Mapping[str, object]
    images: Mapping[str, str]


class Sightings(Protocol):
    """Newest first. Values are JSON's, besides UUIDs and aware times."""

    def reads(self, camera_id: UUID, span: Span) -> Iterator[SeenRead]: ...

    def detections(self, camera_id: UUID, span: Span) -> Iterator[Mapping[str, object]]: ...

    def picture(self, key: str) -> bytes | None:
        """A JPEG; None for one that is no longer kept. Raises UnavailableError."""
