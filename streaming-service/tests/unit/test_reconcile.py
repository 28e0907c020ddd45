"""The reconciler against a MediaMTX that sometimes does not notice its file."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_streaming.application import reconcile
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.ports import Desired
from mosaic_streaming.application.refused_hosts import RefusedHosts
from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.health import Observed
from mosaic_streaming.domain.paths import Settings, desired_paths

from .test_membership import alone
from .test_paths import IDS, camera, cameras


class FakeMedia:
    """Takes up its file unless it is told to overlook some writes."""

    def __init__(self, paths: Mapping[str, Settings], overlooked: int = 0) -> None:
        self.paths = dict(paths)
        self.file: dict[str, Settings] = {}
        self.overlooked = overlooked
        self.down = False
        self.kicked: list[str] = []
        self.writes = 0
        self.lists = 0

    def write(self, paths: Mapping[str, Settings], *, again: bool) -> bool:
        if not again and self.file == paths:
            return False
        self.file = dict(paths)
        self.writes += 1
        if self.overlooked:
            self.overlooked -= 1
        elif not self.down:
            self.paths = dict(paths)
        return True

    async def configured_paths(self) -> dict[str, Settings]:
        self.lists += 1
        return self._present()

    async def configured_path(self, name: str) -> Settings | None:
        return self._present().get(name)

    def _present(self) -> dict[str, Settings]:
        if self.down:
            raise UnavailableError
        return self.paths

    async def observed_paths(self) -> dict[str, Observed]:
        return {name: Observed(ready=False) for name in self.paths}

    async def kick_readers(self, names: Collection[str]) -> int:
        self.kicked += names
        return len(names)

    async def alive(self) -> bool:
        return not self.down


class FakeBackend:
    def __init__(self, desired: Desired | None) -> None:
        self.desired = desired

    async def fetch(self, etag: str | None) -> Desired | None:
        if self.desired is None:
            raise UnavailableError
        return self.desired

    def load(self) -> Desired | None:
        return None

    def save(self, desired: Desired) -> None:
        """Keeps nothing: the source is asked again."""


class NoNames:
    """A name service that knows nothing."""

    async def addresses(self, host: str) -> tuple[()]:
        return ()


class TurningClock(ManualClock):
    """Every look at it takes a while, so that deadlines come."""

    def monotonic(self) -> float:
        self.advance(0.2)
        return super().monotonic()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "LOOK_S", 0)


async def _made(media: FakeMedia, wanted: Desired | None) -> reconcile.Reconciler:
    return (await _told(media, wanted))[0]


async def _told(
    media: FakeMedia, wanted: Desired | None
) -> tuple[reconcile.Reconciler, Callable[[Desired], Awaitable[None]]]:
    """And what tells it of other cameras."""
    backend = FakeBackend(wanted)
    clock = TurningClock(datetime.now(UTC))
    desired = DesiredState(backend, backend, clock)
    await desired.refresh()
    policy = AddressPolicy()
    refused = RefusedHosts(desired, NoNames(), policy)

    async def tell(other: Desired) -> None:
        backend.desired = other
        await desired.refresh()

    reconciler = reconcile.Reconciler(
        desired, media, media, policy, refused, membership=alone(clock), clock=clock
    )
    return reconciler, tell


def _desired(*items: object) -> Desired:
    return Desired(DesiredCameras(items=list(items), revision=1))


@settings(deadline=None)  # each example runs an event loop and threads
@given(cameras, cameras, st.integers(0, 2))
def test_converges_from_anything_even_if_writes_are_overlooked(had, wanted, overlooked) -> None:  # type: ignore[no-untyped-def]
    async def run() -> None:
        media = FakeMedia(desired_paths(had, AddressPolicy()), overlooked)
        reconciler = await _made(media, _desired(*wanted))
        reconcile.PACE_S, pace_s = 0.0, reconcile.PACE_S
        try:
            passes = 0
            while not await reconciler.reconcile():
                passes += 1
                assert passes <= overlooked + 1
        finally:
            reconcile.PACE_S = pace_s
        assert media.paths == desired_paths(wanted, AddressPolicy())
        writes = media.writes
        assert await reconciler.reconcile()
        assert media.writes == writes

    asyncio.run(run())


async def test_nothing_is_removed_before_the_desired_cameras_are_known() -> None:
    media = FakeMedia(desired_paths([camera()], AddressPolicy()))
    reconciler = await _made(media, None)
    assert not await reconciler.reconcile()
    assert media.paths
    assert media.writes == 0


async def test_one_camera_more_is_looked_at_alone_and_all_of_them_at_the_next_pass() -> None:
    media = FakeMedia({})
    reconciler, tell = await _told(media, _desired(camera()))
    while not await reconciler.reconcile() or media.lists < 2:
        pass
    lists = media.lists
    await tell(_desired(camera(), camera(IDS[1])))
    assert await reconciler.reconcile()
    assert reconciler.taken_up.has(str(IDS[1]))
    assert media.lists == lists
    del media.paths[str(IDS[0])]
    assert await reconciler.reconcile()
    assert set(media.paths) == {str(IDS[0]), str(IDS[1])}
    assert media.lists > lists


async def test_all_paths_are_looked_at_also_while_one_change_follows_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reconcile, "PACE_S", 0.0)
    media = FakeMedia({})
    reconciler, tell = await _told(media, _desired(camera()))
    assert await reconciler.reconcile()
    lists = media.lists
    for number in range(1000):
        await tell(_desired(camera(), camera(IDS[1], f"rtsp://10.0.0.1/{number}")))
        assert await reconciler.reconcile()
        if media.lists > lists:
            break
    assert 1 < number < 999


async def test_file_is_written_while_mediamtx_is_down() -> None:
    media = FakeMedia({})
    media.down = True
    reconciler = await _made(media, _desired(camera()))
    with pytest.raises(UnavailableError):
        await reconciler.reconcile()
    assert set(media.file) == {str(IDS[0])}


async def test_readers_of_a_second_stream_are_kicked_when_it_is_taken_away_and_the_main_ones_stay() -> (
    None
):
    media = FakeMedia(desired_paths([camera(sub="rtsp://10.0.0.1/b")], AddressPolicy()))
    reconciler = await _made(media, _desired(camera()))
    assert await reconciler.reconcile()
    assert set(media.kicked) == {f"{IDS[0]}/sub"}
    assert set(media.paths) == {str(IDS[0])}


async def test_readers_of_a_removed_path_are_kicked() -> None:
    media = FakeMedia(desired_paths([camera(IDS[0]), camera(IDS[1])], AddressPolicy()))
    reconciler = await _made(media, _desired(camera(IDS[0]), camera(IDS[1], enabled=False)))
    assert await reconciler.reconcile()
    assert set(media.kicked) == {str(IDS[1])}
