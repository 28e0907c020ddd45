"""Watches every camera's stream and tells what changed."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from prometheus_client import Gauge, Histogram

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import StreamState, new_event
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import Membership
from mosaic_streaming.application.ports import EventSink, MediaServer, Prober
from mosaic_streaming.application.watched_camera import WatchedCamera, WatchedStream
from mosaic_streaming.domain.health import Observed, StreamHealth
from mosaic_streaming.domain.nodes import Node
from mosaic_streaming.domain.paths import StreamName, path_name

TICK_S = 0.5
REST = 4  # times what a look took: with thousands of cameras it is not so short
LONGEST_REST_S = 3.0  # a machine that stood still for a while is no reason to look away for longer
LOGGED_SINGLY = 50
CONCURRENT_PROBES = 2
SOURCE = "mosaic/streaming"

_log = get_logger(__name__)
_states = Gauge("mosaic_streaming_streams", "Main streams by state", ["state"])
_probes = Histogram("mosaic_streaming_probe_seconds", "Time a probe took", ["reason"])


class StreamWatcher:
    """Keeps a StreamHealth per stream, probes what is due, publishes changes and nothing else.

    The sources are probed directly, because MediaMTX tells of a path that it is not ready, but not why.
    """

    def __init__(
        self,
        desired: DesiredState,
        media: MediaServer,
        prober: Prober,
        sink: EventSink,
        *,
        membership: Membership,
        clock: Clock,
    ) -> None:
        self._desired = desired
        self._media = media
        self._prober = prober
        self._sink = sink
        self._membership = membership
        self._clock = clock
        self._watched: dict[UUID, WatchedCamera] = {}
        self._followed: Mapping[UUID, DesiredCamera] = {}
        self._followed_with: tuple[Node, ...] = ()
        self._versions: dict[UUID, int] = {}
        self._version = 0
        self._resuming = True
        self._slots = asyncio.Semaphore(CONCURRENT_PROBES)
        self._probing: set[asyncio.Task[None]] = set()

    @property
    def cameras(self) -> int:
        """How many are watched."""
        return len(self._watched)

    def told_of(self, camera_id: UUID) -> StreamState | None:
        """The present state of one camera's streams; None where nothing is known yet."""
        known = self._watched.get(camera_id)
        return known.told if known else None

    def has_b_frames(self, camera_id: UUID, stream: StreamName) -> bool:
        """As far as probes told; they look for them where the camera may be transcoded."""
        health = self._health(camera_id, stream)
        return health is not None and health.has_b_frames

    @property
    def b_frames(self) -> list[str]:
        """Paths of the streams that have them."""
        return [
            path_name(camera_id, name)
            for camera_id, name, stream in self._streams()
            if stream.ordered and stream.health.has_b_frames
        ]

    def told_after(self, version: int, at_most: int) -> tuple[int, list[StreamState]]:
        """The states that changed after that version, the oldest first, and the version that they lead to."""
        later = sorted(
            (told, camera_id) for camera_id, told in self._versions.items() if told > version
        )[:at_most]
        states = (self.told_of(camera_id) for _, camera_id in later)
        return later[-1][0] if later else version, [state for state in states if state]

    def has_playlist(self, camera_id: UUID, stream: StreamName) -> bool:
        """Whether MediaMTX has HLS segments of it at hand; False where another node serves it."""
        health = self._health(camera_id, stream)
        return health is not None and health.has_playlist

    def wanted(self, camera_id: UUID, stream: StreamName) -> None:
        """Somebody asks for this stream now."""
        health = self._health(camera_id, stream)
        if health is not None:
            health.wanted(self._clock.monotonic())

    def _health(self, camera_id: UUID, stream: StreamName) -> StreamHealth | None:
        known = self._watched.get(camera_id)
        found = known.streams.get(stream) if known else None
        return found.health if found else None

    async def run(self) -> None:
        try:
            while True:
                begun = self._clock.monotonic()
                await self.tick()
                rest_s = max(TICK_S, REST * (self._clock.monotonic() - begun))
                await asyncio.sleep(min(rest_s, LONGEST_REST_S))
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
            for _, _, stream in self._streams():
                stream.health.lost_sight()
        else:
            now = self._clock.monotonic()
            for camera_id, name, stream in self._streams():
                seen = observed.get(path_name(camera_id, name), Observed(ready=False))
                stream.health.observe(seen, now)
        self._start_probes()
        await self._tell_changes(self._watched.values())

    def _follow(self) -> None:
        everywhere, living = self._desired.cameras, self._membership.living
        if everywhere is self._followed and living is self._followed_with:
            return
        before, self._followed, self._followed_with = self._followed, everywhere, living
        cameras = {
            camera_id: camera
            for camera_id, camera in everywhere.items()
            if self._membership.is_own(camera_id)
        }
        for camera_id in self._watched.keys() - cameras.keys():
            del self._watched[camera_id]
            self._versions.pop(camera_id, None)
        for camera_id, camera in cameras.items():
            known = self._watched.get(camera_id)
            if known is None:
                self._watched[camera_id] = WatchedCamera(
                    camera,
                    self._clock.monotonic(),
                    resumed=self._resuming or camera_id in before,
                )
            elif known.camera is not camera and known.camera != camera:
                known.follow(camera, self._clock.monotonic())
        self._resuming = self._resuming and not self._desired.known

    def _streams(self) -> Iterator[tuple[UUID, StreamName, WatchedStream]]:
        for camera_id, known in self._watched.items():
            for name, stream in known.streams.items():
                yield camera_id, name, stream

    def _start_probes(self) -> None:
        now = self._clock.monotonic()
        for camera_id, name, stream in self._streams():
            if stream.health.probe_due(now):
                deadline_s = stream.health.probe_started()
                task = asyncio.create_task(self._probe(camera_id, name, stream, deadline_s))
                self._probing.add(task)
                task.add_done_callback(self._probing.discard)

    async def _probe(
        self, camera_id: UUID, name: StreamName, stream: WatchedStream, deadline_s: float
    ) -> None:
        async with self._slots:
            known = self._watched.get(camera_id)
            if known is None or known.streams.get(name) is not stream:
                return
            outcome = await self._prober.probe(
                stream.source, measure=False, order=stream.ordered, deadline_s=deadline_s
            )
        _probes.labels(outcome.reason or "ok").observe(outcome.took_ms / 1000)
        stream.health.concluded(outcome, self._clock.monotonic(), jitter=random.uniform(0.8, 1.2))  # noqa: S311
        if self._watched.get(camera_id) is known:
            await self._tell_changes([known])

    async def _tell_changes(self, cameras: Iterable[WatchedCamera]) -> None:
        monotonic, now = self._clock.monotonic(), self._clock.now()
        changed = []
        for known in cameras:
            told, news = known.told, known.news(monotonic, now)
            if known.told is not told:
                self._version += 1
                self._versions[known.camera.id] = self._version
            if news is not None:
                changed.append(news)
        if not changed:
            return
        for state in changed[:LOGGED_SINGLY]:
            _log.info(
                "stream_state_changed",
                camera_id=state.camera_id,
                state=state.state,
                reason=state.reason,
                sub=state.sub and state.sub.state,
                sub_reason=state.sub and state.sub.reason,
            )
        if len(changed) > LOGGED_SINGLY:
            _log.info("stream_states_changed", cameras=len(changed))
        self._count()
        try:
            await asyncio.to_thread(self._keep, changed)
        except UnavailableError as error:
            _log.error("stream_states_not_kept", error=str(error))

    def _keep(self, states: Sequence[StreamState]) -> None:
        self._sink.add([new_event(state, source=SOURCE, clock=self._clock) for state in states])

    def _count(self) -> None:
        counts = Counter(known.told.state for known in self._watched.values() if known.told)
        for name in ("disabled", "idle", "connecting", "online", "error"):
            _states.labels(name).set(counts[name])
