"""Who reads: the name by which MediaMTX shows the reader of each session (the token's subject)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ANY, _NONE = "*", "-"


@dataclass(frozen=True)
class OfGroup:
    """By which camera group the right to read was given; None: to cameras of no group."""

    group_id: UUID | None


@dataclass(frozen=True)
class Viewer:
    """A user, by an access token that was issued at this instant.

    by: the camera's group when the session was opened; None where the user may watch cameras of every group.
    """

    user_id: str
    issued_at: datetime
    by: OfGroup | None = None

    @property
    def name(self) -> str:
        group = _ANY if self.by is None else str(self.by.group_id or _NONE)
        return f"user:{self.user_id}:{(self.issued_at - _EPOCH) // _MICROSECOND}:{group}"


def service_name(service: str) -> str:
    """The name of a part of Mosaic that reads."""
    return f"service:{service}"


def viewer_of(name: str) -> Viewer | None:
    """The viewer whose name it is; None for a service and for whatever else reads."""
    kind, _, rest = name.partition(":")
    rest, _, group = rest.rpartition(":")
    user_id, _, micros = rest.rpartition(":")
    if kind != "user" or not user_id or not (micros.isascii() and micros.isdigit()):
        return None
    try:
        issued_at = _EPOCH + int(micros) * _MICROSECOND
        if group == _ANY:
            return Viewer(user_id, issued_at)
        return Viewer(user_id, issued_at, OfGroup(None if group == _NONE else UUID(group)))
    except (OverflowError, ValueError):
        return None
