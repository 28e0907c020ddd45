"""Which pictures go: those that are too old, and the oldest and least uncertain while all take too much."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mosaic_ai.domain.captures import KeptCapture

FORGOTTEN_BY_HALF = timedelta(days=7)
"""After that long a picture is worth half."""
UNFINISHED_AFTER = timedelta(hours=1)
"""What has no picture by then never gets one: its writer died."""


def to_remove(
    kept: Sequence[KeptCapture], now: datetime, *, most_bytes: int, retention: timedelta
) -> list[KeptCapture]:
    """In the order in which they should go."""
    gone = [item for item in kept if _over(item, now, retention)]
    left = sorted(
        (item for item in kept if not _over(item, now, retention)),
        key=lambda item: (_worth(item, now), item.captured_at),
    )
    excess = sum(item.size_bytes for item in left) - most_bytes
    for item in left:
        if excess <= 0:
            break
        gone.append(item)
        excess -= item.size_bytes
    return gone


def _over(item: KeptCapture, now: datetime, retention: timedelta) -> bool:
    age = now - item.captured_at
    return age > retention or (not item.complete and age > UNFINISHED_AFTER)


def _worth(item: KeptCapture, now: datetime) -> float:
    """A label of a person is dearer than any doubt of a model; all fade alike."""
    worth = 1.0 + item.worth.uncertainty if item.labelled else item.worth.uncertainty
    age = max(timedelta(), now - item.captured_at)
    return worth * float(0.5 ** (age / FORGOTTEN_BY_HALF))
