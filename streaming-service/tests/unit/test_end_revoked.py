"""Which sessions are ended, and for how long MediaMTX is looked at."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.access_tokens import voided
from mosaic_streaming.application import end_revoked
from mosaic_streaming.application.end_revoked import LOOK_FOR_S, RevokedViewers
from mosaic_streaming.domain.readers import Viewer, service_name, viewer_of

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
ANN = Viewer("01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f", NOW)


class Sessions:
    """The part of MediaMTX that is looked at: the readers' names of its sessions."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.down = False
        self.looks = 0

    async def kick_readers_named(self, wanted: Callable[[str], bool]) -> int:
        self.looks += 1
        if self.down:
            raise UnavailableError
        before = len(self.names)
        self.names = [name for name in self.names if not wanted(name)]
        return before - len(self.names)


class PassingClock(ManualClock):
    """Each look at it takes a while."""

    def monotonic(self) -> float:
        self.advance(LOOK_FOR_S / 3)
        return super().monotonic()


def ann_until(until: datetime) -> Callable[[str, datetime], bool]:
    return lambda user_id, issued_at: user_id == ANN.user_id and voided(issued_at, until)


@given(st.uuids(), st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)))  # noqa: DTZ001
def test_viewer_when_named_and_read_then_the_same_to_the_microsecond(
    user_id: object, issued_at: datetime
) -> None:
    viewer = Viewer(str(user_id), issued_at)
    assert viewer_of(viewer.name) == viewer


@given(st.text())
def test_name_when_it_is_of_no_viewer_then_none(name: str) -> None:
    assert viewer_of(name) is None or name.startswith("user:")
    assert viewer_of(service_name(name)) is None


@pytest.mark.parametrize(
    "name", ["", "user", "user:", "user::1", "user:x", "user:x:", "user:x:-1", "user:x:²", "x:y:1",
             "user:x:" + "9" * 30],
)  # fmt: skip
def test_name_when_malformed_then_none(name: str) -> None:
    assert viewer_of(name) is None


async def test_look_when_a_user_is_revoked_then_only_sessions_of_older_tokens_end() -> None:
    later = Viewer(ANN.user_id, NOW + timedelta(microseconds=1))
    other = Viewer("01936f00-1a2b-7c3d-8e4f-000000000000", NOW)
    media = Sessions(ANN.name, later.name, other.name, service_name("ai"), "")
    assert await RevokedViewers(media, ann_until(NOW), ManualClock(NOW)).look()
    assert media.names == [later.name, other.name, service_name("ai"), ""]


async def test_look_when_mediamtx_is_away_then_it_goes_on_looking_until_it_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(end_revoked, "LOOK_EVERY_S", 0.001)
    media = Sessions(ANN.name)
    media.down = True
    running = asyncio.create_task(RevokedViewers(media, ann_until(NOW), PassingClock(NOW)).run())
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
    viewers = RevokedViewers(media, ann_until(NOW), PassingClock(NOW))
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
