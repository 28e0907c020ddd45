"""A camera's sampling goes on, whatever ends it from inside."""

import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from mosaic_ai.application import follow_camera, kept_running
from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.frames import Frame
from mosaic_contracts.clock import SystemClock


class EndingSource:
    """A source whose pictures end in another way at each call."""

    state = "online"
    reason = None
    latest = None
    small = None

    def __init__(self, *endings: BaseException | None) -> None:
        self._endings = list(endings)
        self.calls = 0
        self.lasting = asyncio.Event()

    async def frames(self) -> AsyncGenerator[Any, None]:
        self.calls += 1
        ending = self._endings.pop(0) if self._endings else None
        if ending is not None:
            raise ending
        self.lasting.set()
        await asyncio.Event().wait()
        yield


def follower(
    source: Any,
    *,
    executor: ThreadPoolExecutor | None = None,
    stages: Any = None,
    clock: SystemClock | None = None,
) -> CameraFollower:
    return CameraFollower(
        uuid4(),
        source,
        stages,
        stages,
        coverage=Coverage(),
        executor=executor or ThreadPoolExecutor(1),
        predictions=stages,
        observations=stages,
        recorded=lambda: None,
        clock=clock or SystemClock(),
    )


async def test_follower_when_the_source_breaks_off_in_any_way_then_it_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_running, "RESTART_S", 0.01)
    source = EndingSource(
        ValueError("unforeseen"), asyncio.CancelledError(), RuntimeError("closed")
    )
    task = asyncio.create_task(follower(source).run())
    async with asyncio.timeout(20):
        await source.lasting.wait()
    assert source.calls == 4
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_follower_when_the_source_hangs_though_all_seems_well_then_it_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_running, "RESTART_S", 0.01)
    monkeypatch.setattr(kept_running, "WATCH_S", 0.01)
    monkeypatch.setattr(follow_camera, "HUNG_AFTER_S", 0.05)
    source = EndingSource()
    task = asyncio.create_task(follower(source).run())
    async with asyncio.timeout(20):
        while source.calls < 3:
            await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class OnePicture:
    """A source of one picture, which then waits."""

    state = "online"
    reason = None
    latest = None
    small = None

    def __init__(self) -> None:
        self.eager: bool | None = None
        self.looked = asyncio.Event()

    async def frames(self) -> AsyncGenerator[Frame, None]:
        yield Frame(uuid4(), datetime.now(UTC), np.zeros((8, 8, 3), np.uint8))
        self.looked.set()
        await asyncio.Event().wait()


LONG_S = 2 * follow_camera.BUSY_AFTER_S


class ToldClock(SystemClock):
    """Goes on when told to, so that a machine that stands still changes nothing."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def monotonic(self) -> float:
        return self.passed_s


class BusyExecutor(ThreadPoolExecutor):
    """What it is given waits for others first."""

    def __init__(self, clock: ToldClock, others_s: float) -> None:
        super().__init__(1)
        self._clock, self._others_s = clock, others_s

    def submit(self, fn: Any, /, *arguments: Any, **named: Any) -> Any:
        self._clock.passed_s += self._others_s
        return super().submit(fn, *arguments, **named)


class SlowStages:
    """Pipeline, recorder, predictions and observations in one: a look takes long, and wants more."""

    eager = True

    def __init__(self, clock: ToldClock) -> None:
        self._clock = clock

    def look(self, frame: Frame) -> Look:
        self._clock.passed_s += LONG_S
        return Look(frame, [])

    def record(self, look: Look) -> list[Any]:
        return []

    def looked(self, **_: Any) -> None: ...
    def publish(self, _: Any) -> None: ...


@pytest.mark.parametrize("others_s", [0.0, LONG_S])
async def test_follower_when_no_picture_waits_then_further_ones_are_asked_for_however_long_a_look_takes(
    others_s: float,
) -> None:
    clock, source = ToldClock(), OnePicture()
    followed = follower(
        source,
        executor=BusyExecutor(clock, others_s),
        stages=SlowStages(clock),
        clock=clock,
    )
    task = asyncio.create_task(followed.run())
    async with asyncio.timeout(20):
        await source.looked.wait()
    assert source.eager is (others_s == 0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class HeldStages(SlowStages):
    """A look lasts until it may end; the last words are to come after it."""

    def __init__(self) -> None:
        super().__init__(ToldClock())
        self.looking, self.may_end = threading.Event(), threading.Event()
        self.said: list[str] = []

    def look(self, frame: Frame) -> Look:
        self.looking.set()
        assert self.may_end.wait(20)
        self.said.append("looked")
        return super().look(frame)

    def end(self) -> list[Any]:
        self.said.append("ended")
        return []

    def finish(self, _: Any) -> list[Any]:
        return []


async def test_follower_when_closed_amid_a_look_then_the_look_ends_before_the_last_words() -> None:
    stages = HeldStages()
    followed = follower(OnePicture(), executor=ThreadPoolExecutor(2), stages=stages)
    task = asyncio.create_task(followed.run())
    assert await asyncio.to_thread(stages.looking.wait, 20)
    task.cancel()
    closing = asyncio.create_task(followed.close())
    done, _ = await asyncio.wait({closing}, timeout=0.2)
    assert not done
    assert stages.said == []
    stages.may_end.set()
    async with asyncio.timeout(20):
        await closing
        with pytest.raises(asyncio.CancelledError):
            await task
    assert stages.said == ["looked", "ended"]


async def test_follower_when_it_was_stopped_then_nothing_keeps_it_and_its_pictures() -> None:
    """Megabytes a camera, which would stay until the next full collection."""

    async def stopped() -> weakref.ref[CameraFollower]:
        source = OnePicture()
        followed = follower(source, stages=SlowStages(ToldClock()))
        task = asyncio.create_task(followed.run())
        async with asyncio.timeout(20):
            await source.looked.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return weakref.ref(followed)

    gc.disable()
    try:
        left = await stopped()
        await asyncio.sleep(0)  # what the loop still had to call
        assert left() is None
    finally:
        gc.enable()
