"""What was recorded, from the index; video from MediaMTX."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

from mosaic_backend.clips.domain.spans import Span, joined
from mosaic_backend.clips.infrastructure import ledger_store
from mosaic_backend.clips.infrastructure.recording_follower import RecordingFollower


class VideoSource(Protocol):
    def cut(
        self, camera_id: UUID, wish: Span, target: Path, interrupted: Callable[[], bool]
    ) -> None:
        """As in Recordings."""


def recorded_spans(camera_id: UUID, wish: Span | None) -> list[Span]:
    """What the ledger has as recorded, oldest first; a span that reaches into the wish is told whole."""
    start, end = (wish.start, wish.end) if wish else ledger_store.EVER
    found = ledger_store.stretches([camera_id], start, end)[camera_id]
    return joined([Span(one.start, one.end) for one in found if one.kind == "recorded"])


class IndexedRecordings:
    """Adapter of Recordings, for the worker: it sees the folders."""

    def __init__(self, root: Path, video: VideoSource) -> None:
        self._root = root
        self._video = video

    def spans(self, camera_id: UUID, wish: Span | None) -> list[Span]:
        """Takes in first what the index does not have yet."""
        RecordingFollower(self._root).take_in(camera_id)
        return recorded_spans(camera_id, wish)

    def cut(
        self, camera_id: UUID, wish: Span, target: Path, interrupted: Callable[[], bool]
    ) -> None:
        self._video.cut(camera_id, wish, target, interrupted)
