"""Whether the wall clock may be believed: compared with the kernel's own count, also across process starts."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from mosaic_backend.clips.infrastructure.recording.recording_models import ClockSeen, LedgerWatch
from mosaic_platform.logs import get_logger

JUMP = timedelta(minutes=10)
JUMPED = timedelta(days=1)
"""So long the clock is doubted after it surely jumped."""
UNCLEAR = timedelta(hours=1)
"""So long, when nobody can tell how long the machine was off: by then it has asked what time it is."""
NONE = timedelta(0)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_log = get_logger(__name__)


@dataclass(frozen=True)
class KernelClock:
    """boot: which run of the machine; empty where that is not told. ran: for how long it runs, asleep or not."""

    boot: str
    ran: timedelta

    @classmethod
    def now(cls) -> "KernelClock":
        try:
            boot = _BOOT_ID.read_text().strip()
            return cls(boot, timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME)))
        except (OSError, AttributeError):
            return cls("", timedelta(seconds=time.monotonic()))


def clock_is_believed(now: datetime, kernel: KernelClock) -> bool:
    """What was seen is kept, with how much longer the clock is doubted: a process that starts anew knows it."""
    with transaction.atomic():
        seen = ClockSeen.objects.select_for_update().filter(id=1).first()
        doubt = _doubt(now, kernel, seen)
        ClockSeen.objects.update_or_create(
            id=1, defaults={"at": now, "boot": kernel.boot, "ran": kernel.ran, "doubt": doubt}
        )
    return doubt <= NONE


def _doubt(now: datetime, kernel: KernelClock, seen: ClockSeen | None) -> timedelta:
    if seen is None:
        watch = LedgerWatch.objects.filter(id=1).first()  # from before there was ClockSeen
        return _told(UNCLEAR, watch.seen_at, now) if watch and _far(now, watch.seen_at) else NONE
    if kernel.boot and kernel.boot == seen.boot and kernel.ran >= seen.ran:
        passed = kernel.ran - seen.ran
        left = max(NONE, seen.doubt - passed)
        return _told(JUMPED, seen.at, now) if _far(now, seen.at + passed) else left
    if _far(now, seen.at):
        return max(seen.doubt, _told(UNCLEAR, seen.at, now))
    return max(NONE, seen.doubt - max(NONE, now - seen.at))


def _far(one: datetime, other: datetime) -> bool:
    return abs(one - other) > JUMP


def _told(doubt: timedelta, was: datetime, now: datetime) -> timedelta:
    _log.warning(
        "clock_doubted", was=was.isoformat(), now=now.isoformat(), for_s=doubt.total_seconds()
    )
    return doubt
