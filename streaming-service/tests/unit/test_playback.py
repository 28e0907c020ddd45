"""What tiles tell becomes metrics, within bounds that no viewer can widen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from prometheus_client import REGISTRY, CollectorRegistry

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal, Role
from mosaic_platform.access_tokens import CheckedToken
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.playback import CURRENT_S, MOST_A_MINUTE, Playback, TileReport
from mosaic_streaming.application.rates import RateLimitedError

from .test_desired_state import Source
from .test_paths import IDS, camera

GROUP = new_id()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORST = "mosaic_playback_worst_delay_seconds"
TILES = "mosaic_playback_tiles"


def viewer(user_id: str = "ann", *, window: int = 0, everywhere: bool = True) -> CheckedToken:
    principal = Principal(
        user_id=user_id,
        username=user_id,
        role=Role.VIEWER,
        all_cameras=everywhere,
        group_ids=frozenset(),
    )
    return CheckedToken(principal, NOW + timedelta(seconds=window), NOW + timedelta(minutes=10))


def told(
    camera_id: UUID = IDS[0],
    *,
    delay_ms: int | None = 250,
    stalled: bool = False,
    first_frame_ms: int | None = None,
) -> TileReport:
    return TileReport(camera_id, "webrtc", delay_ms, stalled, first_frame_ms)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def source() -> Source:
    made = Source()
    made.items = [camera(IDS[0]), camera(IDS[1])]
    return made


@pytest.fixture
async def playback(source: Source, clock: ManualClock) -> Playback:
    desired = DesiredState(source, source, clock)
    await desired.refresh()
    return Playback(desired, clock)


@pytest.fixture
def registry(playback: Playback) -> CollectorRegistry:
    made = CollectorRegistry()
    made.register(playback)
    return made


def worst(registry: CollectorRegistry, camera_id: UUID = IDS[0]) -> float | None:
    labels = {"camera_id": str(camera_id), "transport": "webrtc"}
    return registry.get_sample_value(WORST, labels)


def tiles(registry: CollectorRegistry, state: str) -> float | None:
    labels = {"camera_id": str(IDS[0]), "transport": "webrtc", "state": state}
    return registry.get_sample_value(TILES, labels)


def observed(name: str) -> float:
    return REGISTRY.get_sample_value(f"{name}_count", {"transport": "webrtc"}) or 0.0


async def test_reports_when_several_tiles_show_a_camera_then_the_worst_is_told(
    playback: Playback, registry: CollectorRegistry
) -> None:
    playback.take(viewer("ann"), [told(delay_ms=250)])
    playback.take(viewer("ann", window=1), [told(delay_ms=12_000, stalled=True)])
    playback.take(viewer("bob"), [told(delay_ms=None)])
    assert worst(registry) == 12
    assert (tiles(registry, "playing"), tiles(registry, "stalled")) == (2, 1)


async def test_reports_when_taken_then_delays_and_first_frames_are_counted(
    playback: Playback,
) -> None:
    before = (
        observed("mosaic_playback_delay_seconds"),
        observed("mosaic_playback_first_frame_seconds"),
    )
    playback.take(viewer(), [told(first_frame_ms=400), told(IDS[1])])
    after = (
        observed("mosaic_playback_delay_seconds"),
        observed("mosaic_playback_first_frame_seconds"),
    )
    assert (after[0] - before[0], after[1] - before[1]) == (2, 1)


async def test_reports_when_of_cameras_unknown_or_of_others_then_passed_over(
    playback: Playback, registry: CollectorRegistry
) -> None:
    before = observed("mosaic_playback_delay_seconds")
    playback.take(viewer(), [told(new_id())])
    playback.take(viewer("eve", everywhere=False), [told(IDS[0])])
    assert observed("mosaic_playback_delay_seconds") == before
    assert worst(registry) is None


async def test_reports_when_a_tile_tells_no_more_then_its_series_go(
    playback: Playback, registry: CollectorRegistry, clock: ManualClock
) -> None:
    playback.take(viewer(), [told()])
    clock.advance(CURRENT_S + 1)
    assert worst(registry) is None
    assert tiles(registry, "playing") is None


async def test_reports_when_the_camera_is_deleted_then_its_series_go(
    playback: Playback, registry: CollectorRegistry, source: Source
) -> None:
    playback.take(viewer(), [told()])
    assert worst(registry) == 0.25
    source.items = []
    await playback.desired.refresh()
    assert worst(registry) is None


async def test_reports_when_told_too_often_then_refused_for_that_user_only(
    playback: Playback, clock: ManualClock
) -> None:
    for _ in range(MOST_A_MINUTE):
        playback.take(viewer("eve"), [told()])
    before = observed("mosaic_playback_delay_seconds")
    with pytest.raises(RateLimitedError):
        playback.take(viewer("eve"), [told()])
    assert observed("mosaic_playback_delay_seconds") == before
    playback.take(viewer("ann"), [told()])
    clock.advance(60)
    playback.take(viewer("eve"), [told()])
