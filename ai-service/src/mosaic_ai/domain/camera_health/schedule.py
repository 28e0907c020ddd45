"""When a camera is to be examined next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SETTLED = timedelta(minutes=2)
"""A camera that was followed for so long is examined once soon."""
RETRY = timedelta(minutes=20)
RETRIED_FOR = timedelta(hours=3)
HALF_A_DAY = 12


@dataclass
class Followed:
    """What is known of one camera. examined_at, tried_at: the last time, None: never."""

    since: datetime
    examined_at: datetime | None = None
    tried_at: datetime | None = None


def last_hour(now: datetime, hour: int) -> datetime:
    """The latest instant at which all cameras were due: at that local hour and half a day later.

    By night cameras see by their own light and by day by the sun's: each has a view, a focus, a glare of its own.
    now: with the local time zone.
    """
    hours = sorted({hour % 24, (hour + HALF_A_DAY) % 24})
    today = [now.replace(hour=each, minute=0, second=0, microsecond=0) for each in hours]
    past = [at for at in today if at <= now]
    return past[-1] if past else today[-1] - timedelta(days=1)


def is_due(camera: Followed, now: datetime, hour: int) -> bool:
    """A camera that could not be examined is tried again for some hours."""
    if camera.tried_at is not None and now - camera.tried_at < RETRY:
        return False
    if camera.examined_at is None:
        return now - camera.since >= SETTLED
    due_at = last_hour(now, hour)
    return camera.examined_at < due_at and now - due_at < RETRIED_FOR
