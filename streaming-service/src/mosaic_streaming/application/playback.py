"""What the viewers' tiles tell of their playing, as metrics.

Viewers are believed for cameras that they may watch, and only as far as the bounds of a report go: the labels are
a transport or a known camera, never anything that a viewer wrote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from mosaic_contracts.clock import Clock
from mosaic_contracts.permissions import Verb
from mosaic_platform.access_tokens import CheckedToken
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.rates import ViewerRates

Transport = Literal["webrtc", "ll-hls"]

MOST_A_MINUTE = 60
"""Of one user: ten windows that tell every ten seconds."""
CURRENT_S = 30.0
MOST_TILES = 20_000
_DELAYS_S = (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30)
_FIRST_FRAMES_S = (0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.5, 2, 2.5, 4, 6, 10, 20)

_delay = Histogram(
    "mosaic_playback_delay_seconds",
    "How far the picture on a tile is behind, as its viewer's browser measures it",
    ["transport"],
    buckets=_DELAYS_S,
)
_first_frame = Histogram(
    "mosaic_playback_first_frame_seconds",
    "From opening a tile to its first frame of video",
    ["transport"],
    buckets=_FIRST_FRAMES_S,
)
_taken = Counter("mosaic_playback_reports_total", "Reports of tiles taken", ["transport"])


@dataclass(frozen=True)
class TileReport:
    """What one tile tells. first_frame_ms: told once after it began to play."""

    camera_id: UUID
    transport: Transport
    delay_ms: int | None
    stalled: bool
    first_frame_ms: int | None


@dataclass(frozen=True)
class _Newest:
    at: float
    delay_ms: int | None
    stalled: bool


_Tile = tuple[UUID, Transport, str, datetime]
"""Camera, transport, user and their access token: two windows of one user are two tiles."""


class Playback(Collector):
    """Takes reports; a collector of what the tiles do now, by camera and transport."""

    def __init__(self, desired: DesiredState, clock: Clock) -> None:
        self.desired = desired
        self._clock = clock
        self._rates = ViewerRates(clock, most=MOST_A_MINUTE)
        self._newest: dict[_Tile, _Newest] = {}

    def take(self, viewer: CheckedToken, reports: Sequence[TileReport]) -> None:
        """Cameras that are unknown or not theirs are passed over. Raises RateLimitedError."""
        self._rates.take(viewer.principal.user_id)
        now = self._clock.monotonic()
        self._forget(now)
        for report in reports:
            camera = self.desired.cameras.get(report.camera_id)
            if camera is None or not viewer.principal.may_on(Verb.LIVE, camera.group_id):
                continue
            _taken.labels(report.transport).inc()
            if report.delay_ms is not None:
                _delay.labels(report.transport).observe(report.delay_ms / 1000)
            if report.first_frame_ms is not None:
                _first_frame.labels(report.transport).observe(report.first_frame_ms / 1000)
            tile = (camera.id, report.transport, viewer.principal.user_id, viewer.issued_at)
            if tile in self._newest or len(self._newest) < MOST_TILES:
                self._newest[tile] = _Newest(now, report.delay_ms, report.stalled)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """For the registry: only cameras that are watched now have series."""
        self._forget(self._clock.monotonic())
        worst: dict[tuple[str, str], float] = {}
        tiles: dict[tuple[str, str], list[int]] = {}
        for (camera_id, transport, _, _), told in list(self._newest.items()):
            if camera_id not in self.desired.cameras:
                continue
            key: tuple[str, str] = (str(camera_id), transport)
            tiles.setdefault(key, [0, 0])[told.stalled] += 1
            if told.delay_ms is not None:
                worst[key] = max(worst.get(key, 0.0), told.delay_ms / 1000)
        delays = GaugeMetricFamily(
            "mosaic_playback_worst_delay_seconds",
            "The greatest delay of the tiles that show the camera now",
            labels=["camera_id", "transport"],
        )
        counts = GaugeMetricFamily(
            "mosaic_playback_tiles",
            "Tiles that show the camera now",
            labels=["camera_id", "transport", "state"],
        )
        for labels, seconds in worst.items():
            delays.add_metric(labels, seconds)
        for labels, (playing, stalled) in tiles.items():
            counts.add_metric((*labels, "playing"), playing)
            counts.add_metric((*labels, "stalled"), stalled)
        return delays, counts

    def _forget(self, now: float) -> None:
        late = [tile for tile, told in self._newest.items() if now - told.at > CURRENT_S]
        for tile in late:
            del self._newest[tile]
