"""An alert before it is one, and the entries of watch lists as matching sees them."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Severity = Literal["info", "warning", "critical"]
WATCHLIST_MATCH = "watchlist-match"
CAMERA_OFFLINE = "camera-offline"


@dataclass(frozen=True)
class NewAlert:
    """`key`: what it is about; a second alert with the same key is not raised."""

    key: str
    kind: str
    severity: Severity
    title: str
    camera_id: UUID | None = None
    plate_read_id: UUID | None = None
    watchlist_id: UUID | None = None
    for_administrators: bool = False


@dataclass(frozen=True)
class WatchedPlate:
    """An entry of an enabled watch list."""

    watchlist_id: UUID
    watchlist_name: str
    severity: Severity
    text: str
    folded: str
    skeleton: str


@dataclass(frozen=True)
class SeenPlate:
    """A plate read, folded."""

    read_id: UUID
    camera_id: UUID
    text: str
    folded: str
    skeleton: str
