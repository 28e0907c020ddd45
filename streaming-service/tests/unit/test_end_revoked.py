"""Which sessions are ended, and for how long MediaMTX is looked at."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.ids import new_id
from mosaic_platform.access_tokens import voided
from mosaic_streaming.application import end_revoked
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.end_revoked import LOOK_FOR_S, RevokedViewers
from mosaic_streaming.application.ports import MediaServer, Reading
from mosaic_streaming.domain.readers import OfGroup, Viewer, service_name, viewer_of

from .test_desired_state import Source
from .test_paths import IDS, camera

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
ANN = Viewer("01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f", NOW)


class Sessions:
    """The part of MediaMTX that is looked at: the readers' names of its sessions on one camera."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.down = False
        self.looks = 0

    async def kick_readings(self, wanted: Callable[[Reading], bool]) -> int:
        self.looks += 1
        if self.down:
            raise UnavailableError
        before = len(self.names)
        self.names = [name for name in self.names if not wanted(Reading(str(IDS[0]), name))]
        return before - len(self.names)


class PassingClock(ManualClock):
    """Each look at it takes a while."""

    def monotonic(self) -> float:
        self.advance(LOOK_FOR_S / 3)
        return super().monotonic()


def looking_at(
    media: Sessions, clock: ManualClock | None = None, desired: DesiredState | None = None
) -> RevokedViewers:
    """By default of no cameras; Ann is revoked."""
    time, source = clock or ManualClock(NOW), Source()
    known = desired or DesiredState(source, source, time)
    return RevokedViewers(cast("MediaServer", media), known, ann_until(NOW), time)


def ann_until(until: datetime) -> Callable[[str, datetime], bool]:
    return lambda user_id, issued_at: user_id == ANN.user_id and voided(issued_at, until)


@given(
    st.uuids(),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)),  # noqa: DTZ001
    st.none() | st.builds(OfGroup, st.none() | st.uuids()),
)
def test_viewer_when_named_and_read_then_the_same_to_the_microsecond(
    user_id: object, issued_at: datetime, by: OfGroup | None
) -> None:
    viewer = Viewer(str(user_id), issued_at, by)
    assert viewer_of(viewer.name) == viewer


@given(st.text())
def test_name_when_it_is_of_no_viewer_then_none(name: str) -> None:
    assert viewer_of(name) is None or name.startswith("user:")
    assert viewer_of(service_name(name)) is None


@pytest.mark.parametrize(
    "name", ["", "user", "user:", "user::1:*", "user:x", "user:x:*", "user:x:-1:*", "user:x:²:*", "x:y:1:*",
             "user:x:1", "user:x:1:", "user:x:1:y", "user:x:" + "9" * 30 + ":*"],
)  # fmt: skip
def test_name_when_malformed_then_none(name: str) -> None:
    assert viewer_of(name) is None


async def test_look_when_a_user_is_revoked_then_only_sessions_of_older_tokens_end() -> None:
    later = Viewer(ANN.user_id, NOW + timedelta(microseconds=1))
    other = Viewer("01936f00-1a2b-7c3d-8e4f-000000000000", NOW)
    media = Sessions(ANN.name, later.name, other.name, service_name("ai"), "")
    assert await looking_at(media).look()
    assert media.names == [later.name, other.name, service_name("ai"), ""]


async def test_look_when_the_camera_is_in_another_group_then_sessions_by_the_former_end() -> None:
    group, former = new_id(), new_id()
    source = Source()
    source.items = [camera(IDS[0]).model_copy(update={"group_id": group})]
    desired = DesiredState(source, source, ManualClock(NOW))
    bob = "01936f00-1a2b-7c3d-8e4f-000000000000"
    left, stays, anywhere, none = (
        Viewer(bob, NOW, by).name for by in (OfGroup(former), OfGroup(group), None, OfGroup(None))
    )
    media = Sessions(left, stays, anywhere, none, service_name("ai"))
    viewers = looking_at(media, desired=desired)
    await viewers.look()
    assert len(media.names) == 5
    await desired.refresh()
    await viewers.look()
    assert media.names == [stays, anywhere, service_name("ai")]


async def test_looking_when_a_camera_goes_to_another_group_then_woken() -> None:
    source = Source()
    source.items = [camera(IDS[0])]
    desired = DesiredState(source, source, ManualClock(NOW))
    await desired.refresh()
    media = Sessions()
    viewers = looking_at(media, PassingClock(NOW), desired)
    running = [asyncio.create_task(work) for work in (viewers.follow_groups(), viewers.run())]
    async with asyncio.timeout(20):
        while not viewers.resting:
            await asyncio.sleep(0.001)
        source.items = [camera(IDS[0]).model_copy(update={"name": "other"}), camera(IDS[1])]
        await desired.refresh()
        for _ in range(5):
            await asyncio.sleep(0)
        assert viewers.resting
        media.names = [Viewer("bob", NOW, OfGroup(None)).name]
        source.items = [camera(IDS[0]).model_copy(update={"group_id": new_id()})]
        await desired.refresh()
        while media.names:
            await asyncio.sleep(0.001)
    for task in running:
        await _ended(task)


async def test_look_when_mediamtx_is_away_then_it_goes_on_looking_until_it_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(end_revoked, "LOOK_EVERY_S", 0.001)
    media = Sessions(ANN.name)
    media.down = True
    running = asyncio.create_task(looking_at(media, PassingClock(NOW)).run())
    async with asyncio.timeout(20):
        while media.looks < 10:
            await asyncio.sleep(0)
        media.down = False
        while media.names:
            await asyncio.sleep(0)
    await _ended(running)


async def test_looking_when_nobody_is_revoked_any_more_then_it_rests_until_woken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(end_revoked, "LOOK_EVERY_S", 0.001)
    media = Sessions()
    viewers = looking_at(media, PassingClock(NOW))
    running = asyncio.create_task(viewers.run())
    async with asyncio.timeout(20):
        while not media.looks or not viewers.resting:
            await asyncio.sleep(0)
        rested_after = media.looks
        media.names = [ANN.name]
        viewers.wake()
        while media.names:
            await asyncio.sleep(0)
    assert 1 < rested_after < 10
    await _ended(running)


async def _ended(running: "asyncio.Task[None]") -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
