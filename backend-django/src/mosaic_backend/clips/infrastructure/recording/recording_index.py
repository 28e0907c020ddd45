"""What was recorded, from the index; video from the files that it tells of."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.application.recordings import Cut, Piece, Watch
from mosaic_backend.clips.domain.ledger import Stretch, holes, painted
from mosaic_backend.clips.domain.spans import Span, joined
from mosaic_backend.clips.infrastructure.cutting.segment_cutter import SegmentCutter
from mosaic_backend.clips.infrastructure.recording import ledger_store
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower

SETTLED = timedelta(minutes=1)
"""The index has what is so old, unless it has a hole there."""
NO_GAP = timedelta(seconds=1)
KNOWN_LATE = timedelta(seconds=30)
"""So long it may take until the ledger says what the last seconds are."""


def recorded_spans(camera_id: UUID, wish: Span | None) -> list[Span]:
    """What the ledger has as recorded, oldest first; a span that reaches into the wish is told whole."""
    start, end = (wish.start, wish.end) if wish else ledger_store.EVER
    found = ledger_store.stretches([camera_id], start, end)[camera_id]
    return joined([Span(one.start, one.end) for one in found if one.kind == "recorded"])


def gaps_of(camera_id: UUID, wish: Span, pieces: Sequence[Piece] = ()) -> list[Stretch]:
    """What of the wish was not recorded, with its cause; what the pieces show was, whatever the ledger says."""
    found = ledger_store.stretches([camera_id], wish.start, wish.end)[camera_id]
    for piece in pieces:
        found = painted(found, Stretch(piece.start, piece.end, "recorded"))
    known_until = datetime.now(UTC) - KNOWN_LATE
    unknown = [
        Stretch(start, end, "missing", "unknown")
        for start, end in holes(found, wish.start, wish.end)
        if end - start > NO_GAP and start < known_until
    ]
    told = [
        Stretch(max(one.start, wish.start), min(one.end, wish.end), one.kind, one.cause)
        for one in (*found, *unknown)
        if one.kind != "recorded" and one.start < wish.end and one.end > wish.start
    ]
    return sorted(told, key=lambda one: one.start)


class IndexedRecordings:
    """Adapter of Recordings, for the worker: it sees the folders."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._cutter = SegmentCutter(root)

    def spans(self, camera_id: UUID, wish: Span) -> list[Span]:
        """Takes in first what the index may not have yet."""
        found = recorded_spans(camera_id, wish)
        whole = any(span.start <= wish.start and span.end >= wish.end for span in found)
        if whole and datetime.now(UTC) - wish.end > SETTLED:
            return found
        RecordingFollower(self._root).take_in(camera_id)
        return recorded_spans(camera_id, wish)

    def cut(self, camera_id: UUID, wish: Span, target: Path, *, exact: bool, watch: Watch) -> Cut:
        return self._cutter.cut(camera_id, wish, target, exact=exact, watch=watch)
