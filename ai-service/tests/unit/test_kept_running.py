"""Work that must not end silently begins anew; only its keeper's cancellation ends it."""

import asyncio
from contextlib import suppress

import pytest

from mosaic_ai.application import kept_running as module
from mosaic_ai.application.kept_running import kept_running


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RESTART_S", 0.0)
    monkeypatch.setattr(module, "WATCH_S", 0.01)


class Work:
    """Ends in the given ways one after the other, then lasts until it is cancelled."""

    def __init__(self, *endings: BaseException | None) -> None:
        self._endings = list(endings)
        self.begun = 0
        self.lasting = asyncio.Event()
        self.cancelled = 0

    async def run(self) -> None:
        self.begun += 1
        if self._endings:
            ending = self._endings.pop(0)
            if ending is not None:
                raise ending
            return
        self.lasting.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


async def test_work_when_it_returns_fails_or_lets_a_cancellation_escape_then_begins_anew() -> None:
    work = Work(None, ValueError("unforeseen"), asyncio.CancelledError())
    task = asyncio.create_task(kept_running(work.run, "broke_off"))
    async with asyncio.timeout(20):
        await work.lasting.wait()
    assert work.begun == 4
    assert not task.done()
    task.cancel()
    await asyncio.wait({task}, timeout=20)


async def test_keeper_when_cancelled_then_the_work_ends_before_it() -> None:
    work = Work()
    task = asyncio.create_task(kept_running(work.run, "broke_off"))
    async with asyncio.timeout(20):
        await work.lasting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (work.begun, work.cancelled) == (1, 1)


async def test_work_when_it_hangs_then_it_is_cancelled_and_begins_anew() -> None:
    work = Work()
    task = asyncio.create_task(
        kept_running(work.run, "broke_off", hangs=lambda _running_s: work.begun < 3)
    )
    async with asyncio.timeout(20):
        while work.begun < 3:
            await asyncio.sleep(0.01)
    assert work.cancelled == 2
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_keeper_when_cancelled_and_the_work_loses_the_first_cancellation_then_it_ends_all_the_same() -> (
    None
):
    begun, lost = asyncio.Event(), asyncio.Event()

    async def forgetful() -> None:
        begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        lost.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(kept_running(forgetful, "broke_off"))
    async with asyncio.timeout(20):
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lost.is_set()
