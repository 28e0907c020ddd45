"""Small things that have to be done again and again, by any worker."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections
from prometheus_client import Counter

from mosaic_contracts.clock import Clock
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
_failed = Counter("mosaic_chores_failed_total", "Chores that failed", ["chore"])


@dataclass(frozen=True)
class Chore:
    """`do` may run in several workers at once, and tells how much it did."""

    name: str
    every_s: float
    do: Callable[[datetime], int]


async def keep_doing(chore: Chore, clock: Clock) -> None:
    """Runs until cancelled; a failure is told and tried again next time."""
    while True:
        await asyncio.to_thread(do_once, chore, clock.now())
        await asyncio.sleep(chore.every_s * random.uniform(0.9, 1.1))  # noqa: S311


def do_once(chore: Chore, now: datetime) -> None:
    """Does the chore now; a failure is told, not raised."""
    try:
        done = chore.do(now)
        if done:
            _log.info("chore_done", chore=chore.name, done=done)
    except Exception:  # noqa: BLE001 - the edge of a process that must go on
        _failed.labels(chore.name).inc()
        _log.exception("chore_failed", chore=chore.name)
    finally:
        close_old_connections()
