"""A source is watched while somebody listens."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.application.watch_source import (
    SourceEnded,
    SourceTrouble,
    WatchedFrames,
    WatchedSource,
    WatchedSources,
)
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.video_sources import VideoSource

SOURCE = VideoSource("film", "file", Path("film.mp4"))


class Played:
    """A source whose pictures the test gives; None ends it, text is trouble."""

    def __init__(self, troubled: Callable[[str], None]) -> None:
        self.given: asyncio.Queue[str | int | None] = asyncio.Queue()
        self.closed = False
        self._troubled = troubled

    async def frames(self) -> AsyncGenerator[Frame, None]:
        try:
            while (given := await self.given.get()) is not None:
                if isinstance(given, str):
                    self._troubled(given)
                    continue
                picture = np.full((8, 8, 3), given, np.uint8)
                yield Frame(SOURCE.id, datetime.now(UTC), picture)
        finally:
            self.closed = True


class Looking:
    """A pipeline that breaks on a black picture."""

    def look(self, frame: Frame) -> Look:
        if not frame.pixels.any():
            raise ValueError("black")
        return Look(frame, [])


class Watching:
    """The watched source, and each run's source."""

    def __init__(self, lingers_s: float) -> None:
        self.runs: list[Played] = []
        made: Any = lambda _: Looking()  # noqa: E731 - a fake of what is not a protocol
        executor = ThreadPoolExecutor(1)
        self.watched = WatchedSource(SOURCE, self._open, made, executor, lingers_s=lingers_s)

    def _open(self, _: VideoSource, troubled: Callable[[str], None]) -> WatchedFrames:
        self.runs.append(Played(troubled))
        return self.runs[-1]

    async def run(self, number: int) -> Played:
        await self.until(lambda: len(self.runs) > number)
        return self.runs[number]

    @staticmethod
    async def until(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)


def shown(news: object) -> int:
    assert isinstance(news, Look)
    return int(news.frame.pixels[0, 0, 0])


async def test_source_when_two_listen_then_one_run_and_both_see_the_same() -> None:
    watching = Watching(lingers_s=100)
    assert watching.watched.state().state == "idle"
    with watching.watched.listening() as first:
        played = await watching.run(0)
        played.given.put_nowait(7)
        assert shown(await first.get()) == 7
        with watching.watched.listening() as second:
            assert watching.watched.state().listeners == 2
            played.given.put_nowait(8)
            assert [shown(await queue.get()) for queue in (first, second)] == [8, 8]
        played.given.put_nowait(9)
        assert shown(await first.get()) == 9
    assert len(watching.runs) == 1
    assert watching.watched.state().state == "online"
    await watching.watched.close()
    assert played.closed


async def test_source_when_the_last_has_left_then_it_ends_after_a_while_and_begins_anew_for_the_next() -> (
    None
):
    watching = Watching(lingers_s=0.01)
    with watching.watched.listening():
        first = await watching.run(0)
    await watching.until(lambda: first.closed)
    assert watching.watched.state().state == "idle"
    with watching.watched.listening() as queue:
        (await watching.run(1)).given.put_nowait(5)
        assert shown(await queue.get()) == 5
    await watching.watched.close()


async def test_source_when_somebody_comes_back_in_time_then_the_same_run_goes_on() -> None:
    watching = Watching(lingers_s=100)
    with watching.watched.listening():
        played = await watching.run(0)
    with watching.watched.listening() as queue:
        played.given.put_nowait(3)
        assert shown(await queue.get()) == 3
    assert len(watching.runs) == 1
    await watching.watched.close()


async def test_source_when_it_has_trouble_then_told_and_it_goes_on() -> None:
    watching = Watching(lingers_s=100)
    with watching.watched.listening() as queue:
        played = await watching.run(0)
        for given in ("no-device", 0, 4):
            played.given.put_nowait(given)
        assert await queue.get() == SourceTrouble("no-device")
        assert shown(await queue.get()) == 4
    await watching.watched.close()


async def test_source_when_a_file_is_over_then_told_and_played_again_for_the_next() -> None:
    watching = Watching(lingers_s=100)
    with watching.watched.listening() as queue:
        (await watching.run(0)).given.put_nowait(None)
        assert await queue.get() == SourceEnded()
    assert watching.watched.state().state == "ended"
    with watching.watched.listening() as queue:
        (await watching.run(1)).given.put_nowait(6)
        assert shown(await queue.get()) == 6
    await WatchedSources([watching.watched]).close()


async def test_source_when_a_listener_does_not_keep_up_then_it_misses_the_oldest() -> None:
    watching = Watching(lingers_s=100)
    with watching.watched.listening() as slow, watching.watched.listening() as quick:
        played = await watching.run(0)
        for number in range(1, 21):
            played.given.put_nowait(number)
            assert shown(await quick.get()) == number
        assert shown(await slow.get()) == 13
    await watching.watched.close()
