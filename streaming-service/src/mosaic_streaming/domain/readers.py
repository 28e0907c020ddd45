"""Who reads: the name by which MediaMTX shows the reader of each session (the token's subject)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Viewer:
    """A user, by an access token that was issued at this instant."""

    user_id: str
    issued_at: datetime

    @property
    def name(self) -> str:
        return f"user:{self.user_id}:{(self.issued_at - _EPOCH) // _MICROSECOND}"


def service_name(service: str) -> str:
    """The name of a part of Mosaic that reads."""
    return f"service:{service}"


def viewer_of(name: str) -> Viewer | None:
    """The viewer whose name it is; None for a service and for whatever else reads."""
    kind, _, rest = name.partition(":")
    user_id, _, micros = rest.rpartition(":")
    if kind != "user" or not user_id or not (micros.isascii() and micros.isdigit()):
        return None
    try:
        return Viewer(user_id, _EPOCH + int(micros) * _MICROSECOND)
    except OverflowError:
        return None
