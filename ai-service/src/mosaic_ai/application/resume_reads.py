"""Takes up, after a restart, the passages that were open when the process ended, or closes them."""

from uuid import UUID

from mosaic_ai.application.look_at_frame import FramePipeline
from mosaic_ai.application.record_reads import Outbox, SightingRecorder, closing_event, passage_of
from mosaic_ai.domain.ports import OpenReads
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent, PlateRead
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

RESUMED_WITHIN_S = 15.0


class ReadResumer:
    """What was told and not closed before the start. Each read is resumed or closed once."""

    def __init__(self, open_reads: OpenReads, outbox: Outbox, clock: Clock) -> None:
        self._open_reads = open_reads
        self._outbox = outbox
        self._clock = clock
        self._left: dict[UUID, list[PlateRead]] = {}
        for entry in open_reads.all():
            read = CloudEvent.from_json(entry.event_json).payload()
            if isinstance(read, PlateRead):
                self._left.setdefault(read.camera_id, []).append(read)

    def resume(self, camera_id: UUID, pipeline: FramePipeline, recorder: SightingRecorder) -> None:
        """Hands the camera's recent passages to its pipeline and closes older ones."""
        for read in self._left.pop(camera_id, []):
            age_s = (self._clock.now() - read.last_seen_at).total_seconds()
            if age_s <= RESUMED_WITHIN_S:
                passage = passage_of(read)
                pipeline.resume(passage)
                recorder.resume(passage, read)
            else:
                self._close(read)

    def close_orphans(self) -> None:
        """Closes what belongs to cameras that are no longer followed."""
        for camera_id in list(self._left):
            for read in self._left.pop(camera_id):
                self._close(read)

    def _close(self, read: PlateRead) -> None:
        self._outbox.add([closing_event(read)])
        try:
            self._open_reads.forget([read.read_id])
        except UnavailableError as error:
            _log.warning("open_read_not_forgotten", read_id=str(read.read_id), error=error.detail)
