"""Takes up passages that were open when their process ended or left the camera, or closes them."""

from collections.abc import Callable
from uuid import UUID

from mosaic_ai.application.look_at_frame import FramePipeline
from mosaic_ai.application.record_reads import Outbox, SightingRecorder, closing_event, passage_of
from mosaic_ai.application.told_elsewhere import ToldElsewhere
from mosaic_ai.domain.ports import OpenRead, OpenReads
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent, PlateRead, new_event
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

RESUMED_WITHIN_S = 15.0
LEFT_FOR_S = 30.0
"""How long another worker has to go on with what was left, before we close it."""


class ReadResumer:
    """What was told and not closed before the start, or of cameras that were left: resumed or closed once."""

    def __init__(
        self,
        open_reads: OpenReads,
        outbox: Outbox,
        clock: Clock,
        elsewhere: ToldElsewhere | None = None,
    ) -> None:
        """elsewhere: what other workers told, where there are any."""
        self._open_reads = open_reads
        self._outbox = outbox
        self._clock = clock
        self._elsewhere = elsewhere or ToldElsewhere(clock.monotonic)
        self._left: dict[UUID, list[PlateRead]] = {}
        self._left_at: dict[UUID, float] = {}
        self._take_in(lambda _: True)

    def resume(self, camera_id: UUID, pipeline: FramePipeline, recorder: SightingRecorder) -> None:
        """Hands the camera's recent passages to its pipeline and closes older ones."""
        ours = {read.read_id: read for read in self._left.pop(camera_id, [])}
        theirs = {read.read_id: read for read in self._elsewhere.open_of(camera_id)}
        for read_id, told in (ours | theirs).items():
            read = max(told, ours.get(read_id, told), key=lambda each: each.revision)
            newest = self._elsewhere.newest(read_id)
            if newest is not None and newest.final:
                self._open_reads.forget([read_id])
                continue
            age_s = (self._clock.now() - read.last_seen_at).total_seconds()
            if age_s <= RESUMED_WITHIN_S:
                if read_id not in ours:
                    event = new_event(read, source="mosaic/ai")
                    self._open_reads.save(OpenRead(read_id, event.to_json()))
                passage = passage_of(read)
                pipeline.resume(passage)
                recorder.resume(passage, read)
            else:
                self._close(read)

    def leave(self, camera_id: UUID) -> None:
        """The camera goes on elsewhere, with the passages that are open."""
        self._take_in(lambda read: read.camera_id == camera_id)

    def close_orphans(self) -> None:
        """Closes what belongs to cameras that are no longer followed."""
        for camera_id in list(self._left):
            for read in self._left.pop(camera_id):
                self._close(read)

    def close_left(self) -> None:
        """Closes what nobody went on with for long enough."""
        now = self._clock.monotonic()
        for camera_id in list(self._left):
            if now - self._left_at[camera_id] < LEFT_FOR_S:
                continue
            for read in self._left.pop(camera_id):
                newest = self._elsewhere.newest(read.read_id)
                if newest is not None and (newest.final or newest.revision > read.revision):
                    self._open_reads.forget([read.read_id])
                else:
                    self._close(read)

    def _take_in(self, wanted: Callable[[PlateRead], bool]) -> None:
        for entry in self._open_reads.all():
            read = CloudEvent.from_json(entry.event_json).payload()
            if isinstance(read, PlateRead) and wanted(read):
                self._left.setdefault(read.camera_id, []).append(read)
                self._left_at[read.camera_id] = self._clock.monotonic()

    def _close(self, read: PlateRead) -> None:
        self._outbox.add([closing_event(read)])
        try:
            self._open_reads.forget([read.read_id])
        except UnavailableError as error:
            _log.warning("open_read_not_forgotten", read_id=str(read.read_id), error=error.detail)
