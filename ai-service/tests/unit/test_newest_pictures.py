"""The newest picture of a camera, and when there is none to tell."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest

from mosaic_ai.application.newest_pictures import STALE_AFTER_S, LookedAt, NewestPictures
from mosaic_ai.domain.errors import DecodingError, NoPictureError, StalePictureError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.ports import VideoChunk
from mosaic_contracts.clock import SystemClock

NOW = datetime(2026, 5, 12, 11, 5, tzinfo=UTC)
CAMERA = uuid4()


class ToldClock(SystemClock):
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


def frame(age_s: float, camera_id: UUID = CAMERA) -> Frame:
    return Frame(camera_id, NOW - timedelta(seconds=age_s), np.zeros((8, 8, 3), np.uint8))


def chunk(age_s: float) -> VideoChunk:
    return VideoChunk(CAMERA, b"", b"", NOW - timedelta(seconds=age_s))


class Following:
    """A follower as far as it is asked, and the decoder of its pictures."""

    def __init__(self, latest: VideoChunk | None = None, *, broken: bool = False) -> None:
        self._latest = latest
        self._broken = broken
        self.last_frame_at: datetime | None = None
        self.decoded = 0

    def latest(self) -> VideoChunk | None:
        return self._latest

    def state(self) -> Any:
        return self

    async def decode(self, asked: VideoChunk) -> Frame | None:
        self.decoded += 1
        if self._broken:
            raise DecodingError
        return Frame(CAMERA, asked.starts_at, np.ones((8, 8, 3), np.uint8))


def newest(following: Any, looked_at: LookedAt, clock: ToldClock) -> NewestPictures:
    return NewestPictures(lambda _: following, looked_at, following, clock)


@pytest.mark.parametrize(
    ("looked_s", "sampled_s", "told_s"),
    [(3.0, None, 3.0), (3.0, 3.0, 3.0), (3.0, 2.0, 2.0), (None, 2.0, 2.0), (2.0, 9.0, 2.0)],
)
async def test_newest_when_looked_at_or_sampled_then_the_later_of_both(
    looked_s: float | None, sampled_s: float | None, told_s: float
) -> None:
    clock = ToldClock()
    looked_at = LookedAt(clock)
    if looked_s is not None:
        looked_at.take(frame(looked_s))
    following = Following(None if sampled_s is None else chunk(sampled_s))
    told = await newest(following, looked_at, clock).of(CAMERA)
    assert told.captured_at == NOW - timedelta(seconds=told_s)


async def test_newest_when_asked_for_again_then_decoded_only_once() -> None:
    clock = ToldClock()
    following = Following(chunk(2))
    pictures = newest(following, LookedAt(clock), clock)
    first, second = [await pictures.of(CAMERA) for _ in range(2)]
    assert first is second
    assert following.decoded == 1


@pytest.mark.parametrize("sampled", [True, False])
async def test_newest_when_the_camera_fell_silent_then_stale(sampled: bool) -> None:
    clock = ToldClock()
    looked_at = LookedAt(clock)
    looked_at.take(frame(1))
    following = Following(chunk(1) if sampled else None)
    following.last_frame_at = NOW
    clock.at = NOW + timedelta(seconds=STALE_AFTER_S)
    with pytest.raises(StalePictureError):
        await newest(following, looked_at, clock).of(CAMERA)


async def test_newest_when_forgotten_for_others_pictures_then_stale() -> None:
    clock = ToldClock()
    looked_at = LookedAt(clock)
    looked_at.take(frame(1))
    clock.at = NOW + timedelta(seconds=20)
    looked_at.take(frame(-20, uuid4()))
    assert looked_at.of(CAMERA) is None
    following = Following()
    following.last_frame_at = NOW
    with pytest.raises(StalePictureError):
        await newest(following, looked_at, clock).of(CAMERA)


async def test_newest_when_nothing_came_yet_then_no_picture() -> None:
    clock = ToldClock()
    for following in (None, Following(), Following(chunk(1), broken=True)):
        with pytest.raises(NoPictureError):
            await newest(following, LookedAt(clock), clock).of(CAMERA)
