"""A camera's sampling goes on, whatever ends it from inside."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast
from uuid import uuid4

import pytest

from mosaic_ai.application import follow_camera, kept_running
from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.domain.coverage import Coverage
from mosaic_contracts.clock import SystemClock


class EndingSource:
    """A source whose pictures end in another way at each call."""

    state = "online"
    reason = None
    latest = None

    def __init__(self, *endings: BaseException | None) -> None:
        self._endings = list(endings)
        self.calls = 0
        self.lasting = asyncio.Event()

    async def frames(self) -> AsyncIterator[Any]:
        self.calls += 1
        ending = self._endings.pop(0) if self._endings else None
        if ending is not None:
            raise ending
        self.lasting.set()
        await asyncio.Event().wait()
        yield


def follower(source: EndingSource) -> CameraFollower:
    nothing = cast(Any, None)
    return CameraFollower(
        uuid4(),
        cast(Any, source),
        nothing,
        nothing,
        coverage=Coverage(),
        executor=ThreadPoolExecutor(1),
        predictions=nothing,
        observations=nothing,
        recorded=lambda: None,
        clock=SystemClock(),
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
