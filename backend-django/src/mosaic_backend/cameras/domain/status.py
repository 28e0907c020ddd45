"""Whether a camera is online or offline, once short disturbances are filtered out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

StatusName = Literal["online", "offline", "disabled"]


@dataclass(frozen=True)
class Holds:
    """How long a state has to last before it counts."""

    offline_after: timedelta = timedelta(seconds=15)
    online_after: timedelta = timedelta(seconds=5)

    def of(self, name: StatusName) -> timedelta:
        return self.offline_after if name == "offline" else self.online_after


@dataclass(frozen=True)
class Pending:
    """What a camera will be if it goes on; since: the instant at which that began."""

    name: StatusName
    since: datetime
    reason: str | None = None


@dataclass(frozen=True)
class Status:
    """name None: nothing is known yet."""

    name: StatusName | None = None
    since: datetime | None = None
    reason: str | None = None
    pending: Pending | None = None


@dataclass(frozen=True)
class Transition:
    """A status that counts; previous_since: when the one before it began."""

    name: StatusName
    since: datetime
    reason: str | None
    previous_since: datetime | None


def verdict(stream_state: str) -> StatusName | None:
    """What a stream's state says of its camera; None: nothing, it is being tried."""
    return {
        "online": "online",
        "idle": "online",  # nobody reads, and the last contact was fine
        "error": "offline",
        "disabled": "disabled",
    }.get(stream_state)  # type: ignore[return-value]


def observe(
    status: Status, stream_state: str, reason: str | None, at: datetime, holds: Holds
) -> tuple[Status, list[Transition]]:
    """Takes in what streaming said of an instant; instants do not go back.

    What was pending and had lasted long enough by then has happened, also when nobody looked in between.
    """
    status, passed = settle(status, at, holds)
    said = verdict(stream_state)
    if said is None:
        return status, passed
    if said == "disabled":
        if status.name == "disabled":
            return replace(status, pending=None), passed
        status, switched = _become(status, Pending("disabled", at))
        return status, [*passed, switched]
    if said == status.name:
        return replace(status, pending=None), passed
    if status.pending is None or status.pending.name != said:
        status = replace(status, pending=Pending(said, at, reason))
    return status, passed


def settle(status: Status, at: datetime, holds: Holds) -> tuple[Status, list[Transition]]:
    """Lets what is pending happen if it has lasted long enough at that instant."""
    pending = status.pending
    if pending is None or at - pending.since < holds.of(pending.name):
        return status, []
    status, transition = _become(status, pending)
    return status, [transition]


def _become(status: Status, pending: Pending) -> tuple[Status, Transition]:
    became = Status(name=pending.name, since=pending.since, reason=pending.reason)
    return became, Transition(pending.name, pending.since, pending.reason, status.since)
