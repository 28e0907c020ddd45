"""A camera's newest picture is made once for all who ask."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from mosaic_ai.domain.errors import DecodingError
from mosaic_ai.domain.ports import VideoChunk
from mosaic_ai.infrastructure.newest_jpegs import REMEMBERED, NewestJpegs

AT = datetime(2026, 1, 1, tzinfo=UTC)


def chunk(camera: int = 1, second: int = 0) -> VideoChunk:
    return VideoChunk(UUID(int=camera), b"", b"", AT + timedelta(seconds=second))


class Maker:
    def __init__(self) -> None:
        self.made: list[VideoChunk] = []
        self.fails = False
        self.may_go = asyncio.Event()
        self.may_go.set()

    async def make(self, asked: VideoChunk) -> bytes:
        self.made.append(asked)
        await self.may_go.wait()
        if self.fails:
            raise DecodingError("broken")
        return f"{asked.camera_id.int} {asked.starts_at.second}".encode()


async def test_picture_when_several_ask_then_made_once_and_anew_for_a_newer_one() -> None:
    maker = Maker()
    newest = NewestJpegs(maker.make)
    assert await asyncio.gather(*(newest.of(chunk()) for _ in range(3))) == [b"1 0"] * 3
    assert await newest.of(chunk()) == b"1 0"
    assert len(maker.made) == 1
    assert await newest.of(chunk(second=1)) == b"1 1"
    assert await newest.of(chunk(camera=2)) == b"2 0"
    assert len(maker.made) == 3


async def test_picture_when_making_fails_then_all_are_told_and_it_is_tried_again() -> None:
    maker = Maker()
    newest = NewestJpegs(maker.make)
    maker.fails = True
    with pytest.raises(DecodingError):
        await newest.of(chunk())
    maker.fails = False
    assert await newest.of(chunk()) == b"1 0"


async def test_picture_when_one_gives_up_then_the_others_get_it() -> None:
    maker = Maker()
    newest = NewestJpegs(maker.make)
    maker.may_go.clear()
    first, other = (asyncio.create_task(newest.of(chunk())) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    maker.may_go.set()
    assert await other == b"1 0"
    assert len(maker.made) == 1


async def test_pictures_when_of_many_cameras_then_only_the_last_asked_for_are_kept() -> None:
    maker = Maker()
    newest = NewestJpegs(maker.make)
    for camera in range(REMEMBERED + 1):
        await newest.of(chunk(camera))
    await newest.of(chunk(REMEMBERED))
    assert len(maker.made) == REMEMBERED + 1
    await newest.of(chunk(0))
    assert len(maker.made) == REMEMBERED + 2
