"""When a delivery that failed is tried again, and when it is given up."""

from datetime import datetime, timedelta
from enum import StrEnum

GIVEN_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE_S = 3600.0
REFUSALS = 5
"""So often a receiver may say that it does not want this very event before the next one has its turn."""
GONE = 410
_OF_THE_EVENT = frozenset({400, 413, 415, 422})


class Verdict(StrEnum):
    """bury: this event becomes a dead letter. stop: so does it, and the webhook is switched off."""

    AGAIN = "again"
    BURY = "bury"
    STOP = "stop"


class Off(StrEnum):
    """Why a webhook is switched off. gone: its receiver said so (410). owner: its client did it."""

    GAVE_UP = "gave-up"
    GONE = "gone"
    OWNER = "owner"


def why_off(status: int | None) -> Off:
    """Of a webhook that is stopped after an answer with that status."""
    return Off.GONE if status == GONE else Off.GAVE_UP


def pause_s(failures: int, jitter: float) -> float:
    """1, 2, 4 … seconds up to an hour, less up to a half. failures: 1 and more; jitter: 0..1."""
    return min(LONGEST_PAUSE_S, 2.0 ** min(failures - 1, 12)) * (1 - jitter / 2)


def verdict(status: int | None, failures: int, failing_since: datetime, now: datetime) -> Verdict:
    """status: of the answer; None: there was none. failures: this one included."""
    if status == GONE:
        return Verdict.STOP
    if status in _OF_THE_EVENT and failures >= REFUSALS:
        return Verdict.BURY
    return Verdict.STOP if now - failing_since >= GIVEN_UP_AFTER else Verdict.AGAIN
