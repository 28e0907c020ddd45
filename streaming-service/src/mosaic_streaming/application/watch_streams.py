"""Watches every camera's stream and tells what changed."""

import asyncio
import random
from collections.abc import Mapping
from uuid import UUID

from prometheus_client import Gauge, Histogram

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import StreamState, new_event
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.ports import EventSink, MediaServer, Prober
from mosaic_streaming.domain.health import Condition, Observed, StreamHealth
from mosaic_streaming.domain.paths import path_name

TICK_S = 0.5
CONCURRENT_PROBES = 2
SOURCE = "mosaic/streaming"

_log = get_logger(__name__)
_states = Gauge("mosaic_streaming_streams", "Streams by state", ["state"])
_probes = Histogram("mosaic_streaming_probe_seconds", "Time a probe took", ["reason"])


class StreamWatcher:
    """Keeps a StreamHealth per camera, probes what is due, publishes changes and nothing else.

    The sources are probed directly, because MediaMTX tells of a path that it is not ready, but not why.
    """

    def __init__(
        self,
        desired: DesiredState,
        media: MediaServer,
        prober: Prober,
        sink: EventSink,
        clock: Clock,
    ) -> None:
        self._desired = desired
        self._media = media
        self._prober = prober
        self._sink = sink
        self._clock = clock
        self._watched: dict[UUID, _Watched] = {}
        self._resuming = True
        self._slots = asyncio.Semaphore(CONCURRENT_PROBES)
        self._probing: set[asyncio.Task[None]] = set()

    def told(self) -> Mapping[UUID, StreamState]:
        """The present state of every known camera."""
        return {camera_id: known.told for camera_id, known in self._watched.items() if known.told}

    def wanted(self, camera_id: UUID) -> None:
        """Somebody asks for this stream now."""
        known = self._watched.get(camera_id)
        if known is not None:
            known.health.wanted(self._clock.monotonic())

    async def run(self) -> None:
        try:
            while True:
                await self.tick()
                await asyncio.sleep(TICK_S)
        finally:
            for task in self._probing:
                task.cancel()
            await asyncio.gather(*self._probing, return_exceptions=True)

    async def tick(self) -> None:
        """One look at everything: follow the desired cameras, observe, probe what is due, tell changes."""
        self._follow()
        try:
            observed = await self._media.observed_paths()
        except UnavailableError:
            for known in self._watched.values():
                known.health.lost_sight()
        else:
            now = self._clock.monotonic()
            for camera_id, known in self._watched.items():
                seen = observed.get(path_name(camera_id), Observed(ready=False))
                known.health.observe(seen, now)
        self._start_probes()
        await self._tell_changes()

    def _follow(self) -> None:
        cameras = self._desired.cameras
        for camera_id in self._watched.keys() - cameras.keys():
            del self._watched[camera_id]
        for camera_id, camera in cameras.items():
            known = self._watched.get(camera_id)
            if known is None:
                self._watched[camera_id] = _Watched(
                    camera, self._clock.monotonic(), resumed=self._resuming
                )
            elif known.differs(camera):
                known.restart(camera, self._clock.monotonic())
        self._resuming = self._resuming and not self._desired.known

    def _start_probes(self) -> None:
        now = self._clock.monotonic()
        for known in self._watched.values():
            if known.health.probe_due(now):
                deadline_s = known.health.probe_started()
                task = asyncio.create_task(self._probe(known, known.health, deadline_s))
                self._probing.add(task)
                task.add_done_callback(self._probing.discard)

    async def _probe(self, known: "_Watched", health: StreamHealth, deadline_s: float) -> None:
        async with self._slots:
            if known.health is not health:
                return
            outcome = await self._prober.probe(
                known.camera.source_url, measure=False, deadline_s=deadline_s
            )
        _probes.labels(outcome.reason or "ok").observe(outcome.took_ms / 1000)
        health.concluded(outcome, self._clock.monotonic(), jitter=random.uniform(0.8, 1.2))  # noqa: S311
        await self._tell_changes()

    async def _tell_changes(self) -> None:
        now = self._clock.monotonic()
        changed: list[StreamState] = []
        for known in self._watched.values():
            condition = known.health.condition(now)
            if condition != known.condition:
                known.condition = condition
                known.told = self._state(known.camera.id, condition)
                if not (known.resumed and condition.state == "connecting"):
                    known.resumed = False
                    changed.append(known.told)
        if not changed:
            return
        for state in changed:
            _log.info(
                "stream_state_changed",
                camera_id=state.camera_id,
                state=state.state,
                reason=state.reason,
            )
        self._count()
        events = [new_event(state, source=SOURCE, clock=self._clock) for state in changed]
        try:
            await asyncio.to_thread(self._sink.add, events)
        except UnavailableError as error:
            _log.error("stream_states_not_kept", error=str(error))

    def _state(self, camera_id: UUID, condition: Condition) -> StreamState:
        return StreamState(
            camera_id=camera_id,
            state=condition.state,
            reason=condition.reason,
            detail=condition.detail,
            changed_at=self._clock.now(),
            tracks=list(condition.tracks),
        )

    def _count(self) -> None:
        for name in ("disabled", "idle", "connecting", "online", "error"):
            count = sum(
                1 for known in self._watched.values() if known.told and known.told.state == name
            )
            _states.labels(name).set(count)


class _Watched:
    """A camera with its health and what was last told of it.

    resumed: known before this process started; others keep its last state until there is a better word for
    it than `connecting`.
    """

    def __init__(self, camera: DesiredCamera, now: float, *, resumed: bool) -> None:
        self.resumed = resumed
        self.condition: Condition | None = None
        self.told: StreamState | None = None
        self.restart(camera, now)

    def restart(self, camera: DesiredCamera, now: float) -> None:
        """Begins anew: what was found about the old source says nothing about this one."""
        self.camera = camera
        self.health = StreamHealth(
            enabled=camera.enabled, always_on=camera.recording.mode == "continuous", now=now
        )

    def differs(self, camera: DesiredCamera) -> bool:
        return (camera.source_url, camera.enabled, camera.recording.mode) != (
            self.camera.source_url,
            self.camera.enabled,
            self.camera.recording.mode,
        )
