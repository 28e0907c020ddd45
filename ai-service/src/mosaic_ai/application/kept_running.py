"""Keeps work going that must never end silently: it begins anew whatever ends or hangs it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

WATCH_S = 2.0
RESTART_S = 1.0


def never(_running_s: float) -> bool:
    """Of work that says by itself when it cannot go on."""
    return False


async def kept_running(
    work: Callable[[], Coroutine[Any, Any, None]],
    event: str,
    *,
    hangs: Callable[[float], bool] = never,
    **about: str,
) -> None:
    """Runs the work again and again; only its own cancellation ends it, and the work with it.

    The work has a task of its own: libraries let a CancelledError of their own inner tasks escape, which must end
    that task and no more. `hangs` is asked from time to time, and told how long the work has run. Each end is
    logged as `event` with `about`.
    """
    while True:
        clock = asyncio.get_running_loop().time
        since = clock()
        task = asyncio.create_task(work())
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=WATCH_S)
                if not task.done() and hangs(clock() - since):
                    task.cancel("hangs")
        finally:
            outcome = await _outcome(task, **about)
        _log.error(event, **about, exc_info=outcome)
        await asyncio.sleep(RESTART_S)


async def _outcome(task: asyncio.Task[None], **about: str) -> BaseException | None:
    """What ended it. Cancels it until it has: a library may lose a cancellation that meets its own timeout."""
    while not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):  # of its keeper, which is being ended already
            await asyncio.wait({task}, timeout=WATCH_S)
        if not task.done():
            _log.warning("work_goes_on_though_cancelled", **about)
    return (await asyncio.gather(task, return_exceptions=True))[0]
