"""Follows one camera: takes its pictures as they come, looks at each off the event loop, records what was seen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Executor
from contextlib import AbstractContextManager, aclosing, nullcontext, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from mosaic_ai.application.kept_running import kept_running, never
from mosaic_ai.application.look_at_frame import FramePipeline, Look
from mosaic_ai.application.predictions import Prediction, Predictions
from mosaic_ai.application.record_reads import SightingRecorder
from mosaic_ai.application.stage_times import UNMEASURED, StageTimes
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.ports import FrameSource, VideoChunk
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import PlateRead
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

STALE_AFTER_S = 5.0
SILENT_AFTER_S = 8.0
NOTHING_CAME_S = 15.0
"""How long a camera may take to its first picture before passages from before the start count as over."""
BUSY_AFTER_S = 0.5
"""Where a picture waits so long for its look, none in between is worth what it costs the other cameras."""
HUNG_AFTER_S = 30.0
WORTH_AT_REST, WORTH_MOVING, WORTH_UNTOLD = 0.0, 2.0, 4.0
"""In seconds without a look: where something moves a look comes before one at a camera at rest that waits 2 s."""

T = TypeVar("T")


class LiveSource(FrameSource, Protocol):
    """A frame source that tells how it stands.

    latest: the newest picture, still compressed; small: the same, decoded and shrunk.
    worth: what the taker says the next picture is worth, against those of other cameras.
    quiet_at: of the last picture that was not decoded, as nothing moved in it.
    """

    state: str
    reason: str | None
    latest: VideoChunk | None
    small: Frame | None
    worth: float
    quiet_at: datetime | None


class Observations(Protocol):
    """Where counts go."""

    def looked(self, *, took_s: float, age_s: float, moving: bool) -> None: ...
    def failed(self, reason: str) -> None: ...


class CameraState(NamedTuple):
    """How the sampling of a camera stands."""

    camera_id: UUID
    state: str
    reason: str | None
    last_frame_at: datetime | None
    last_frame_age_s: float | None
    due: int
    sampled: int
    coverage: float | None


class CameraFollower:
    """One camera's road from picture to event. `run` ends only by cancellation."""

    def __init__(
        self,
        camera_id: UUID,
        source: LiveSource,
        pipeline: FramePipeline,
        recorder: SightingRecorder,
        *,
        coverage: Coverage,
        executor: Executor,
        predictions: Predictions,
        observations: Observations,
        recorded: Callable[[], None],
        clock: Clock,
        times: StageTimes = UNMEASURED,
        looking: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """looking: what must hold while a picture is looked at and recorded."""
        self.camera_id = camera_id
        self._source = source
        self._pipeline = pipeline
        self._recorder = recorder
        self._coverage = coverage
        self._executor = executor
        self._predictions = predictions
        self._observations = observations
        self._recorded = recorded
        self._clock = clock
        self._times = times
        self._looking = looking
        self._last_frame_at: datetime | None = None
        self._last_look_at = 0.0
        self._before: tuple[datetime, int, int] | None = None
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        # A TaskGroup of Python 3.11 that is cancelled holds itself, and with it the last pictures, until the next
        # full collection.
        await asyncio.gather(self._kept(self._look_at_all, self._hangs), self._kept(self._expire))

    async def _kept(
        self, work: Callable[[], Coroutine[Any, Any, None]], hangs: Callable[[float], bool] = never
    ) -> None:
        await kept_running(work, "following_broke_off", hangs=hangs, camera_id=str(self.camera_id))

    def _hangs(self, running_s: float) -> bool:
        """Whether the source says that all is well, yet nothing has come for long."""
        quiet_s = min(running_s, self._clock.monotonic() - self._last_look_at)
        return quiet_s > HUNG_AFTER_S and self._source.reason is None

    async def _look_at_all(self) -> None:
        async with aclosing(self._source.frames()) as frames:
            await self._look_at_each(frames)

    async def _look_at_each(self, frames: AsyncIterator[Frame]) -> None:
        async for frame in frames:
            started = self._clock.monotonic()
            try:
                look, reads, eager, began = await self._exclusively(partial(self._looked_at, frame))
            except UnavailableError as error:
                _log.error("sighting_lost", camera_id=str(self.camera_id), error=error.detail)
                self._observations.failed("unrecorded")
                continue
            except Exception:  # noqa: BLE001 - the edge of one camera: the next picture may be fine
                _log.exception("look_failed", camera_id=str(self.camera_id))
                self._observations.failed("look-failed")
                continue
            self._last_frame_at = frame.captured_at
            self._last_look_at = self._clock.monotonic()
            took_s = self._last_look_at - started
            if not look.between:
                self._coverage.count(0, 1)
            self._source.eager = eager and began - started < BUSY_AFTER_S
            self._source.worth = _worth(look, untold=eager)
            self._observations.looked(
                took_s=took_s,
                age_s=(self._clock.now() - frame.captured_at).total_seconds(),
                moving=bool(look.moving),
            )
            if reads or look.detections:
                self._recorded()
            for read in reads:
                _log.info(
                    "plate_read",
                    camera_id=str(self.camera_id),
                    read_id=str(read.read_id),
                    revision=read.revision,
                    final=read.final,
                    confidence=read.confidence,
                )
            self._predictions.publish(Prediction(self.camera_id, look, reads))
            if not look.plates and not look.step.current:
                frame.let_go()

    @property
    def busy(self) -> bool:
        """Whether somebody else who takes up the camera now would miss the beginning of a passage."""
        return self._pipeline.busy

    async def close(self) -> None:
        """The last words on open passages; the camera is no longer watched."""
        await self._exclusively(lambda: self._recorder.finish(self._pipeline.end()))
        self._recorded()

    async def _expire(self) -> None:
        """Ends passages while no pictures come, as a camera that fell silent cannot show that they are over.

        So do passages that were resumed for a camera of which not one picture came since the start.
        """
        began_at, began = self._clock.now(), self._clock.monotonic()
        while True:
            await asyncio.sleep(SILENT_AFTER_S / 2)
            if self._last_frame_at is None:
                last_at, last, patience_s = began_at, began, NOTHING_CAME_S
            else:
                last_at, last, patience_s = self._last_frame_at, self._last_look_at, SILENT_AFTER_S
            silent_s = self._clock.monotonic() - last
            if silent_s < patience_s:
                continue
            at = last_at + timedelta(seconds=silent_s)
            if await self._exclusively(partial(self._expired, at)):
                self._recorded()

    def _expired(self, at: datetime) -> list[PlateRead]:
        return self._recorder.finish(self._pipeline.expire(at))

    async def _exclusively(self, work: Callable[[], T]) -> T:
        """In a worker thread, one at a time: pipeline and recorder belong to one thread at any moment.

        What runs there cannot be cancelled: on cancellation it is waited for.
        """
        async with self._turn:
            working = self._executor.submit(work)
            done = asyncio.wrap_future(working)
            try:
                return await asyncio.shield(done)
            finally:
                while not (working.cancel() or working.done()):
                    with suppress(asyncio.CancelledError):
                        await asyncio.wait({done})

    def state(self) -> CameraState:
        known = [at for at in (self._last_frame_at, self._source.quiet_at) if at is not None]
        last_at = max(known, default=None)
        age_s = None
        if last_at is not None:
            age_s = round((self._clock.now() - last_at).total_seconds(), 2)
        state = self._source.state
        if state == "online" and (age_s is None or age_s > STALE_AFTER_S):
            state = "stalled"
        share = self._coverage.share
        return CameraState(
            self.camera_id,
            state,
            self._source.reason,
            last_at,
            age_s,
            self._coverage.due,
            self._coverage.sampled,
            None if share is None else round(share, 4),
        )

    def latest(self) -> VideoChunk | None:
        return self._source.latest

    def small(self) -> Frame | None:
        return self._source.small

    def _looked_at(self, frame: Frame) -> tuple[Look, list[PlateRead], bool, float]:
        """With whether further pictures are wanted soon, and when it began."""
        began = self._clock.monotonic()
        with self._looking():
            over = self._over_before(frame)
            look = self._pipeline.look(frame)
            with self._times.stage("record"):
                reads = over + self._recorder.record(look)
            return look, reads, self._pipeline.eager, began

    def _over_before(self, frame: Frame) -> list[PlateRead]:
        """The last words on what was open, where this picture cannot go on from the last.

        Its clock was set back, or it has another size: times and boxes of before mean nothing in it.
        """
        before, self._before = self._before, (frame.captured_at, frame.width, frame.height)
        if before is None or (frame.captured_at >= before[0] and before[1:] == self._before[1:]):
            return []
        return self._recorder.finish(self._pipeline.begin_anew())


def _worth(look: Look, *, untold: bool) -> float:
    """Of the next picture, by what this one showed."""
    if untold:
        return WORTH_UNTOLD
    return WORTH_MOVING if look.moving or look.step.current else WORTH_AT_REST
